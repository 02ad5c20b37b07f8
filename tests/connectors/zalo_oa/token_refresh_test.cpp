// What becomes of a refresh that fails: a refresh token works once, so a lost answer may have used it up.
#include "tests/connectors/zalo_oa/account.hpp"

#include <gmock/gmock.h>

namespace reformdesk::connectors::zalo_oa::testing {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OaTokenRefresh : public AccountTest {
  protected:
    Access access() { return run(process.tokens.access()); }
    void expire_access_token() { now = store.stored->pair.access_expires; }
};

TEST_F(OaTokenRefresh, ARefreshThatNeverReachedZaloIsJustRepeated) {
    expire_access_token();
    for (int i = 0; i < 5; ++i) {
        http.once(token_path, fakes::unsent());
        const auto refused = access();
        EXPECT_EQ(refused.reason, DeliveryReason::unreachable);
        EXPECT_EQ(refused.retry_after, 30s);
        EXPECT_EQ(access().retry_after, 30s) << "nobody asks again at once";
        now += 30s;
    }
    EXPECT_EQ(access().token, "access-1");
    EXPECT_EQ(store.stored->state, TokenState::ready);
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaTokenRefresh, AFailedRefreshDoesNotStopATokenThatStillWorks) {
    now = a_tuesday + 12h;
    http.once(token_path, fakes::unsent());
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(http.count(token_path), 1u);
}

// The server acts, and then its answer is lost.
void lose_answers(fakes::HttpClient& http, TokenServer& server) {
    http.always(token_path, [&server](const auto& request) {
        server.answer(request);
        return fakes::unanswered();
    });
}

TEST_F(OaTokenRefresh, ARefreshWithoutAnAnswerIsRepeatedOnceAfterAPause) {
    expire_access_token();
    http.once(token_path, fakes::unanswered());
    EXPECT_EQ(access().reason, DeliveryReason::unreachable);
    EXPECT_EQ(store.stored->state, TokenState::uncertain);
    now += 29s;
    EXPECT_EQ(access().token, "");
    EXPECT_EQ(token_server.asked(), 0) << "not before the pause is over";
    now += 2s;
    EXPECT_EQ(access().token, "access-1");
    EXPECT_EQ(store.stored->state, TokenState::ready);
    EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(OaTokenRefresh, WhenTheAnswerWithTheNewPairIsLostAnOperatorIsNeeded) {
    expire_access_token();
    http.once(token_path, [&] {
        HttpRequest request = refresh_tokens(Process::token_options("").refresh.oauth, "refresh-0");
        token_server.answer(request);
        return fakes::unanswered();
    }());
    access();
    now += 31s;
    const auto refused = access();
    EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
    EXPECT_EQ(store.stored->state, TokenState::needs_operator);
    EXPECT_THAT(store.stored->reason, HasSubstr("cấp quyền lại"));
    const auto asked = token_server.asked();
    for (int i = 0; i < 20; ++i) {
        now += 1h;
        EXPECT_EQ(access().token, "");
    }
    EXPECT_EQ(token_server.asked(), asked) << "nothing but a new consent helps";
}

TEST_F(OaTokenRefresh, TwoRefreshesWithoutAnAnswerNeedAnOperator) {
    expire_access_token();
    lose_answers(http, token_server);
    access();
    now += 31s;
    const auto refused = access();
    EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
    EXPECT_THAT(refused.detail, HasSubstr("Hai lần làm mới"));
    EXPECT_EQ(store.stored->state, TokenState::needs_operator);
    EXPECT_EQ(http.count(token_path), 2u);
}

TEST_F(OaTokenRefresh, PagesInHtmlAreNoAnswerEither) {
    expire_access_token();
    http.once(token_path, fakes::answered("<html>Bảo trì</html>"));
    access();
    EXPECT_EQ(store.stored->state, TokenState::uncertain);
    http.once(token_path, fakes::answered("<html>502</html>", 502));
    now += 31s;
    access();
    EXPECT_EQ(store.stored->state, TokenState::needs_operator);
}

TEST_F(OaTokenRefresh, WhileTheOldTokenWorksThePauseIsLongAndTheOperatorIsWarnedInTime) {
    now = a_tuesday + 11h;
    lose_answers(http, token_server);
    EXPECT_EQ(access().token, "access-0");
    now += 9min;
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(http.count(token_path), 1u);
    now += 2min;
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(http.count(token_path), 2u);
    EXPECT_EQ(access().token, "access-0") << "it can be used to its end";
    look_after(process.tokens);
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("cấp quyền lại")));
}

TEST_F(OaTokenRefresh, TheResultOfAnotherProcessCountsBeforeAnOperatorIsAsked) {
    expire_access_token();
    // This process's refresh gets lost; another one's pair arrives in the store meanwhile.
    http.always(token_path, [this](const auto& request) {
        token_server.answer(request);
        store.stored->pair = {"access-9", "refresh-9", now, now + 25h, now + 90 * 24h};
        store.stored->generation = 8;
        return fakes::unanswered();
    });
    EXPECT_EQ(access().token, "access-9");
    EXPECT_EQ(store.stored->state, TokenState::ready);
}

TEST_F(OaTokenRefresh, ADeadRefreshTokenNeedsAnOperator) {
    for (const auto code : {-118, -14014}) {
        store.stored->state = TokenState::ready;
        store.stored->generation += 1;
        expire_access_token();
        now += 1h;
        http.once(token_path, error_answer(code));
        const auto refused = access();
        EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
        EXPECT_THAT(refused.detail, AllOf(HasSubstr("cần cấp quyền lại"), HasSubstr(std::to_string(code))));
        EXPECT_EQ(store.stored->state, TokenState::needs_operator);
    }
}

TEST_F(OaTokenRefresh, WhatAnOperatorMendsInTheConsoleIsTriedAgain) {
    expire_access_token();
    http.once(token_path, error_answer(-14004));
    const auto refused = access();
    EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
    EXPECT_THAT(refused.detail, HasSubstr("Khóa bí mật"));
    look_after(process.tokens);
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("Khóa bí mật")));
    now += 10min;
    EXPECT_EQ(store.stored->state, TokenState::ready);
    Process restarted(
        context, http, store, [this] { return now; }, "process-2", warnings);
    EXPECT_EQ(run(restarted.tokens.access()).token, "access-1");
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa::testing
