// When tokens are refreshed, by whom, and of what the operator is warned.
#include "tests/connectors/zalo_oa/account.hpp"

#include <gmock/gmock.h>

namespace reformdesk::connectors::zalo_oa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class OaTokens : public AccountTest {
  protected:
    Access access() { return run(process.tokens.access()); }
    Access access_after_refusal(std::int64_t generation) {
        return run(process.tokens.access_after_refusal(generation));
    }
    void expire_access_token() { now = store.stored->pair.access_expires; }
};

TEST_F(OaTokens, AFreshTokenIsGivenWithoutAskingAnybody) {
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(access().generation, 7);
    EXPECT_EQ(http.requests().size(), 0u);
}

TEST_F(OaTokens, IsRefreshedAheadWithoutHoldingUpWhoSends) {
    now = a_tuesday + 10h + 1min;  // 4:59 left
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(token_server.asked(), 1);
    EXPECT_EQ(store.stored->pair.access_token, "access-1");
    EXPECT_EQ(store.stored->pair.refresh_token, "refresh-1");
    EXPECT_EQ(store.stored->pair.access_expires, now + 25h);
    EXPECT_EQ(store.stored->generation, 8);
    EXPECT_EQ(store.stored->oa_id, oa_id);
    EXPECT_EQ(access().token, "access-1");
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaTokens, IsNotRefreshedWhileMuchIsLeft) {
    now = a_tuesday + 9h;
    look_after(process.tokens);
    EXPECT_EQ(token_server.asked(), 0);
}

TEST_F(OaTokens, AShortLifeIsNotRefreshedAllTheTime) {
    store.stored->pair.obtained = now - 30min;
    store.stored->pair.access_expires = now + 30min;
    access();
    EXPECT_EQ(token_server.asked(), 0);
    now += 20min;
    access();
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaTokens, IsRefreshedAlsoWhenNobodySends) {
    now = a_tuesday + 11h;
    look_after(process.tokens);
    EXPECT_EQ(store.stored->pair.access_token, "access-1");
    EXPECT_THAT(warnings, IsEmpty());
}

TEST_F(OaTokens, AllWhoWaitShareOneRefresh) {
    expire_access_token();
    http.hold(token_path);
    std::vector<std::string> tokens;
    for (int i = 0; i < 50; ++i) {
        boost::asio::co_spawn(context, process.tokens.access(),
                              [&](std::exception_ptr, Access access) { tokens.push_back(access.token); });
    }
    do_what_can_be_done();
    EXPECT_THAT(tokens, IsEmpty());
    http.release();
    go_on();
    EXPECT_EQ(tokens, std::vector<std::string>(50, "access-1"));
    EXPECT_EQ(token_server.asked(), 1);
    EXPECT_EQ(store.saves(), 1u);
}

TEST_F(OaTokens, TheNewPairIsStoredBeforeItIsUsed) {
    expire_access_token();
    store.refuse_writes();
    const auto refused = access();
    EXPECT_EQ(refused.token, "");
    EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
    EXPECT_THAT(refused.detail, HasSubstr("Không lưu được mã truy cập mới"));
    EXPECT_EQ(token_server.issued(), 1);

    now += 11s;
    store.refuse_writes(false);
    EXPECT_EQ(access().token, "access-1") << "the pair was kept until the disk had room";
    EXPECT_EQ(token_server.asked(), 1) << "and the used refresh token was not tried again";
    EXPECT_EQ(store.stored->pair.refresh_token, "refresh-1");
}

TEST_F(OaTokens, APairThatCouldNotBeStoredIsTriedOnceMoreAtTheEnd) {
    expire_access_token();
    store.refuse_writes();
    access();
    store.refuse_writes(false);
    run(process.tokens.finish());
    EXPECT_EQ(store.stored->pair.access_token, "access-1");
}

TEST_F(OaTokens, TheEndWaitsForARefreshUnderWay) {
    now = a_tuesday + 11h;
    http.hold(token_path);
    boost::asio::co_spawn(context, process.tokens.access(), boost::asio::detached);
    do_what_can_be_done();
    bool finished = false;
    boost::asio::co_spawn(context, process.tokens.finish(), [&](std::exception_ptr) { finished = true; });
    do_what_can_be_done();
    EXPECT_FALSE(finished);
    http.release();
    go_on();
    EXPECT_TRUE(finished);
    EXPECT_EQ(store.stored->pair.access_token, "access-1");
}

TEST_F(OaTokens, TwoProcessesRefreshOnce) {
    Process other(
        context, http, store, [this] { return now; }, "process-2", warnings);
    expire_access_token();
    http.hold(token_path);
    std::vector<std::string> tokens;
    const auto keep = [&](std::exception_ptr, Access access) { tokens.push_back(access.token); };
    boost::asio::co_spawn(context, process.tokens.access(), keep);
    boost::asio::co_spawn(context, other.tokens.access(), keep);
    do_what_can_be_done();
    http.release();
    go_on();
    EXPECT_THAT(tokens, ElementsAre("access-1", "access-1"));
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaTokens, ALeaseOfAProcessThatDiedRunsOut) {
    store.stored->pair.access_expires = now;
    run(store.try_lease("dead-process", now, now + 60s));
    const auto refused = access();
    EXPECT_EQ(refused.reason, DeliveryReason::unreachable);
    EXPECT_THAT(refused.detail, HasSubstr("tiến trình khác"));
    now += 60s;
    EXPECT_EQ(access().token, "access-1");
}

TEST_F(OaTokens, ATokenThatZaloRefusesIsRefreshedOnceForAll) {
    std::vector<std::string> tokens;
    access();
    for (int i = 0; i < 50; ++i) {
        boost::asio::co_spawn(context, process.tokens.access_after_refusal(7),
                              [&](std::exception_ptr, Access next) { tokens.push_back(next.token); });
    }
    go_on();
    EXPECT_EQ(tokens, std::vector<std::string>(50, "access-1"));
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaTokens, ATokenThatAnotherProcessHasRefreshedIsTakenFromTheStore) {
    Process other(
        context, http, store, [this] { return now; }, "process-2", warnings);
    access();
    EXPECT_EQ(run(other.tokens.access_after_refusal(0)).token, "access-0");
    EXPECT_EQ(run(other.tokens.access_after_refusal(7)).token, "access-1");
    EXPECT_EQ(access_after_refusal(7).token, "access-1");
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaTokens, ANewTokenThatIsRefusedToStartsNoStorm) {
    access();
    EXPECT_EQ(access_after_refusal(7).token, "access-1");
    for (int i = 0; i < 20; ++i) {
        const auto refused = access_after_refusal(8);
        EXPECT_EQ(refused.token, "");
        EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
        EXPECT_EQ(refused.retry_after, 10min);
        EXPECT_EQ(access().token, "");
    }
    EXPECT_EQ(token_server.asked(), 1);
    now += 10min;
    EXPECT_EQ(access().token, "access-2");
}

TEST_F(OaTokens, ANewConsentEndsTheNeedForAnOperator) {
    expire_access_token();
    http.once(token_path, error_answer(-14014));
    access();
    store.stored->generation = 8;
    store.stored->state = TokenState::ready;
    store.stored->pair = {"access-new", "refresh-new", now, now + 25h, now + 90 * 24h};
    EXPECT_EQ(access().token, "access-new");
}

TEST_F(OaTokens, BeforeTheFirstConsentThereIsNoToken) {
    store.stored.reset();
    const auto refused = access();
    EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
    EXPECT_THAT(refused.detail, HasSubstr("chưa được cấp quyền"));
    EXPECT_FALSE(process.tokens.health());
    look_after(process.tokens);
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("chưa được cấp quyền")));
}

TEST_F(OaTokens, AnAccountWithoutARefreshTokenNeedsAnOperatorInTime) {
    store.stored->pair.refresh_token = "";
    now = a_tuesday + 11h;
    look_after(process.tokens);
    EXPECT_EQ(token_server.asked(), 0);
    EXPECT_EQ(store.stored->state, TokenState::needs_operator);
    EXPECT_THAT(warnings, ElementsAre(HasSubstr("không cấp mã làm mới")));
    EXPECT_EQ(access().token, "access-0");
}

TEST_F(OaTokens, WarnsOfTheSameOnceADay) {
    store.stored->state = TokenState::needs_operator;
    store.stored->reason = "Cần cấp quyền lại.";
    auto options = Process::token_options("process-2");
    options.look_again = 1ms;
    Tokens eager(
        context.get_executor(), http, store, [this] { return now; }, options,
        [this](const std::string& text) { warnings.push_back(text); });
    boost::asio::co_spawn(context, eager.run(), boost::asio::detached);
    context.run_for(20ms);
    EXPECT_THAT(warnings, ElementsAre("Cần cấp quyền lại."));
    now += 24h;
    context.run_for(20ms);
    EXPECT_EQ(warnings.size(), 2u);
    run(eager.finish());
}

TEST_F(OaTokens, WarnsFourteenDaysAhead) {
    store.stored->pair.refresh_expires = now + 14 * 24h + 1h;
    Process careful(
        context, http, store, [this] { return now; }, "process-2", warnings);
    const auto look = [&](Timestamp at) {
        Process looking(
            context, http, store, [this] { return now; }, "process-2", warnings);
        now = at;
        store.stored->pair.access_expires = now + 20h;
        look_after(looking.tokens);
    };
    look(a_tuesday);
    EXPECT_THAT(warnings, IsEmpty());
    look(a_tuesday + 2h);
    EXPECT_THAT(warnings,
                ElementsAre("Quyền gửi tin của Official Account hết hạn ngày 8/12/2026; vào trang quản "
                            "trị và cấp quyền lại trước ngày đó."));
}

TEST_F(OaTokens, AStoreThatFailsIsAPassingTrouble) {
    store.break_down();
    const auto refused = access();
    EXPECT_EQ(refused.token, "");
    EXPECT_EQ(refused.reason, DeliveryReason::operator_needed);
    EXPECT_THAT(refused.detail, HasSubstr("cơ sở dữ liệu"));
    EXPECT_EQ(refused.detail.find("disk I/O error"), std::string::npos) << "what a store says is never shown";
    store.break_down(false);
    EXPECT_EQ(access().token, "access-0");
    EXPECT_EQ(process.tokens.health()->detail, "");
}

TEST_F(OaTokens, AClockThatJumpsStopsNothing) {
    expire_access_token();
    http.once(token_path, fakes::unsent());
    access();
    now -= 24h;
    EXPECT_EQ(access().token, "access-0") << "it seems to work; when not, Zalo refuses it";
    EXPECT_EQ(access_after_refusal(7).token, "access-1");
    now = Timestamp{std::chrono::sys_days(2038y / 1 / 20)};
    EXPECT_EQ(access().token, "access-2");
    now = a_tuesday;
    EXPECT_EQ(access().token, "access-2");
    EXPECT_EQ(access_after_refusal(9).token, "access-3");
}

TEST_F(OaTokens, TellsItsHealth) {
    access();
    const auto health = process.tokens.health();
    ASSERT_TRUE(health);
    EXPECT_EQ(health->oa_id, oa_id);
    EXPECT_EQ(health->state, TokenState::ready);
    EXPECT_EQ(health->detail, "");
    EXPECT_EQ(health->access_expires, a_tuesday + 15h);
    EXPECT_EQ(health->refresh_expires, a_tuesday + 90 * 24h);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa::testing
