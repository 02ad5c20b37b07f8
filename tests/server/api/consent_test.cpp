// Granting access to an Official Account, as an administrator's browser does it.
#include "tests/server/api/api_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string consent_path = "/api/v1/channels/zalo_oa/consent";
const std::string token_url = "/v4/oa/access_token";

std::string query_value(const std::string& url, const std::string& name) {
    const auto at = url.find(name + "=") + name.size() + 1;
    return url.substr(at, url.find('&', at) - at);
}

class ConsentTest : public ::testing::Test {
  protected:
    ConsentTest() {
        desk.add_account("quan-tri", access::Role::administrator);
        chief = desk.log_in("quan-tri");
        desk.zalo.always(token_url, fakes::answered(R"({"access_token":"acc","refresh_token":"ref",)"
                                                    R"("expires_in":"90000"})"));
    }

    std::string begin() {
        const auto answer = desk.call(post(consent_path, "{}"), chief);
        EXPECT_EQ(answer.status, 200u) << answer.body;
        return json_of(answer).text_at("url").value_or("");
    }
    // The browser comes back without the session's cookie: from another site.
    net::Response come_back(const std::string& state, const std::string& code = "a-code",
                            const std::string& oa = an_oa) {
        return desk.call(get("/zalo/oa/callback?code=" + code + "&oa_id=" + oa + "&state=" + state));
    }

    ApiDesk desk;
    Browser chief;
};

TEST_F(ConsentTest, GoesToZaloAndComesBackWithTokens) {
    const auto url = begin();
    EXPECT_THAT(url, StartsWith("https://oauth.zalo.test/v4/oa/permission?"));
    EXPECT_THAT(url, HasSubstr("redirect_uri=http%3A%2F%2Fdesk.test%2Fzalo%2Foa%2Fcallback"));
    const auto page = come_back(query_value(url, "state"));
    EXPECT_EQ(page.status, 200u);
    EXPECT_THAT(page.body, HasSubstr("<h1>Đã cấp quyền cho Zalo OA</h1>"));
    EXPECT_THAT(page.body, HasSubstr("href=\"/console/#/channels\""));
    ASSERT_TRUE(desk.tokens.stored);
    EXPECT_EQ(desk.tokens.stored->pair.access_token, "acc");
    EXPECT_EQ(desk.granted, 1);
}

TEST_F(ConsentTest, ShowsAPageThatRunsAndLoadsNothing) {
    const auto page = come_back("x");
    EXPECT_EQ(header(page, "Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(header(page, "Cache-Control"), "no-store");
    EXPECT_EQ(header(page, "Referrer-Policy"), "no-referrer") << "the address holds a code";
    EXPECT_THAT(header(page, "Content-Security-Policy"), StartsWith("default-src 'none'; style-src 'nonce-"));
    EXPECT_THAT(page.body, Not(HasSubstr("<script")));
    EXPECT_NE(header(page, "Content-Security-Policy"), header(come_back("x"), "Content-Security-Policy"));
}

TEST_F(ConsentTest, NeedsAStateThatWasGivenOut) {
    begin();
    for (const auto* state : {"", "guessed", "%00"}) {
        const auto page = come_back(state);
        EXPECT_EQ(page.status, 400u) << state;
        EXPECT_THAT(page.body, HasSubstr("không khớp"));
    }
    EXPECT_EQ(desk.call(get("/zalo/oa/callback")).status, 400u);
    EXPECT_EQ(desk.zalo.count(token_url), 0u);
}

TEST_F(ConsentTest, IsFinishedOnceAndWithinTenMinutes) {
    const auto used = query_value(begin(), "state");
    EXPECT_EQ(come_back(used).status, 200u);
    EXPECT_EQ(come_back(used).status, 400u) << "a second time";

    const auto late = query_value(begin(), "state");
    desk.clock.advance(10min);
    EXPECT_EQ(come_back(late).status, 400u);
    EXPECT_EQ(desk.zalo.count(token_url), 1u);
}

TEST_F(ConsentTest, BegunAnewLeavesTheOneBeforeBehind) {
    const auto first = query_value(begin(), "state");
    const auto second = query_value(begin(), "state");
    EXPECT_EQ(come_back(first).status, 400u);
    EXPECT_EQ(come_back(second).status, 200u);
}

TEST_F(ConsentTest, OfTwoAdministratorsDoNotDisturbEachOther) {
    desk.add_account("hoa", access::Role::administrator);
    const auto first = query_value(begin(), "state");
    desk.call(post(consent_path, "{}"), desk.log_in("hoa"));
    EXPECT_EQ(come_back(first).status, 200u);
}

TEST_F(ConsentTest, EndsWithTheSessionThatBeganIt) {
    const auto state = query_value(begin(), "state");
    auto logout = get("/api/v1/session");
    logout.method = "DELETE";
    desk.call(logout, chief);
    const auto page = come_back(state);
    EXPECT_EQ(page.status, 400u);
    EXPECT_THAT(page.body, HasSubstr("không còn đăng nhập"));
    EXPECT_EQ(desk.zalo.count(token_url), 0u);
}

TEST_F(ConsentTest, SaysWhyZaloGaveNoTokens) {
    const auto denied = come_back(query_value(begin(), "state"), "");
    EXPECT_EQ(denied.status, 400u);
    EXPECT_THAT(denied.body, HasSubstr("Quyền chưa được cấp"));
    const auto other = come_back(query_value(begin(), "state"), "a-code", "another");
    EXPECT_THAT(other.body, HasSubstr("không phải là tài khoản đã khai báo"));
    desk.zalo.once(token_url, fakes::unanswered());
    const auto silent = come_back(query_value(begin(), "state"));
    EXPECT_THAT(silent.body, HasSubstr("Không nhận được trả lời của Zalo"));
    EXPECT_FALSE(desk.tokens.stored);
    EXPECT_EQ(desk.granted, 0);
}

TEST_F(ConsentTest, IsNotUsedUpByALookAhead) {
    const auto state = query_value(begin(), "state");
    auto head = get("/zalo/oa/callback?code=a&oa_id=" + an_oa + "&state=" + state);
    head.method = "HEAD";
    EXPECT_EQ(desk.call(head).status, 405u);
    EXPECT_EQ(come_back(state).status, 200u);
}

TEST(ConsentElsewhere, NeedsAnOfficialAccountAndAnAddress) {
    ApiDesk off({.has_oa = false});
    off.add_account("quan-tri", access::Role::administrator);
    EXPECT_EQ(code_of(off.call(post(consent_path, "{}"), off.log_in("quan-tri"))), "zalo_oa_off");
    EXPECT_EQ(off.call(get("/zalo/oa/callback?state=x")).status, 400u);
    ApiDesk nowhere({.public_url = ""});
    nowhere.add_account("quan-tri", access::Role::administrator);
    EXPECT_EQ(code_of(nowhere.call(post(consent_path, "{}"), nowhere.log_in("quan-tri"))), "no_public_url");
}

}  // namespace
}  // namespace reformdesk::api::testing
