#include "server/net/offload.hpp"
#include "tests/server/net/live_server.hpp"

#include <atomic>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::size_t limit = 1000;

std::vector<Route> routes() {
    std::vector<Route> out;
    out.push_back(get("/", [](const Request&) { return text("xin chào"); }));
    out.push_back(get("/admin", [](const Request&) { return text("secret of the admin"); }));
    out.push_back(post(
        "/echo", [](const Request& request) { return text(request.body); }, limit));
    auto members = post(
        "/members", [](const Request&) { return text("welcome"); }, 64u << 20);
    members.admit = [](const Request& request) -> std::optional<Response> {
        if (request.header("authorization")) {
            return std::nullopt;
        }
        return problem(401, "unauthorized", "Xin đăng nhập");
    };
    out.push_back(std::move(members));
    auto broken = post(
        "/broken-admit", [](const Request&) { return text("in"); }, limit);
    broken.admit = [](const Request&) -> std::optional<Response> { throw std::runtime_error("a secret"); };
    out.push_back(std::move(broken));
    return out;
}

std::string head_of(const std::string& path, const std::string& more) {
    return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + more + "\r\n";
}

std::string with_length(const std::string& path, const std::string& body) {
    return head_of(path, "Content-Length: " + std::to_string(body.size()) + "\r\n") + body;
}

std::string hex(std::size_t number) {
    char digits[20];
    std::snprintf(digits, sizeof digits, "%zx", number);
    return digits;
}

std::string chunk(const std::string& data, const std::string& extension = "") {
    return hex(data.size()) + extension + "\r\n" + data + "\r\n";
}

std::string chunked(const std::string& chunks) {
    return head_of("/echo", "Transfer-Encoding: chunked\r\n") + chunks;
}

/// The status, and whether the server closed after it.
std::string outcome(std::uint16_t port, const std::string& request) {
    RawClient client(port);
    client.send(request);
    const auto answer = client.answer();
    if (!answer) {
        return "closed";
    }
    auto out = std::to_string(answer->status);
    const auto named = answer->headers.contains("connection") && answer->headers.at("connection") == "close";
    if (named) {
        out += client.closed_by_server() ? " and closed" : " and more";
    }
    return out;
}

}  // namespace

TEST(HttpBody, IsReadByItsLengthUpToTheLimitOfTheRoute) {
    LiveServer server(routes());
    RawClient client(server.port());
    for (const std::size_t size : {std::size_t(0), std::size_t(1), limit - 1, limit}) {
        const std::string body(size, 'b');
        client.send(with_length("/echo", body));
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->body, body);
    }
    EXPECT_EQ(outcome(server.port(), with_length("/echo", std::string(limit + 1, 'b'))), "413 and closed");
}

TEST(HttpBody, TooLongAnnouncedIsRefusedBeforeItIsSent) {
    LiveServer server(routes());
    for (const auto* length : {"1001", "99999999999", "18446744073709551615"}) {
        EXPECT_EQ(outcome(server.port(), head_of("/echo", "Content-Length: " + std::string(length) + "\r\n")),
                  "413 and closed")
            << length;
    }
    EXPECT_EQ(outcome(server.port(), "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n"),
              "413 and closed")
        << "a route without a body";
    EXPECT_EQ(
        outcome(server.port(), "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"),
        "413 and closed");
}

TEST(HttpBody, IsReadInChunksUpToTheLimitOfTheRoute) {
    LiveServer server(routes());
    RawClient client(server.port());
    std::string small;
    for (std::size_t i = 0; i < limit; ++i) {
        small += chunk("c");
    }
    const std::string halves = chunk(std::string(500, 'c')) + chunk(std::string(500, 'c'));
    for (const auto& chunks : {halves, small, chunk(std::string(limit, 'c'))}) {
        client.send(chunked(chunks + "0\r\n\r\n"));
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->body, std::string(limit, 'c'));
    }
    EXPECT_EQ(outcome(server.port(), chunked(chunk(std::string(limit + 1, 'c')))), "413 and closed");
    EXPECT_EQ(outcome(server.port(), chunked(halves + chunk("c"))), "413 and closed");
    EXPECT_EQ(outcome(server.port(), chunked(small + chunk("c"))), "413 and closed");
    EXPECT_EQ(outcome(server.port(), chunked("ffffffffffffffff\r\n")), "413 and closed");
}

TEST(HttpBody, ArrivesInWhateverPieces) {
    LiveServer server(routes());
    RawClient client(server.port());
    const auto request = chunked(chunk("một ") + chunk("hai ba") + "0\r\n\r\n");
    for (const char c : request) {
        ASSERT_TRUE(client.send(std::string_view(&c, 1)));
    }
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "một hai ba");
}

TEST(HttpBody, ChunkExtensionsAreSkippedWhenShort) {
    LiveServer server(routes());
    RawClient client(server.port());
    client.send(chunked(chunk("a", ";name=value;flag") + chunk("b", ";x=\"" + std::string(200, 'y') + "\"") +
                        "0;last\r\n\r\n"));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "ab");
    EXPECT_EQ(outcome(server.port(), chunked(chunk("a", ";x=" + std::string(300, 'y')))), "400 and closed");
    EXPECT_EQ(outcome(server.port(), chunked(chunk("a", ";x=" + std::string(50'000, 'y')))),
              "400 and closed");
}

TEST(HttpBody, AnEndlessChunkLineIsCutOff) {
    LiveServer server(routes());
    EXPECT_EQ(outcome(server.port(), chunked("1;" + std::string(6000, 'x'))), "400 and closed");
    EXPECT_EQ(outcome(server.port(), chunked(chunk("a") + "0\r\nX: " + std::string(6000, 'x'))),
              "400 and closed");
}

TEST(HttpBody, MayNotBeMostlyExtensions) {
    LiveServer server(routes());
    std::string chunks;
    for (int i = 0; i < 900; ++i) {
        chunks += chunk("a", ";x=" + std::string(200, 'y'));
    }
    EXPECT_EQ(outcome(server.port(), chunked(chunks + "0\r\n\r\n")), "413 and closed");
}

TEST(HttpBody, MalformedChunksAreRefused) {
    LiveServer server(routes());
    for (const std::string bad :
         {"0x5\r\nhello\r\n0\r\n\r\n", "-1\r\n\r\n", "+5\r\nhello\r\n0\r\n\r\n", "\r\nhello\r\n0\r\n\r\n",
          "10000000000000005\r\nhello\r\n0\r\n\r\n", "g\r\n\r\n", " 5\r\nhello\r\n0\r\n\r\n",
          "5\r\nhelloX\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "3\r\nhello\r\n0\r\n\r\n"}) {
        EXPECT_EQ(outcome(server.port(), chunked(bad)), "400 and closed") << bad;
    }
}

TEST(HttpBody, ABareLineFeedEndsNoChunkLine) {
    auto options = quick_options();
    options.body_time = 200ms;
    LiveServer server(routes(), options);
    EXPECT_EQ(outcome(server.port(), chunked("5\nhello\n0\n\n")), "408 and closed");
}

TEST(HttpBody, TrailersAreRefused) {
    LiveServer server(routes());
    EXPECT_EQ(outcome(server.port(), chunked(chunk("a") + "0\r\nX-User: admin\r\n\r\n")), "400 and closed");
    EXPECT_EQ(outcome(server.port(), chunked(chunk("a") + "0\r\nHost: evil\r\nContent-Length: 5\r\n\r\n")),
              "400 and closed");
    EXPECT_EQ(outcome(server.port(), head_of("/echo", "Transfer-Encoding: chunked\r\nTrailer: X-User\r\n")),
              "400 and closed");
}

TEST(HttpBody, NoBodyHidesAnotherRequest) {
    LiveServer server(routes());
    const std::string hidden = "GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n";
    const std::string length = "Content-Length: " + std::to_string(hidden.size()) + "\r\n";
    for (const auto& fields :
         {std::string("Transfer-Encoding: gzip\r\n"), std::string("Transfer-Encoding: chunked, identity\r\n"),
          std::string("Transfer-Encoding: identity\r\n"), "Transfer-Encoding: gzip\r\n" + length,
          length + "Transfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\n" + length,
          "Content-Length: 0\r\n" + length, std::string("Transfer-Encoding: \x0b") + "chunked\r\n",
          std::string("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n"),
          std::string("Content-Length: 0\r\nX: y\r\n folded\r\n"),
          std::string("Transfer-Encoding : chunked\r\n"),
          std::string("X: y\nTransfer-Encoding: chunked\r\n")}) {
        RawClient client(server.port());
        client.send(head_of("/echo", fields) + hidden);
        const auto everything = client.read_to_end();
        EXPECT_THAT(everything, ::testing::ContainsRegex("^HTTP/1.1 (400|501) ")) << fields;
        EXPECT_THAT(everything, Not(HasSubstr("secret of the admin"))) << fields;
    }
    for (const auto& record : server.records(12)) {
        EXPECT_NE(record.route, "/admin");
    }
}

TEST(HttpBody, KeepsTheBoundariesOfPipelinedRequests) {
    LiveServer server(routes());
    RawClient client(server.port());
    const std::string inner = "GET /admin HTTP/1.1\r\nHost: localhost\r\n\r\n";
    client.send(with_length("/echo", inner) + chunked(chunk(inner) + "0\r\n\r\n") +
                "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + with_length("/echo", "last"));
    for (const auto& body : {inner, inner, std::string("xin chào"), std::string("last")}) {
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, body);
    }
}

TEST(HttpBody, ExpectIsAnsweredWithContinueOnlyWhenTheBodyIsWanted) {
    LiveServer server(routes());
    RawClient client(server.port());
    for (int round = 0; round < 2; ++round) {
        client.send(head_of("/echo", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
        EXPECT_EQ(client.read(25), "HTTP/1.1 100 Continue\r\n\r\n");
        client.send("hello");
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 200u);
        EXPECT_EQ(answer->body, "hello");
    }
    const std::string expect = "Expect: 100-continue\r\n";
    EXPECT_EQ(outcome(server.port(), head_of("/echo", expect + "Content-Length: 1001\r\n")),
              "413 and closed");
    EXPECT_EQ(outcome(server.port(), head_of("/members", expect + "Content-Length: 5\r\n")),
              "401 and closed");
    EXPECT_EQ(outcome(server.port(), head_of("/nowhere", expect + "Content-Length: 5\r\n")),
              "404 and closed");
    EXPECT_EQ(outcome(server.port(), head_of("/echo", "Expect: more\r\nContent-Length: 5\r\n")),
              "417 and closed");
    EXPECT_EQ(outcome(server.port(), head_of("/echo", expect + "Content-Length: 0\r\n")), "200");
}

TEST(HttpBody, ARefusalReachesAClientThatIsStillSending) {
    LiveServer server(routes());
    for (int round = 0; round < 5; ++round) {
        RawClient client(server.port());
        const std::string body(8u << 20, 'x');
        std::thread sender([&] { client.send(with_length("/members", body)); });
        const auto answer = client.answer();
        EXPECT_TRUE(client.closed_by_server());
        sender.join();
        ASSERT_TRUE(answer);
        EXPECT_FALSE(client.was_reset());
        EXPECT_EQ(answer->status, 401u);
        EXPECT_EQ(answer->headers.at("connection"), "close");
        EXPECT_THAT(answer->body, HasSubstr("unauthorized"));
    }
}

TEST(HttpBody, AdmitIsAskedBeforeAndItsFailureStaysInside) {
    LiveServer server(routes());
    EXPECT_EQ(outcome(server.port(), head_of("/members", "Authorization: x\r\nContent-Length: 0\r\n")),
              "200");
    EXPECT_EQ(outcome(server.port(), head_of("/members", "Content-Length: 0\r\n")), "401");
    const auto answer = ask(server.port(), with_length("/broken-admit", "x"));
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500u);
    EXPECT_THAT(answer->body, Not(HasSubstr("a secret")));
    EXPECT_EQ(server.records(3).back().error, "a secret");
}

TEST(HttpBody, AClientThatLeavesInTheMiddleIsForgotten) {
    LiveServer server(routes());
    {
        RawClient client(server.port());
        client.send(head_of("/echo", "Content-Length: 10\r\n") + "half");
        client.finish_sending();
        EXPECT_TRUE(client.closed_by_server());
    }
    {
        RawClient client(server.port());
        client.send(chunked("a\r\nhalf"));
        client.abort();
    }
    EXPECT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 0; }));
    const auto records = server.records(1);
    ASSERT_FALSE(records.empty());
    EXPECT_EQ(records[0].status, 0u);
    EXPECT_EQ(outcome(server.port(), with_length("/echo", "x")), "200");
}

}  // namespace reformdesk::net::testing
