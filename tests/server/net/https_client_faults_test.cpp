// What other servers and the network do wrong.
#include "tests/server/net/live_client.hpp"
#include "tests/server/net/scripted_server.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

}  // namespace

TEST(HttpsClientFaults, ARefusedConnectionIsNotSent) {
    LiveClient client;
    const auto result = client.ask(post_to("http://127.0.0.1:" + closed_port() + "/bot:s3cret?token=s3cret"));
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_EQ(result.detail, "127.0.0.1: connecting: Connection refused");
}

TEST(HttpsClientFaults, ANameThatDoesNotExistIsNotSent) {
    LiveClient client;
    const auto result = client.ask(post_to("http://no-such-host.invalid/bot:s3cret"));
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_THAT(result.detail, HasSubstr("no-such-host.invalid: "));
    EXPECT_THAT(result.detail, Not(HasSubstr("s3cret")));
}

TEST(HttpsClientFaults, ALookupThatThrowsIsNotSent) {
    LiveClient client(
        with_names([](const std::string&) -> Lookup { throw std::runtime_error("no memory"); }));
    const auto result = client.ask(post_to("http://a.example/"));
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_EQ(result.detail, "a.example: no memory");
}

TEST(HttpsClientFaults, TheSystemKnowsItsOwnName) {
    ScriptedServer server(always(response("x")));
    LiveClient client;
    const auto result = client.ask(post_to(server.url("/", "http://localhost")));
    EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
}

TEST(HttpsClientFaults, EveryAddressOfAServerIsTried) {
    ScriptedServer server(always(response("x")));
    LiveClient client(with_names([](const std::string&) {
        return addresses({"::1", "127.0.0.9", "127.0.0.1"});
    }));
    const auto result = client.ask(post_to(server.url("/", "http://a.example")));
    EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
}

TEST(HttpsClientFaults, AnAddressThatDoesNotAnswerLeavesTimeForTheNext) {
    const FullPort hanging;
    const std::string port = hanging.port();
    LiveClient client(with_names([](const std::string&) { return addresses({"127.0.0.1", "127.0.0.9"}); }));
    // The port is full on the first address, and closed on the second.
    const auto result = client.ask(post_to("http://a.example:" + port, 2s));
    EXPECT_EQ(result.failure, ClientFailure::not_sent);
    EXPECT_EQ(result.detail, "a.example: connecting: Connection refused");
}

TEST(HttpsClientFaults, AnAnswerThatIsCutOffIsUnknown) {
    LiveClient client;
    const std::vector<std::string> begins = {
        "",
        "HTTP/1.1",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
    };
    for (const auto& begin : begins) {
        for (const bool reset : {false, true}) {
            ScriptedServer server(after_request([&](Visit& visit) {
                visit.send(begin);
                std::this_thread::sleep_for(20ms);
                if (reset) {
                    visit.reset();
                }
            }));
            const auto result = client.ask(post_to(server.url("/")));
            EXPECT_EQ(result.failure, ClientFailure::unknown) << begin;
            EXPECT_EQ(result.response.body, "");
            EXPECT_EQ(server.connections(), 1u) << "sent once";
        }
    }
}

TEST(HttpsClientFaults, AResetIsNoEndOfAnAnswerWithoutLength) {
    ScriptedServer server(after_request([](Visit& visit) {
        visit.send("HTTP/1.0 200 OK\r\n\r\nhalf");
        std::this_thread::sleep_for(20ms);
        visit.reset();
    }));
    LiveClient client;
    EXPECT_EQ(client.ask(post_to(server.url("/"))).failure, ClientFailure::unknown);
}

TEST(HttpsClientFaults, AnAnswerWithTwoMeaningsIsRefused) {
    LiveClient client;
    const std::vector<std::string> headers = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\nContent-Length: 5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 15\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 15\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 099 Odd\r\nContent-Length: 5\r\n\r\n",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1 2xx OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nBad Name: x\r\n\r\n",
        std::string("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 28),
        std::string("\x15\x03\x01\x00\x02\x02\x46\r\n\r\n", 11),
    };
    for (const auto& header : headers) {
        ScriptedServer server(after_request([&](Visit& visit) {
            visit.send(header + "5\r\nhello\r\n0\r\n\r\n");
            visit.closed_by_client();
        }));
        const auto result = client.ask(post_to(server.url("/")));
        EXPECT_EQ(result.failure, ClientFailure::unknown) << header;
        EXPECT_THAT(result.detail, Not(HasSubstr("deadline"))) << header;
        EXPECT_EQ(client.counts().idle, 0u);
    }
}

TEST(HttpsClientFaults, AHeaderThatIsTooLongIsRefused) {
    LiveClient client;
    for (const bool one_field : {true, false}) {
        ScriptedServer server(after_request([&](Visit& visit) {
            visit.send("HTTP/1.1 200 OK\r\n");
            if (one_field) {
                visit.send("X: ");
            }
            while (visit.send(one_field ? std::string(1000, 'x') : "X-Field: value\r\n")) {
            }
        }));
        const auto result = client.ask(post_to(server.url("/")));
        EXPECT_EQ(result.failure, ClientFailure::unknown);
        EXPECT_THAT(result.detail, HasSubstr("header of the answer is too large"));
    }
}

TEST(HttpsClientFaults, InterimAnswersWithoutEndAreRefused) {
    ScriptedServer server(after_request([](Visit& visit) {
        while (visit.send("HTTP/1.1 102 Processing\r\nX: y\r\n\r\n")) {
        }
    }));
    LiveClient client;
    const auto result = client.ask(post_to(server.url("/")));
    EXPECT_EQ(result.failure, ClientFailure::unknown);
    EXPECT_THAT(result.detail, HasSubstr("header of the answer is too large"));
}

TEST(HttpsClientFaults, ABodyIsLimitedHoweverItIsFramed) {
    LiveClient client;
    const std::string most(1'000, 'x');
    const std::string more(1'001, 'x');
    const auto chunked = [](const std::string& body) {
        std::string out = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (const char c : body) {
            out += "1\r\n" + std::string(1, c) + "\r\n";
        }
        return out + "0\r\n\r\n";
    };
    const std::string to_the_end = "HTTP/1.1 200 OK\r\n\r\n";
    const auto ask = [&](const std::string& answer) {
        ScriptedServer server(after_request([&](Visit& visit) { visit.send(answer); }));
        auto request = post_to(server.url("/"));
        request.longest_response = 1'000;
        return client.ask(std::move(request));
    };
    for (const auto& answer : {response(most), chunked(most), to_the_end + most}) {
        const auto result = ask(answer);
        EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(result.response.body, most);
    }
    for (const auto& answer : {response(more), chunked(more), to_the_end + more,
                               std::string("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n")}) {
        const auto result = ask(answer);
        EXPECT_EQ(result.failure, ClientFailure::unknown);
        EXPECT_THAT(result.detail, HasSubstr("body of the answer is too large"));
    }
}

TEST(HttpsClientFaults, WhatStandsAroundChunksIsLimited) {
    LiveClient client;
    for (const std::string without_end : {"1;extension=", "0\r\nX-Trailer: "}) {
        ScriptedServer server(after_request([&](Visit& visit) {
            visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + without_end);
            while (visit.send(std::string(1'000, 'x'))) {
            }
        }));
        const auto result = client.ask(post_to(server.url("/")));
        EXPECT_EQ(result.failure, ClientFailure::unknown);
        EXPECT_THAT(result.detail, Not(HasSubstr("deadline")));
    }
    ScriptedServer server(after_request([&](Visit& visit) {
        visit.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        while (visit.send("1;" + std::string(1'000, 'x') + "\r\nx\r\n")) {
        }
    }));
    auto request = post_to(server.url("/"));
    request.longest_response = 10'000;
    const auto result = client.ask(std::move(request));
    EXPECT_EQ(result.failure, ClientFailure::unknown);
    EXPECT_THAT(result.detail, HasSubstr("too much around its chunks"));
}

TEST(HttpsClientFaults, AnAnswerBeforeTheEndOfTheRequestCounts) {
    ScriptedServer server([](Visit& visit) {
        visit.request_header();
        visit.send(response("too long", "", "413 Content Too Large"));
        std::this_thread::sleep_for(100ms);
        visit.abandon();
        std::this_thread::sleep_for(100ms);
        visit.reset();
    });
    LiveClient client;
    auto request = post_to(server.url("/"));
    request.body.assign(32u << 20, 'x');
    const auto result = client.ask(std::move(request));
    EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
    EXPECT_EQ(result.response.status, 413u);
    EXPECT_EQ(client.counts().idle, 0u);
}

TEST(HttpsClientFaults, NoDetailShowsMoreThanTheHost) {
    ScriptedServer broken(
        after_request([](Visit& visit) { visit.send("HTTP/1.1 200 s3cret\r\ns3cret s3cret\r\n\r\n"); }));
    ScriptedServer closing([](Visit& visit) { visit.request(); });
    ScriptedServer no_tls([](Visit& visit) { visit.send("s3cret s3cret\r\n"); });
    LiveClient client;
    const std::string path = "/bot1:s3cret/send?access_token=s3cret";
    for (const auto& url : {broken.url(path), closing.url(path), no_tls.url(path, "https://127.0.0.1"),
                            "http://127.0.0.1:" + closed_port() + path, "http://no-such-host.invalid" + path,
                            "nonsense://s3cret" + path}) {
        auto request = post_to(url);
        request.headers = {{"access_token", "s3cret"}};
        request.body = "s3cret";
        const auto result = client.ask(std::move(request));
        EXPECT_NE(result.failure, ClientFailure::none);
        EXPECT_NE(result.detail, "");
        EXPECT_THAT(result.detail, Not(HasSubstr("s3cret")));
    }
}

}  // namespace reformdesk::net::testing
