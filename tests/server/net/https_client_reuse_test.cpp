// Which connections are kept, and when a request may be sent once more.
#include "tests/server/net/live_client.hpp"
#include "tests/server/net/scripted_server.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using namespace std::chrono_literals;

}  // namespace

TEST(HttpsClientReuse, KeepsAConnectionForTheNextRequest) {
    ScriptedServer server(always(response("x")));
    LiveClient client;
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(client.post(server.url("/")).failure, ClientFailure::none);
    }
    EXPECT_EQ(server.connections(), 1u);
    EXPECT_EQ(client.counts().idle, 1u);
    ScriptedServer other(always(response("y")));
    EXPECT_EQ(client.get(other.url("/")).response.body, "y");
    EXPECT_EQ(client.counts().idle, 2u);
}

TEST(HttpsClientReuse, DropsAConnectionThatCannotBeUsedAgain) {
    for (const std::string& answer : {response("x", "Connection: close\r\n"),
                                      "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx" + std::string(),
                                      response("x") + "HTTP/1.1 200 OK\r\n"}) {
        ScriptedServer server(always(answer));
        LiveClient client;
        for (std::size_t i = 1; i <= 2; ++i) {
            EXPECT_EQ(client.get(server.url("/")).response.body, "x");
            EXPECT_EQ(server.connections(), i) << answer;
            EXPECT_EQ(client.counts().idle, 0u);
        }
    }
}

TEST(HttpsClientReuse, IdleConnectionsAreFewAndEnd) {
    ScriptedServer server(always(response("x")));
    HttpsClientOptions options;
    options.idle_per_origin = 2;
    options.idle_time = 150ms;
    LiveClient client(options);
    std::vector<std::future<ClientResult>> results;
    for (int i = 0; i < 6; ++i) {
        results.push_back(client.start(request_to(server.url("/"))));
    }
    for (auto& result : results) {
        EXPECT_EQ(result.get().failure, ClientFailure::none);
    }
    EXPECT_LE(client.counts().idle, 2u);
    EXPECT_TRUE(eventually([&] { return client.counts().idle == 0; }));
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::none);
}

TEST(HttpsClientReuse, IdleConnectionsAreFewOverAllServers) {
    std::list<ScriptedServer> servers;
    HttpsClientOptions options;
    options.idle_connections = 2;
    LiveClient client(options);
    for (int i = 0; i < 4; ++i) {
        servers.emplace_back(always(response("x")));
        EXPECT_EQ(client.get(servers.back().url("/")).failure, ClientFailure::none);
    }
    EXPECT_EQ(client.counts().idle, 2u);
    EXPECT_EQ(client.get(servers.back().url("/")).failure, ClientFailure::none);
    EXPECT_EQ(servers.back().connections(), 1u) << "the newest are kept";
    EXPECT_EQ(client.get(servers.front().url("/")).failure, ClientFailure::none);
    EXPECT_EQ(servers.front().connections(), 2u);
}

TEST(HttpsClientReuse, NoticesThatAnIdleConnectionWasClosed) {
    // Also when what comes next must not be sent twice.
    for (const bool in_order : {true, false}) {
        Gate asked_once;
        ScriptedServer server([&](Visit& visit) {
            visit.request();
            visit.send(response("x"));
            if (visit.number == 0) {
                asked_once.wait();
                if (in_order) {
                    visit.close();
                } else {
                    visit.reset();
                }
            } else {
                visit.closed_by_client();
            }
        });
        LiveClient client;
        EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::none);
        asked_once.open();
        std::this_thread::sleep_for(100ms);
        const auto result = client.post(server.url("/"));
        EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
        EXPECT_EQ(server.connections(), 2u);
    }
}

TEST(HttpsClientReuse, DropsAnIdleConnectionThatSpeaksUnasked) {
    ScriptedServer server([](Visit& visit) {
        visit.request();
        visit.send(response("right"));
        std::this_thread::sleep_for(20ms);
        visit.send(response("of nobody"));
        visit.closed_by_client();
    });
    LiveClient client;
    EXPECT_EQ(client.get(server.url("/")).response.body, "right");
    std::this_thread::sleep_for(200ms);
    EXPECT_EQ(client.get(server.url("/")).response.body, "right");
    EXPECT_EQ(server.connections(), 2u);
}

TEST(HttpsClientReuse, AsksAgainWhenAKeptConnectionEndsWithoutAnAnswer) {
    // The server reads the second request and closes; nobody can see that coming.
    std::atomic<int> requests{0};
    ScriptedServer server([&](Visit& visit) {
        while (visit.request()) {
            ++requests;
            if (visit.number == 0 && requests == 2) {
                return;
            }
            visit.send(response("x"));
        }
    });
    LiveClient client;
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::none);
    const auto result = client.get(server.url("/"));
    EXPECT_EQ(result.failure, ClientFailure::none) << result.detail;
    EXPECT_EQ(requests, 3);
    EXPECT_EQ(server.connections(), 2u);
}

TEST(HttpsClientReuse, NeverSendsTwiceWhatMayHaveBeenActedOn) {
    std::atomic<int> posts{0};
    ScriptedServer server([&](Visit& visit) {
        while (const auto asked = visit.request()) {
            if (asked->starts_with("POST")) {
                ++posts;
                return;
            }
            visit.send(response("x"));
        }
    });
    LiveClient client;
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::none);
    const auto result = client.post(server.url("/"));
    EXPECT_EQ(result.failure, ClientFailure::unknown);
    EXPECT_EQ(posts, 1);
    EXPECT_EQ(server.connections(), 1u);
}

TEST(HttpsClientReuse, AsksAgainOnlyOnce) {
    std::atomic<int> requests{0};
    ScriptedServer server([&](Visit& visit) {
        if (visit.number == 0) {
            visit.request();
            visit.send(response("x"));
        }
        if (visit.request()) {
            ++requests;
        }
    });
    LiveClient client;
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::none);
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::unknown);
    EXPECT_EQ(requests, 2) << "on the kept connection and on a new one";
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::unknown);
    EXPECT_EQ(requests, 3) << "a new connection that ends is no reason to ask again";
}

TEST(HttpsClientReuse, WhatWasSentOnceStaysUnknownWhenTheNextTryFails) {
    ScriptedServer server([](Visit& visit) {
        visit.request();
        visit.send(response("x"));
        visit.request();
    });
    const auto lookups = std::make_shared<std::atomic<int>>(0);
    LiveClient client(with_names([lookups](const std::string&) {
        Lookup gone;
        gone.trouble = "gone";
        return ++*lookups == 1 ? addresses({"127.0.0.1"}) : gone;
    }));
    const auto url = server.url("/", "http://a.example");
    EXPECT_EQ(client.get(url).failure, ClientFailure::none);
    const auto result = client.ask(request_to(url, "DELETE"));
    EXPECT_EQ(result.failure, ClientFailure::unknown);
    EXPECT_EQ(result.detail, "a.example: gone");
}

TEST(HttpsClientReuse, AnAnswerThatHasBegunIsNotAskedForAgain) {
    std::atomic<int> requests{0};
    ScriptedServer server([&](Visit& visit) {
        visit.request();
        visit.send(response("x"));
        if (visit.request()) {
            ++requests;
            visit.send("HTTP/1.1 200 OK\r\nContent-");
        }
    });
    LiveClient client;
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::none);
    EXPECT_EQ(client.get(server.url("/")).failure, ClientFailure::unknown);
    EXPECT_EQ(requests, 1);
}

}  // namespace reformdesk::net::testing
