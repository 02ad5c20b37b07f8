// Many requests at once, and the end of all of them.
#include "tests/server/net/live_client.hpp"
#include "tests/server/net/scripted_server.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

}  // namespace

TEST(HttpsClientQueue, AHundredRequestsPassThroughTheBound) {
    std::atomic<int> now{0};
    std::atomic<int> most{0};
    ScriptedServer server([&](Visit& visit) {
        while (const auto asked = visit.request()) {
            const int here = ++now;
            int before = most;
            while (before < here && !most.compare_exchange_weak(before, here)) {
            }
            std::this_thread::sleep_for(5ms);
            --now;
            visit.send(response(asked->substr(5, asked->find(' ', 5) - 5)));
        }
    });
    HttpsClientOptions options;
    options.exchanges = 8;
    LiveClient client(options);
    std::vector<std::future<ClientResult>> results;
    for (int i = 0; i < 100; ++i) {
        results.push_back(client.start(request_to(server.url("/" + std::to_string(i)))));
    }
    for (int i = 0; i < 100; ++i) {
        const auto result = results[static_cast<std::size_t>(i)].get();
        EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(result.response.body, std::to_string(i)) << "each gets its own answer";
    }
    EXPECT_LE(most, 8);
    EXPECT_LE(server.connections(), 8u);
    EXPECT_EQ(client.counts().exchanges, 0u);
    EXPECT_EQ(client.counts().queued, 0u);
}

TEST(HttpsClientQueue, TheQueueIsServedInItsOrder) {
    Gate gate;
    std::mutex mutex;
    std::vector<std::string> order;
    ScriptedServer server([&](Visit& visit) {
        while (const auto asked = visit.request()) {
            {
                const std::lock_guard lock(mutex);
                order.push_back(asked->substr(5, 1));
            }
            gate.wait();
            visit.send(response(""));
        }
    });
    HttpsClientOptions options;
    options.exchanges = 1;
    LiveClient client(options);
    std::vector<std::future<ClientResult>> results;
    for (const std::string target : {"/a", "/b", "/c", "/d"}) {
        results.push_back(client.start(request_to(server.url(target))));
    }
    EXPECT_TRUE(eventually([&] { return client.counts().queued == 3; }));
    gate.open();
    for (auto& result : results) {
        EXPECT_EQ(result.get().failure, ClientFailure::none);
    }
    EXPECT_THAT(order, ElementsAre("a", "b", "c", "d"));
}

TEST(HttpsClientQueue, AServerThatHangsLeavesRoomForOthers) {
    ScriptedServer hanging([](Visit& visit) { visit.closed_by_client(); });
    ScriptedServer good(always(response("x")));
    HttpsClientOptions options;
    options.exchanges = 4;
    options.exchanges_per_origin = 2;
    LiveClient client(options);
    std::vector<std::future<ClientResult>> stuck;
    for (int i = 0; i < 6; ++i) {
        stuck.push_back(client.start(request_to(hanging.url("/"))));
    }
    EXPECT_TRUE(eventually([&] { return client.counts().queued == 4; }));
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(client.get(good.url("/")).failure, ClientFailure::none);
    }
    EXPECT_EQ(client.counts().exchanges, 2u);
}

TEST(HttpsClientQueue, WhoWaitsForAServerThatHangsIsPassedBy) {
    Gate gate;
    ScriptedServer hanging([](Visit& visit) { visit.closed_by_client(); });
    ScriptedServer good([&](Visit& visit) {
        while (visit.request()) {
            gate.wait();
            visit.send(response("x"));
        }
    });
    HttpsClientOptions options;
    options.exchanges = 2;
    options.exchanges_per_origin = 1;
    LiveClient client(options);
    std::vector<std::future<ClientResult>> stuck;
    stuck.push_back(client.start(request_to(hanging.url("/"))));
    auto first = client.start(request_to(good.url("/")));
    stuck.push_back(client.start(request_to(hanging.url("/"))));
    auto second = client.start(request_to(good.url("/")));
    EXPECT_TRUE(eventually([&] { return client.counts().queued == 2; }));
    gate.open();
    EXPECT_EQ(first.get().failure, ClientFailure::none);
    EXPECT_EQ(second.get().failure, ClientFailure::none);
    EXPECT_EQ(client.counts().queued, 1u);
}

TEST(HttpsClientQueue, WaitingInTheQueueIsPartOfTheDeadline) {
    ScriptedServer server([](Visit& visit) { visit.closed_by_client(); });
    HttpsClientOptions options;
    options.exchanges = 1;
    options.queue = 1;
    LiveClient client(options);
    auto stuck = client.start(request_to(server.url("/")));
    EXPECT_TRUE(eventually([&] { return client.counts().exchanges == 1; }));
    auto request = request_to(server.url("/"), "POST");
    request.deadline = 200ms;
    auto waiting = client.start(std::move(request));
    EXPECT_TRUE(eventually([&] { return client.counts().queued == 1; }));
    const auto refused = client.post(server.url("/"));
    EXPECT_EQ(refused.failure, ClientFailure::not_sent) << "the queue is full";
    EXPECT_THAT(refused.detail, HasSubstr("too many"));
    const auto late = waiting.get();
    EXPECT_EQ(late.failure, ClientFailure::not_sent);
    EXPECT_THAT(late.detail, HasSubstr("waiting for a free connection: the deadline has passed"));
    EXPECT_EQ(client.counts().queued, 0u);
}

TEST(HttpsClientQueue, AStopEndsEveryWait) {
    ScriptedServer server([](Visit& visit) { visit.closed_by_client(); });
    const auto forever = std::make_shared<Gate>();
    HttpsClientOptions options;
    options.exchanges = 3;
    options.lookup = [forever](const std::string&) {
        forever->wait();
        return Lookup();
    };
    LiveClient client(options);
    auto answering = client.start(request_to(server.url("/"), "POST"));
    auto handshake = client.start(request_to(server.url("/", "https://127.0.0.1"), "POST"));
    auto naming = client.start(request_to("http://slow.example/", "POST"));
    EXPECT_TRUE(eventually([&] { return server.connections() == 2; }));
    auto queued = client.start(request_to(server.url("/"), "POST"));
    EXPECT_TRUE(eventually([&] { return client.counts().queued == 1; }));
    std::this_thread::sleep_for(50ms);
    client.stop();
    EXPECT_EQ(answering.get().failure, ClientFailure::unknown);
    for (auto* result : {&handshake, &naming, &queued}) {
        const auto ended = result->get();
        EXPECT_EQ(ended.failure, ClientFailure::not_sent);
        EXPECT_THAT(ended.detail, HasSubstr("the client has stopped"));
    }
    EXPECT_EQ(client.counts().exchanges, 0u);
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::not_sent);
    forever->open();
}

TEST(HttpsClientQueue, MayEndWithRequestsUnderWay) {
    ScriptedServer server([](Visit& visit) { visit.closed_by_client(); });
    std::future<ClientResult> left;
    {
        LiveClient client;
        left = client.start(request_to(server.url("/")));
        EXPECT_TRUE(eventually([&] { return client.counts().exchanges == 1; }));
    }
    EXPECT_NE(left.get().failure, ClientFailure::none);
}

}  // namespace reformdesk::net::testing
