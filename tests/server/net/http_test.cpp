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

}  // namespace reformdesk::net::testing
