// Granting access, as an administrator's browser does it.
#include "connectors/zalo_oa/consent.hpp"

#include "tests/connectors/zalo_oa/account.hpp"

#include <gmock/gmock.h>

namespace reformdesk::connectors::zalo_oa::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;

constexpr auto callback = "https://cchc.example.vn/zalo/callback";

class OaConsent : public AccountTest {
  protected:
    OaConsent() {
        http.always(
            token_path,
            fakes::answered(R"({"access_token":"acc-1","refresh_token":"ref-1","expires_in":"90000"})"));
    }

    static OAuthSettings settings() { return Process::token_options("").refresh.oauth; }
    ConsentReply reply_to(const PendingConsent& pending) const { return {"code-1", pending.state, oa_id}; }
    ConsentResult finish(PendingConsent pending, ConsentReply reply) {
        return run(consent.finish(std::move(pending), std::move(reply)));
    }

    Consent consent{http, store, [this] { return now; }, settings(), oa_id};
};

TEST_F(OaConsent, SendsTheBrowserToZaloWithAChallengeOfItsOwn) {
    const auto pending = consent.begin(callback);
    EXPECT_THAT(pending.verifier, MatchesRegex("[A-Za-z0-9_-]{43}"));
    EXPECT_EQ(pending.url,
              consent_url(settings(), callback, code_challenge(pending.verifier), pending.state));
    const auto next = consent.begin(callback);
    EXPECT_NE(next.state, pending.state);
    EXPECT_NE(next.verifier, pending.verifier);
}

TEST_F(OaConsent, TheFirstGrantIsStored) {
    store.stored.reset();
    const auto pending = consent.begin(callback);
    EXPECT_TRUE(finish(pending, reply_to(pending)).granted);
    ASSERT_TRUE(store.stored);
    EXPECT_EQ(store.stored->oa_id, oa_id);
    EXPECT_EQ(store.stored->generation, 1);
    EXPECT_EQ(store.stored->pair.access_token, "acc-1");
    EXPECT_EQ(store.stored->pair.refresh_token, "ref-1");
    EXPECT_EQ(store.stored->pair.access_expires, now + 25h);
    EXPECT_EQ(store.stored->pair.refresh_expires, now + 90 * 24h);
    EXPECT_THAT(http.requests(token_path).front().body,
                HasSubstr("code=code-1&code_verifier=" + pending.verifier));
    EXPECT_EQ(run(process.tokens.access()).token, "acc-1");
}

TEST_F(OaConsent, ANewGrantReplacesOneThatNeedsAnOperator) {
    store.stored->state = TokenState::needs_operator;
    store.stored->reason = "…";
    const auto pending = consent.begin(callback);
    EXPECT_TRUE(finish(pending, reply_to(pending)).granted);
    EXPECT_EQ(store.stored->state, TokenState::ready);
    EXPECT_EQ(store.stored->reason, "");
    EXPECT_EQ(store.stored->generation, 8);
}

TEST_F(OaConsent, AnotherStateIsAnotherBrowser) {
    const auto pending = consent.begin(callback);
    for (const auto* state : {"", "guessed"}) {
        const auto result = finish(pending, {"code-1", state, oa_id});
        EXPECT_FALSE(result.granted);
        EXPECT_THAT(result.detail, HasSubstr("bắt đầu lại"));
    }
    EXPECT_FALSE(finish(PendingConsent(), {"code-1", "", oa_id}).granted) << "nothing was begun";
    EXPECT_EQ(http.count(token_path), 0u);
}

TEST_F(OaConsent, AnotherAccountIsRefused) {
    const auto pending = consent.begin(callback);
    const auto result = finish(pending, {"code-1", pending.state, "999"});
    EXPECT_FALSE(result.granted);
    EXPECT_THAT(result.detail, HasSubstr("không phải là tài khoản đã khai báo"));
    EXPECT_EQ(http.count(token_path), 0u);
}

TEST_F(OaConsent, ARefusalOnZalosPageBringsNoCode) {
    const auto pending = consent.begin(callback);
    EXPECT_FALSE(finish(pending, {"", pending.state, ""}).granted);
    EXPECT_EQ(http.count(token_path), 0u);
}

TEST_F(OaConsent, AnOldCodeIsExplained) {
    http.once(token_path, error_answer(-14005));
    const auto pending = consent.begin(callback);
    const auto result = finish(pending, reply_to(pending));
    EXPECT_FALSE(result.granted);
    EXPECT_THAT(result.detail, HasSubstr("quá 10 phút"));
    EXPECT_EQ(store.stored->generation, 7);
}

TEST_F(OaConsent, WithoutAnAnswerItBeginsAnew) {
    for (const auto& answer : {fakes::unsent(), fakes::unanswered(), fakes::answered("<html>")}) {
        http.once(token_path, answer);
        const auto pending = consent.begin(callback);
        EXPECT_THAT(finish(pending, reply_to(pending)).detail, HasSubstr("cấp quyền lại từ đầu"));
    }
    EXPECT_EQ(store.stored->generation, 7);
}

TEST_F(OaConsent, AStoreThatFailsIsTold) {
    store.refuse_writes();
    const auto pending = consent.begin(callback);
    const auto result = finish(pending, reply_to(pending));
    EXPECT_FALSE(result.granted);
    EXPECT_THAT(result.detail, HasSubstr("Không lưu được"));
}

TEST_F(OaConsent, ARefreshAtTheSameTimeDoesNotReplaceTheNewGrant) {
    now = store.stored->pair.access_expires;
    http.hold(token_path);
    // The refresh has asked; while it waits, consent is given anew.
    http.once(token_path,
              fakes::answered(R"({"access_token":"old-2","refresh_token":"old-r2","expires_in":"90000"})"));
    std::string token;
    boost::asio::co_spawn(context, process.tokens.access(),
                          [&](std::exception_ptr, Access access) { token = access.token; });
    do_what_can_be_done();
    ASSERT_EQ(http.count(token_path), 1u);
    store.stored->generation = 8;
    store.stored->pair = {"granted", "granted-r", now, now + 25h, now + 90 * 24h};
    http.release();
    go_on();
    EXPECT_EQ(token, "granted");
    EXPECT_EQ(store.stored->pair.access_token, "granted");
}

TEST_F(OaConsent, AFixedVerifierOfTheConsoleIsUsed) {
    auto fixed = settings();
    fixed.code_verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const Consent with_fixed(
        http, store, [this] { return now; }, fixed, oa_id);
    EXPECT_THAT(with_fixed.begin(callback).url, HasSubstr("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"));
    EXPECT_THAT(with_fixed.begin(callback).url, Not(HasSubstr(fixed.code_verifier)));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa::testing
