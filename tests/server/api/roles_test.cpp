// Who may do what: every route of the console for everybody, the session's cookie, token and origin.
#include "tests/server/api/api_desk.hpp"

#include <map>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using ::testing::HasSubstr;

struct Row {
    std::string method;
    std::string pattern;
    std::string path;
    std::string body;
    unsigned anonymous, expert, administrator;
    unsigned one_time;  ///< an administrator who has yet to change the one-time password
};

// The whole table; a route of the console that is missing here fails the test.
const std::vector<Row> table{
    {"GET", "/api/v1/session", "/api/v1/session", "", 401, 200, 200, 200},
    {"GET", "/api/v1/tickets", "/api/v1/tickets", "", 401, 200, 200, 403},
    {"GET", "/api/v1/tickets/{number}", "/api/v1/tickets/1001", "", 401, 200, 200, 403},
    {"POST", "/api/v1/tickets/{number}/answer", "/api/v1/tickets/999/answer",
     R"({"text":"a","version":1,"request_id":"r"})", 401, 404, 404, 403},
    {"POST", "/api/v1/tickets/{number}/close", "/api/v1/tickets/999/close",
     R"({"version":1,"request_id":"r"})", 401, 404, 404, 403},
    {"GET", "/api/v1/kb/reviews", "/api/v1/kb/reviews", "", 401, 200, 200, 403},
    {"POST", "/api/v1/kb/reviews/{id}/close", "/api/v1/kb/reviews/999/close", "{}", 401, 404, 404, 403},
    {"POST", "/api/v1/kb/reviews/{id}/reopen", "/api/v1/kb/reviews/999/reopen", "{}", 401, 404, 404, 403},
    {"GET", "/api/v1/kb/articles/*", "/api/v1/kb/articles/nobody", "", 401, 404, 404, 403},
    {"GET", "/api/v1/channels", "/api/v1/channels", "", 401, 200, 200, 403},
    {"POST", "/api/v1/channels/zalo_oa/consent", "/api/v1/channels/zalo_oa/consent", "{}", 401, 403, 200,
     403},
    {"GET", "/api/v1/channels/groups", "/api/v1/channels/groups", "", 401, 403, 200, 403},
    {"PUT", "/api/v1/channels/groups/{channel}/{id}", "/api/v1/channels/groups/zalo_oa/nobody",
     R"({"speaking":"silent"})", 401, 403, 404, 403},
    {"GET", "/api/v1/channels/deliveries", "/api/v1/channels/deliveries", "", 401, 200, 200, 403},
    {"POST", "/api/v1/channels/deliveries/{id}/retry", "/api/v1/channels/deliveries/999/retry", "{}", 401,
     404, 404, 403},
    {"GET", "/api/v1/session/links", "/api/v1/session/links", "", 401, 200, 200, 403},
    {"POST", "/api/v1/session/link-code", "/api/v1/session/link-code", "{}", 401, 200, 200, 403},
    {"PUT", "/api/v1/session/links/{channel}", "/api/v1/session/links/zalo_oa", R"({"topics":[]})", 401, 404,
     404, 403},
    {"DELETE", "/api/v1/session/links/{channel}", "/api/v1/session/links/zalo_oa", "", 401, 404, 404, 403},
    {"GET", "/api/v1/accounts", "/api/v1/accounts", "", 401, 403, 200, 403},
    {"POST", "/api/v1/accounts", "/api/v1/accounts", R"({"name":"x"})", 401, 403, 422, 403},
    {"POST", "/api/v1/accounts/{name}/reset", "/api/v1/accounts/nobody/reset", "{}", 401, 403, 404, 403},
    {"POST", "/api/v1/accounts/{name}/disable", "/api/v1/accounts/nobody/disable", R"({"disabled":true})",
     401, 403, 404, 403},
    {"POST", "/api/v1/session/password", "/api/v1/session/password", R"({"current":"x","new":"y"})", 401, 422,
     422, 422},
    {"DELETE", "/api/v1/session", "/api/v1/session", "", 401, 204, 204, 204},
};

class RolesTest : public ::testing::Test {
  protected:
    RolesTest() {
        desk.add_account("lan", access::Role::expert);
        desk.add_account("quan-tri", access::Role::administrator);
        desk.add_account("moi", access::Role::administrator, true);
        desk.open_ticket();
    }

    static net::Request request_of(const Row& row) {
        auto request = row.body.empty() ? get(row.path) : post(row.path, row.body);
        request.method = row.method;
        return request;
    }

    ApiDesk desk;
};

TEST_F(RolesTest, EveryRouteOfTheConsoleForEverybody) {
    const std::map<std::string, Browser> browsers{
        {"lan", desk.log_in("lan")}, {"quan-tri", desk.log_in("quan-tri")}, {"moi", desk.log_in("moi")}};
    for (const auto& row : table) {
        const auto name = row.method + " " + row.path;
        EXPECT_EQ(desk.call(request_of(row)).status, row.anonymous) << name;
        EXPECT_EQ(desk.call(request_of(row), browsers.at("lan")).status, row.expert) << name;
        EXPECT_EQ(desk.call(request_of(row), browsers.at("quan-tri")).status, row.administrator) << name;
        EXPECT_EQ(desk.call(request_of(row), browsers.at("moi")).status, row.one_time) << name;
    }
}

TEST_F(RolesTest, TheTableIsComplete) {
    std::set<std::string> known{"POST /api/v1/session", "POST /api/v1/ask",
                                "GET /api/v1/conversations/{conversation}/entries"};
    for (const auto& row : table) {
        known.insert(row.method + " " + row.pattern);
    }
    for (const auto& route : desk.routes()) {
        if (route.pattern.starts_with("/api/")) {
            EXPECT_TRUE(known.contains(route.method + " " + route.pattern))
                << route.method << " " << route.pattern << " has no row";
        }
    }
}

TEST_F(RolesTest, AChangeNeedsTheTokenOfItsSession) {
    const auto lan = desk.log_in("lan");
    const auto other = desk.log_in("quan-tri");
    for (const auto& row : table) {
        if (row.method == "GET") {
            continue;
        }
        const auto name = row.method + " " + row.path;
        auto without = with(request_of(row), "cookie", other.cookie);
        EXPECT_EQ(code_of(desk.call(without)), "bad_csrf_token") << name;
        EXPECT_EQ(code_of(desk.call(with(without, "x-csrf-token", lan.csrf))), "bad_csrf_token") << name;
        EXPECT_EQ(code_of(desk.call(with(without, "x-csrf-token", ""))), "bad_csrf_token") << name;
        EXPECT_EQ(code_of(desk.call(with(request_of(row), "origin", portal_origin), other)), "foreign_origin")
            << name;
    }
}

TEST_F(RolesTest, ALoginGivesACookieThatScriptsAndOtherPagesDoNotSee) {
    const std::string credentials = R"({"name":"lan","password":")" + a_password + R"("})";
    const auto login = desk.call(post("/api/v1/session", credentials));
    EXPECT_THAT(header(login, "Set-Cookie"), HasSubstr("HttpOnly; SameSite=Strict"));
    auto over_tls = post("/api/v1/session", credentials);
    over_tls.secure = true;
    EXPECT_THAT(header(desk.call(over_tls), "Set-Cookie"), HasSubstr("; Secure"));
    EXPECT_EQ(code_of(desk.call(with(post("/api/v1/session", credentials), "origin", portal_origin))),
              "foreign_origin");
}

TEST_F(RolesTest, AWrongPasswordAndAnUnknownNameAnswerAlike) {
    const auto wrong = desk.call(post("/api/v1/session", R"({"name":"lan","password":"sai"})"));
    const auto nobody = desk.call(post("/api/v1/session", R"({"name":"ai-do","password":"sai"})"));
    EXPECT_EQ(wrong.status, 401u);
    EXPECT_EQ(wrong.body, nobody.body);
    unsigned last = 0;
    for (int attempt = 0; attempt < 10; ++attempt) {
        last = desk.call(post("/api/v1/session", R"({"name":"lan","password":"sai"})")).status;
    }
    EXPECT_EQ(last, 429u);
}

TEST_F(RolesTest, AfterTheLogoutTheCookieIsWorthNothing) {
    const auto lan = desk.log_in("lan");
    auto logout = get("/api/v1/session");
    logout.method = "DELETE";
    const auto done = desk.call(logout, lan);
    EXPECT_EQ(done.status, 204u);
    EXPECT_THAT(header(done, "Set-Cookie"), HasSubstr("Max-Age=0"));
    EXPECT_EQ(desk.call(get("/api/v1/session"), lan).status, 401u);
}

TEST_F(RolesTest, AnAdministratorKeepsAccounts) {
    const auto chief = desk.log_in("quan-tri");
    const auto added = desk.call(
        post("/api/v1/accounts", R"({"name":"hoa","display_name":"Chị Hoa","role":"expert"})"), chief);
    EXPECT_EQ(added.status, 201u);
    EXPECT_FALSE(json_of(added).text_at("one_time_password").value_or("").empty());
    EXPECT_EQ(code_of(desk.call(
                  post("/api/v1/accounts", R"({"name":"hoa","display_name":"Hoa","role":"expert"})"), chief)),
              "name_taken");
    const auto lan = desk.log_in("lan");
    EXPECT_EQ(desk.call(post("/api/v1/accounts/lan/disable", R"({"disabled":true})"), chief).status, 204u);
    EXPECT_EQ(desk.call(get("/api/v1/session"), lan).status, 401u) << "its sessions have ended";
    EXPECT_EQ(desk.call(post("/api/v1/accounts/lan/disable", "{}"), chief).status, 422u);
    EXPECT_EQ(desk.call(post("/api/v1/accounts/moi/disable", R"({"disabled":true})"), chief).status, 204u);
    EXPECT_EQ(code_of(desk.call(post("/api/v1/accounts/quan-tri/disable", R"({"disabled":true})"), chief)),
              "last_administrator");
    EXPECT_EQ(desk.call(post("/api/v1/accounts/hoa/reset", "{}"), chief).status, 200u);
}

}  // namespace
}  // namespace reformdesk::api::testing
