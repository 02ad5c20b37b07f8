#include "tests/server/net/live_server.hpp"

#include <future>
#include <string>
#include <thread>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;

std::shared_ptr<const std::string> shared(std::string message) {
    return std::make_shared<const std::string>(std::move(message));
}

std::vector<Route> only(Route route) {
    std::vector<Route> out;
    out.push_back(std::move(route));
    return out;
}

bool nobody(const ServerCounts& counts) {
    return counts.connections == 0 && counts.websockets == 0;
}

void open(RawClient& client, std::string_view path = "/") {
    client.send(handshake(path));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 101u);
}

/// What a handler that only sends saw of it.
struct Sent {
    std::size_t accepted = 0;
    bool refused = false;
    bool refused_again = false;
};

/// Sends messages of this size until one is refused, or this many.
WebSocketHandler sender(std::size_t size, std::size_t count, std::promise<Sent>& result) {
    return [size, count, &result](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        const auto message = shared(std::string(size, 'm'));
        Sent sent;
        while (sent.accepted < count && !sent.refused) {
            const bool accepted = socket->send(message);
            sent.accepted += accepted;
            sent.refused = !accepted;
        }
        sent.refused_again = !socket->send(message);
        result.set_value(sent);
        co_await socket->receive();
    };
}

}  // namespace

TEST(WebSocketQueue, IsBoundedInMessages) {
    std::promise<Sent> result;
    WebSocketLimits limits;
    limits.queued_messages = 5;
    LiveServer server(only(websocket("/", sender(10, 1000, result), limits)));
    RawClient client(server.port());
    open(client);
    const auto sent = result.get_future().get();
    EXPECT_EQ(sent.accepted, 5u);
    EXPECT_TRUE(sent.refused);
    EXPECT_TRUE(sent.refused_again);
    EXPECT_TRUE(server.eventually(nobody)) << "whoever is too far behind is disconnected";
}

TEST(WebSocketQueue, IsBoundedInBytes) {
    std::promise<Sent> result;
    WebSocketLimits limits;
    limits.queued_bytes = 10'000;
    LiveServer server(only(websocket("/", sender(3000, 1000, result), limits)));
    RawClient client(server.port());
    open(client);
    EXPECT_EQ(result.get_future().get().accepted, 3u);
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketQueue, OfAVisitorWhoNeverReadsEndsTheVisit) {
    std::promise<std::size_t> result;
    const auto endless = [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        const auto message = shared(std::string(32u << 10, 'm'));
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer pause(executor);
        std::size_t accepted = 0;
        while (accepted < 10'000 && socket->send(message)) {
            ++accepted;
            pause.expires_after(0ms);
            co_await pause.async_wait(asio::use_awaitable);
        }
        result.set_value(accepted);
    };
    LiveServer server(only(websocket("/", endless)));
    RawClient client(server.port());
    open(client);
    EXPECT_LT(result.get_future().get(), 10'000u);
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketQueue, OfAVisitorWhoReadsIsEmptiedInOrder) {
    constexpr int many = 2000;
    const auto counting = [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        for (int i = 0; i < many; ++i) {
            // A window of ten: whoever waits for the visitor is never too far ahead.
            if (i >= 10) {
                const auto seen = co_await socket->receive();
                if (!seen) {
                    co_return;
                }
            }
            EXPECT_TRUE(socket->send(shared(std::to_string(i))));
        }
    };
    WebSocketLimits limits;
    limits.queued_messages = 10;
    LiveServer server(only(websocket("/", counting, limits)));
    RawClient client(server.port());
    open(client);
    for (int i = 0; i < many; ++i) {
        const auto heard = read_frame(client);
        ASSERT_TRUE(heard);
        ASSERT_EQ(heard->payload, std::to_string(i));
        client.send(frame(text_frame, "seen"));
    }
}

TEST(WebSocketFloods, ManyPingsEndTheVisit) {
    LiveServer server(only(websocket("/", echo)));
    RawClient client(server.port());
    open(client);
    std::string flood;
    for (int i = 0; i < 500; ++i) {
        flood += frame(ping_frame, "p");
    }
    client.send(flood);
    std::size_t pongs = 0;
    while (const auto heard = read_frame(client)) {
        EXPECT_EQ(heard->opcode, pong_frame);
        ++pongs;
    }
    EXPECT_LT(pongs, 200u);
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketFloods, ManyPongsEndTheVisitToo) {
    LiveServer server(only(websocket("/", echo)));
    RawClient client(server.port());
    open(client);
    std::string flood;
    for (int i = 0; i < 500; ++i) {
        flood += frame(pong_frame, "unasked");
    }
    client.send(flood);
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketFloods, AFewPingsAreAnsweredOneByOne) {
    LiveServer server(only(websocket("/", echo)));
    RawClient client(server.port());
    open(client);
    for (int i = 0; i < 50; ++i) {
        client.send(frame(ping_frame, std::to_string(i)));
        const auto heard = read_frame(client);
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->opcode, pong_frame);
        EXPECT_EQ(heard->payload, std::to_string(i));
    }
    client.send(frame(text_frame, "still here"));
    EXPECT_EQ(read_frame(client)->payload, "still here");
}

TEST(WebSocketFloods, EmptyFragmentsDoNotStopTheServer) {
    LiveServer server(only(websocket("/", echo)));
    RawClient client(server.port());
    open(client);
    std::string fragments = frame(text_frame, "begun", false);
    for (int i = 0; i < 50'000; ++i) {
        fragments += frame(0, "", false);
    }
    client.send(fragments);
    RawClient other(server.port());
    open(other);
    other.send(frame(text_frame, "xin chào"));
    EXPECT_EQ(read_frame(other)->payload, "xin chào");
    client.send(frame(0, " and done"));
    EXPECT_EQ(read_frame(client)->payload, "begun and done");
}

TEST(WebSocketIdle, AHalfOpenPeerIsFoundByPings) {
    auto options = quick_options();
    options.idle_time = 400ms;
    LiveServer server(only(websocket("/", echo)), options);
    RawClient client(server.port());
    open(client);
    EXPECT_TRUE(server.eventually(nobody)) << "a peer that answers no ping is gone";
    const auto ping = read_frame(client);
    ASSERT_TRUE(ping);
    EXPECT_EQ(ping->opcode, ping_frame);
}

TEST(WebSocketIdle, APeerThatAnswersPingsStays) {
    auto options = quick_options();
    options.idle_time = 3s;
    LiveServer server(only(websocket("/", echo)), options);
    RawClient client(server.port());
    open(client);
    for (int i = 0; i < 3; ++i) {
        const auto ping = read_frame(client);
        ASSERT_TRUE(ping);
        ASSERT_EQ(ping->opcode, ping_frame);
        client.send(frame(pong_frame, ping->payload));
    }
    client.send(frame(text_frame, "longer than the idle time"));
    EXPECT_EQ(read_frame(client)->payload, "longer than the idle time");
}

TEST(WebSocketEnd, AnAbruptOneEndsReceive) {
    std::promise<bool> ended;
    const auto handler = [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        const auto first = co_await socket->receive();
        EXPECT_EQ(first, "one");
        const auto second = co_await socket->receive();
        const auto third = co_await socket->receive();
        const bool sent = socket->send(shared("to nobody"));
        ended.set_value(!second && !third && !sent);
    };
    LiveServer server(only(websocket("/", handler)));
    {
        RawClient client(server.port());
        open(client);
        client.send(frame(text_frame, "one") + "\x81\xfe");
        // The rest of the second message never comes.
        client.finish_sending();
        EXPECT_TRUE(ended.get_future().get());
    }
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketEnd, CrashesOfManyVisitorsLeaveNothingBehind) {
    LiveServer server(only(websocket("/", echo)));
    for (int i = 0; i < 50; ++i) {
        RawClient client(server.port());
        open(client);
        client.send(frame(text_frame, std::string(20'000, 'x')));
        client.abort();
    }
    EXPECT_TRUE(server.eventually(nobody));
    RawClient after(server.port());
    open(after);
    after.send(frame(text_frame, "others are served"));
    EXPECT_EQ(read_frame(after)->payload, "others are served");
}

TEST(WebSocketEnd, ASocketThatIsKeptIsDeadAndHarmless) {
    std::promise<std::shared_ptr<WebSocket>> given;
    const auto handler = [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        given.set_value(socket);
        co_await socket->receive();
    };
    LiveServer server(only(websocket("/", handler)));
    auto kept = given.get_future();
    {
        RawClient client(server.port());
        open(client);
        client.abort();
    }
    auto socket = kept.get();
    EXPECT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.websockets == 0; }));
    std::promise<bool> sent;
    asio::post(server.context(), [&, held = std::move(socket)]() mutable {
        const bool accepted = held->send(shared("to nobody"));
        held->close(1000, "twice");
        held.reset();
        sent.set_value(accepted);
    });
    EXPECT_FALSE(sent.get_future().get());
    EXPECT_TRUE(server.eventually(nobody));
}

}  // namespace reformdesk::net::testing
