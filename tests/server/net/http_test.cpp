#include "server/net/offload.hpp"
#include "tests/server/net/live_server.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

std::vector<Route> routes() {
    std::vector<Route> out;
    out.push_back(get("/", [](const Request&) { return text("xin chào"); }));
    out.push_back(get("/echo/{word}", [](const Request& request) {
        return text(std::string(request.parameter("word")) + "|" +
                    std::string(request.query_value("q").value_or("-")) + "|" + request.method);
    }));
    out.push_back(post(
        "/echo", [](const Request& request) { return text(request.body); }, 1000));
    out.push_back(get("/peer", [](const Request& request) {
        return text(request.peer + (request.secure ? " secure" : ""));
    }));
    out.push_back(get("/broken", [](const Request&) -> Response { throw std::runtime_error("a secret"); }));
    out.push_back(get("/splitting", [](const Request&) {
        Response response;
        response.headers.emplace_back("Location", "/a\r\nSet-Cookie: admin=1");
        return response;
    }));
    out.push_back(get("/busy", [](const Request&) -> Response { throw Overloaded(); }));
    out.push_back(get("/admin", [](const Request&) { return text("admin"); }));
    return out;
}

constexpr std::string_view plain = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

}  // namespace

TEST(Http, AnswersAndKeepsTheConnection) {
    LiveServer server(routes());
    RawClient client(server.port());
    for (int i = 0; i < 3; ++i) {
        client.send(plain);
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->body, "xin chào");
        EXPECT_FALSE(answer->headers.contains("connection"));
        EXPECT_EQ(answer->headers.at("date").size(), 29u);
        EXPECT_EQ(answer->headers.at("x-request-id").size(), 16u);
    }
    EXPECT_EQ(server.records(3).size(), 3u);
}

TEST(Http, AnswersAThousandPipelinedRequestsInOrderAndThenTheBadOne) {
    LiveServer server(routes());
    RawClient client(server.port());
    std::string burst;
    for (int i = 0; i < 1000; ++i) {
        burst += "GET /echo/" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
    burst += "BAD\r\n\r\n";
    std::thread sender([&] { client.send(burst); });
    for (int i = 0; i < 1000; ++i) {
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        ASSERT_EQ(answer->body, std::to_string(i) + "|-|GET");
    }
    sender.join();
    const auto last = client.answer();
    ASSERT_TRUE(last);
    EXPECT_EQ(last->status, 400u);
    EXPECT_TRUE(client.closed_by_server());
}

TEST(Http, RoutesByMethodAndPath) {
    LiveServer server(routes());
    const auto status = [&](const std::string& line) {
        const auto answer = ask(server.port(), line + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        return answer ? answer->status : 0;
    };
    EXPECT_EQ(status("GET /"), 200u);
    EXPECT_EQ(status("GET http://localhost/"), 200u);
    EXPECT_EQ(status("GET /nowhere"), 404u);
    EXPECT_EQ(status("GET //"), 404u);
    EXPECT_EQ(status("DELETE /"), 405u);
    EXPECT_EQ(status("TRACE /"), 405u);
    EXPECT_EQ(status("BREW /"), 501u);
    EXPECT_EQ(status("CONNECT localhost:80"), 400u);
    EXPECT_EQ(status("OPTIONS *"), 400u);
    EXPECT_EQ(status("GET /../etc/passwd"), 400u);
    EXPECT_EQ(status("GET /%2e%2e%2fetc"), 400u);
    EXPECT_EQ(status("GET /%00"), 400u);
    EXPECT_EQ(status("GET http://evil.example/"), 400u);
    const auto refused = ask(server.port(), "PUT /echo/a HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->headers.at("allow"), "GET, HEAD");
    EXPECT_EQ(refused->headers.at("content-type"), "application/problem+json");
}

TEST(Http, HandsOverWhatTheTargetSays) {
    LiveServer server(routes());
    const auto answer =
        ask(server.port(),
            "GET /echo/h%E1%BB%8Fi%20g%C3%AC?q=th%E1%BB%A7+t%E1%BB%A5c HTTP/1.1\r\nHost: localhost\r\n\r\n");
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "hỏi gì|thủ tục|GET");
}

TEST(Http, HeadHasTheFieldsAndNoBody) {
    LiveServer server(routes());
    RawClient client(server.port());
    client.send(
        "HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n" +
        std::string(plain));
    const auto head = client.answer(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200u);
    EXPECT_EQ(head->headers.at("content-length"), "9");
    const auto unknown = client.answer(true);
    ASSERT_TRUE(unknown);
    EXPECT_EQ(unknown->status, 404u);
    const auto next = client.answer();
    ASSERT_TRUE(next) << "a body after HEAD would have been read as this answer";
    EXPECT_EQ(next->body, "xin chào");
}

TEST(Http, ClosesWhenAskedAndAsTheVersionSays) {
    LiveServer server(routes());
    RawClient asked(server.port());
    asked.send("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n" + std::string(plain));
    EXPECT_EQ(asked.answer()->headers.at("connection"), "close");
    EXPECT_TRUE(asked.closed_by_server());
    RawClient old(server.port());
    old.send("GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
    EXPECT_EQ(old.answer()->headers.at("connection"), "close");
    EXPECT_TRUE(old.closed_by_server());
    RawClient kept(server.port());
    for (int i = 0; i < 2; ++i) {
        kept.send("GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_EQ(kept.answer()->headers.at("connection"), "keep-alive");
    }
}

TEST(Http, SyntaxErrorsAreAnsweredAndClosed) {
    LiveServer server(routes());
    for (const std::string bad :
         {"GET /\r\n\r\n", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/2.0\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", "\x16\x03\x01\x02\r\n\r\n",
          "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "GET / HTTP/1.1\r\nno colon\r\n\r\n",
          "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\n\tevil\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n",
          "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\n"}) {
        RawClient client(server.port());
        client.send(bad);
        const auto answer = client.answer();
        ASSERT_TRUE(answer) << bad;
        EXPECT_GE(answer->status, 400u) << bad;
        EXPECT_LT(answer->status, 600u) << bad;
        EXPECT_NE(answer->status, 500u) << bad;
        EXPECT_EQ(answer->headers.at("connection"), "close") << bad;
        EXPECT_TRUE(client.closed_by_server()) << bad;
    }
}

TEST(Http, TroubleOfAHandlerStaysInside) {
    LiveServer server(routes());
    RawClient client(server.port());
    client.send("GET /broken HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto broken = client.answer();
    ASSERT_TRUE(broken);
    EXPECT_EQ(broken->status, 500u);
    EXPECT_EQ(broken->body.find("a secret"), std::string::npos);
    client.send("GET /splitting HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto splitting = client.answer();
    ASSERT_TRUE(splitting);
    EXPECT_EQ(splitting->status, 500u);
    EXPECT_FALSE(splitting->headers.contains("set-cookie"));
    client.send("GET /busy HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto busy = client.answer();
    ASSERT_TRUE(busy);
    EXPECT_EQ(busy->status, 503u);
    EXPECT_TRUE(busy->headers.contains("retry-after"));
    client.send(plain);
    EXPECT_EQ(client.answer()->status, 200u) << "the connection goes on";
    const auto records = server.records(4);
    EXPECT_EQ(records[0].error, "a secret");
    EXPECT_EQ(records[0].route, "/broken");
    EXPECT_EQ(records[0].id, broken->headers.at("x-request-id"));
}

TEST(Http, RecordsWhatItSaw) {
    LiveServer server(routes());
    RawClient client(server.port());
    const std::string request = "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody";
    client.send(request + "GET /secret/path?token=1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    client.answer();
    client.answer();
    const auto records = server.records(2);
    ASSERT_EQ(records.size(), 2u);
    EXPECT_EQ(records[0].method, "POST");
    EXPECT_EQ(records[0].route, "/echo");
    EXPECT_EQ(records[0].status, 200u);
    EXPECT_EQ(records[0].request_bytes, request.size());
    EXPECT_GT(records[0].response_bytes, 4u);
    EXPECT_EQ(records[0].peer, "127.0.0.1");
    EXPECT_EQ(records[0].error, "");
    EXPECT_EQ(records[1].route, "-");
    EXPECT_EQ(records[1].status, 404u);
    EXPECT_NE(records[0].id, records[1].id);
}

TEST(Http, BelievesATrustedProxyAlone) {
    const std::string request =
        "GET /peer HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: "
        "https\r\n\r\n";
    LiveServer stranger(routes());
    EXPECT_EQ(ask(stranger.port(), request)->body, "127.0.0.1");
    auto options = quick_options();
    options.trusted_proxies = {"127.0.0.1"};
    LiveServer behind(routes(), options);
    EXPECT_EQ(ask(behind.port(), request)->body, "198.51.100.1 secure");
    EXPECT_EQ(behind.records(1).at(0).peer, "198.51.100.1");
}

}  // namespace reformdesk::net::testing
