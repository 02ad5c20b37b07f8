// Every stage of an exchange can hang, and its deadline ends each.
#include "tests/server/net/live_client.hpp"
#include "tests/server/net/scripted_server.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr auto short_deadline = 500ms;  // long enough to reach the stage on a busy machine

/// Expects that the deadline, and neither the script nor chance, ended the request.
void expect_late(const ClientResult& result, ClientFailure failure, const std::string& stage) {
    EXPECT_EQ(result.failure, failure);
    EXPECT_THAT(result.detail, HasSubstr(stage));
    EXPECT_THAT(result.detail, HasSubstr("the deadline has passed"));
}

template <class Function>
std::chrono::milliseconds time_of(const Function& function) {
    const auto begin = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
}

}  // namespace

TEST(HttpsClientDeadline, EndsANameLookupThatHangs) {
    const auto answer = std::make_shared<std::promise<void>>();
    const auto asked = std::make_shared<std::atomic<int>>(0);
    LiveClient client(with_names([answer, asked](const std::string&) {
        ++*asked;
        answer->get_future().wait_for(10s);
        return addresses({"127.0.0.1"});
    }));
    std::vector<std::future<ClientResult>> results;
    const auto took = time_of([&] {
        for (int i = 0; i < 20; ++i) {
            results.push_back(client.start(post_to("http://slow.example/", short_deadline)));
        }
        for (auto& result : results) {
            expect_late(result.get(), ClientFailure::not_sent, "looking up the name");
        }
    });
    EXPECT_LT(took, 8s);
    EXPECT_EQ(*asked, 1) << "one question for all";
    answer->set_value();
}

TEST(HttpsClientDeadline, EndsAConnectThatHangs) {
    const FullPort port;
    LiveClient client;
    expect_late(client.ask(post_to("http://127.0.0.1:" + port.port(), short_deadline)),
                ClientFailure::not_sent, "connecting");
}

TEST(HttpsClientDeadline, EndsAHandshakeThatHangs) {
    ScriptedServer silent([](Visit& visit) { visit.closed_by_client(); });
    ScriptedServer trickling([](Visit& visit) {
        visit.send(std::string("\x16\x03\x03\x10\x00", 5));
        while (visit.send("x")) {
            std::this_thread::sleep_for(20ms);
        }
    });
    LiveClient client;
    for (const auto* server : {&silent, &trickling}) {
        expect_late(client.ask(post_to(server->url("/", "https://127.0.0.1"), short_deadline)),
                    ClientFailure::not_sent, "TLS handshake");
    }
}

TEST(HttpsClientDeadline, EndsAWaitForAnAnswer) {
    ScriptedServer server([](Visit& visit) { visit.closed_by_client(); });
    LiveClient client;
    expect_late(client.ask(post_to(server.url("/"), short_deadline)), ClientFailure::unknown,
                "waiting for an answer");
    auto idempotent = post_to(server.url("/"), short_deadline);
    idempotent.method = "GET";
    expect_late(client.ask(idempotent), ClientFailure::unknown, "waiting for an answer");
    EXPECT_EQ(server.connections(), 2u) << "nothing is asked again after the deadline";
}

TEST(HttpsClientDeadline, ThatHasPassedAlreadyLetsNothingOut) {
    std::atomic<int> requests{0};
    ScriptedServer server([&](Visit& visit) {
        while (visit.request()) {
            ++requests;
            visit.send(response("x"));
        }
    });
    LiveClient client;
    expect_late(client.ask(post_to(server.url("/"), 0ms)), ClientFailure::not_sent, "");
    expect_late(client.ask(post_to(server.url("/"), -1h)), ClientFailure::not_sent, "");
    EXPECT_EQ(client.ask(post_to(server.url("/"))).failure, ClientFailure::none);
    expect_late(client.ask(post_to(server.url("/"), 0ms)), ClientFailure::not_sent, "sending");
    EXPECT_EQ(client.ask(post_to(server.url("/"), std::chrono::milliseconds::max())).failure,
              ClientFailure::none);
    EXPECT_EQ(requests, 2);
}

TEST(HttpsClientDeadline, EndsAnAnswerThatStops) {
    LiveClient client;
    for (const std::string begin :
         {"HTTP/1.1 20", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhalf",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
          "HTTP/1.1 100 Continue\r\n\r\n"}) {
        ScriptedServer server(after_request([&](Visit& visit) {
            visit.send(begin);
            visit.closed_by_client();
        }));
        expect_late(client.ask(post_to(server.url("/"), short_deadline)), ClientFailure::unknown,
                    "in the middle of the answer");
    }
}

TEST(HttpsClientDeadline, IsNotPutOffByOneByteAfterAnother) {
    LiveClient client;
    for (const std::string begin :
         {"HTTP/1.1 200 OK\r\nX-Long: ", "HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n",
          "HTTP/1.0 200 OK\r\n\r\n"}) {
        ScriptedServer server(after_request([&](Visit& visit) {
            visit.send(begin);
            while (visit.send("x")) {
                std::this_thread::sleep_for(20ms);
            }
        }));
        expect_late(client.ask(post_to(server.url("/"), short_deadline)), ClientFailure::unknown,
                    "in the middle of the answer");
    }
}

TEST(HttpsClientDeadline, EndsAWriteThatNobodyReads) {
    ScriptedServer server([](Visit&) { std::this_thread::sleep_for(1s); });
    LiveClient client;
    auto request = post_to(server.url("/"), short_deadline);
    request.body.assign(64u << 20, 'x');
    expect_late(client.ask(std::move(request)), ClientFailure::unknown, "");
}

}  // namespace reformdesk::net::testing
