#include "server/net/response_head.hpp"

#include <memory>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view monday = "Mon, 24 Nov 2025 03:00:00 GMT";

HeadOptions options_with(std::string_view request_id, bool close, bool keep_alive_named) {
    HeadOptions options;
    options.request_id = request_id;
    options.close = close;
    options.keep_alive_named = keep_alive_named;
    return options;
}

std::string head(const Response& response, HeadOptions options = {}) {
    options.date = monday;
    std::string out;
    EXPECT_TRUE(append_head(out, response, options));
    return out;
}

Response with_header(std::string name, std::string value) {
    Response response;
    response.headers.emplace_back(std::move(name), std::move(value));
    return response;
}

}  // namespace

TEST(ResponseHead, IsWrittenInFull) {
    Response response;
    response.status = 201;
    response.headers.emplace_back("Content-Type", "text/plain; charset=utf-8");
    response.headers.emplace_back("Set-Cookie", "a=1");
    response.headers.emplace_back("Set-Cookie", "b=2");
    response.body = "xin chào";
    EXPECT_EQ(head(response, options_with("0123", false, false)),
              "HTTP/1.1 201 Created\r\nDate: Mon, 24 Nov 2025 03:00:00 GMT\r\nX-Request-Id: 0123\r\n"
              "Content-Length: 9\r\nContent-Type: text/plain; charset=utf-8\r\nSet-Cookie: a=1\r\n"
              "Set-Cookie: b=2\r\n\r\n");
}

TEST(ResponseHead, IsAppended) {
    std::string out = "before";
    EXPECT_TRUE(append_head(out, Response(), {}));
    EXPECT_THAT(out, ::testing::StartsWith("beforeHTTP/1.1 200 OK\r\n"));
}

TEST(ResponseHead, SaysWhatHappensToTheConnection) {
    EXPECT_THAT(head(Response()), Not(HasSubstr("Connection")));
    EXPECT_THAT(head(Response(), options_with("", true, false)), HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(head(Response(), options_with("", false, true)), HasSubstr("\r\nConnection: keep-alive\r\n"));
    EXPECT_THAT(head(Response(), options_with("", true, true)), Not(HasSubstr("keep-alive")));
    EXPECT_THAT(head(Response()), Not(HasSubstr("X-Request-Id")));
}

TEST(ResponseHead, LeavesOutTheBodyWhereThereIsNone) {
    for (const unsigned status : {204u, 304u}) {
        Response response;
        response.status = status;
        response.body = "not to be sent";
        EXPECT_EQ(body_of(response), "") << status;
        EXPECT_THAT(head(response), Not(HasSubstr("Content-Length"))) << status;
    }
    EXPECT_THAT(head(Response()), HasSubstr("\r\nContent-Length: 0\r\n"));
}

TEST(ResponseHead, PrefersTheSharedBody) {
    Response response;
    response.body = "own";
    EXPECT_EQ(body_of(response), "own");
    response.shared_body = std::make_shared<const std::string>("shared");
    EXPECT_EQ(body_of(response), "shared");
    EXPECT_THAT(head(response), HasSubstr("\r\nContent-Length: 6\r\n"));
    response.status = 304;
    EXPECT_EQ(body_of(response), "");
}

TEST(ResponseHead, FramingAndConnectionAreTheServersOwn) {
    Response response;
    for (const auto* own :
         {"Content-Length", "TRANSFER-ENCODING", "connection", "Keep-Alive", "Date", "x-Request-ID"}) {
        response.headers.emplace_back(own, "forged");
    }
    response.headers.emplace_back("Connections", "kept");
    const auto out = head(response, options_with("0123", false, false));
    EXPECT_THAT(out, Not(HasSubstr("forged")));
    EXPECT_THAT(out, HasSubstr("\r\nConnections: kept\r\n"));
}

TEST(ResponseHead, RefusesAFieldThatCouldSplitTheResponse) {
    const Response bad[] = {
        with_header("Location", "/a\r\nSet-Cookie: admin=1"),
        with_header("Location", "/a\nb"),
        with_header("Location", "/a\rb"),
        with_header("Location", std::string("/a\0b", 4)),
        with_header("Location", "\x7f"),
        with_header("Location", "\x1b[0m"),
        with_header("", "no name"),
        with_header("X-A: b\r\nX-C", "d"),
        with_header("X A", "b"),
        with_header("X:A", "b"),
        with_header("X\tA", "b"),
        // Left out in the end, and yet nothing that may be in a response.
        with_header("Connection", "close\r\n\r\n"),
    };
    for (const auto& response : bad) {
        std::string out = "before";
        EXPECT_FALSE(append_head(out, response, {}))
            << response.headers[0].first << response.headers[0].second;
        EXPECT_EQ(out, "before");
    }
    EXPECT_THAT(head(with_header("X-Note", "tab\tand tiếng Việt")), HasSubstr("tab\tand tiếng Việt\r\n"));
}

TEST(ResponseHead, HasAReasonForEveryStatusInUse) {
    for (const unsigned status : {200u, 201u, 202u, 204u, 206u, 301u, 302u, 303u, 304u, 307u, 308u, 400u,
                                  401u, 403u, 404u, 405u, 406u, 408u, 409u, 410u, 412u, 413u, 414u, 415u,
                                  417u, 422u, 426u, 428u, 429u, 431u, 500u, 501u, 502u, 503u, 504u, 505u}) {
        Response response;
        response.status = status;
        EXPECT_THAT(head(response), ::testing::StartsWith("HTTP/1.1 " + std::to_string(status) + " "));
        EXPECT_THAT(head(response), Not(HasSubstr("Unknown"))) << status;
    }
}

TEST(HttpDate, IsAsInTheRfc) {
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    EXPECT_EQ(http_date(1709164799), "Wed, 28 Feb 2024 23:59:59 GMT");
    EXPECT_EQ(http_date(1709164800), "Thu, 29 Feb 2024 00:00:00 GMT");
    EXPECT_EQ(http_date(4102444799), "Thu, 31 Dec 2099 23:59:59 GMT");
}

TEST(Request, FindsHeadersQueryAndParameters) {
    Request request;
    request.headers = {{"accept", "a"}, {"accept", "b"}};
    request.query = {{"q", "1"}, {"q", "2"}, {"empty", ""}};
    request.parameters = {{"number", "7"}};
    EXPECT_EQ(request.header("accept"), "a");
    EXPECT_FALSE(request.header("cookie"));
    EXPECT_EQ(request.query_value("q"), "1");
    EXPECT_EQ(request.query_value("empty"), "");
    EXPECT_FALSE(request.query_value("Q"));
    EXPECT_EQ(request.parameter("number"), "7");
    EXPECT_EQ(request.parameter("other"), "");
}

TEST(Request, FindsCookies) {
    Request request;
    request.headers = {{"cookie", "a=1;  session = x ; b=2=3; session=abc; empty=; flag"},
                       {"cookie", "late=9"}};
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("b"), "2=3");
    EXPECT_EQ(request.cookie("session"), "abc");
    EXPECT_EQ(request.cookie("empty"), "");
    EXPECT_EQ(request.cookie("late"), "9");
    EXPECT_FALSE(request.cookie("flag"));
    EXPECT_FALSE(request.cookie("Session"));
    EXPECT_FALSE(request.cookie("ession"));
    EXPECT_FALSE(Request().cookie("a"));
}

TEST(Problem, IsAJsonDocumentWhateverTheTextHolds) {
    const auto response = problem(418, "teapot", "Ấm \"trà\"\\", "dòng\n\x01");
    EXPECT_EQ(response.status, 418u);
    EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Ấm \"trà\"\\","status":418,)"
                             R"("detail":"dòng\u000a\u0001","code":"teapot"})");
    const Header type = {"Content-Type", "application/problem+json"};
    EXPECT_THAT(response.headers, ::testing::Contains(type));
    EXPECT_THAT(problem(404, "not_found", "Không có").body, Not(HasSubstr("detail")));
}

}  // namespace reformdesk::net::testing
