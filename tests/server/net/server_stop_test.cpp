#include "server/net/offload.hpp"
#include "tests/server/net/live_server.hpp"

#include <future>
#include <string>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr auto plenty = 20s;
constexpr std::string_view plain = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::string_view wait = "GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A handler that waits until it is let go, or for ever.
class Gate {
  public:
    Handler handler() {
        return [this](RequestPointer) -> asio::awaitable<Response> {
            const auto executor = co_await asio::this_coro::executor;
            const auto timer =
                std::make_shared<asio::steady_timer>(executor, asio::steady_timer::time_point::max());
            timer_ = timer;
            entered.set_value();
            boost::system::error_code woken;
            co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, woken));
            co_return text("finished");
        };
    }
    void open(LiveServer& server) {
        asio::post(server.context(), [timer = timer_] {
            if (const auto live = timer.lock()) {
                live->cancel();
            }
        });
    }

    std::promise<void> entered;

  private:
    std::weak_ptr<asio::steady_timer> timer_;
};

std::vector<Route> routes(Handler waiting) {
    std::vector<Route> out;
    out.push_back(get("/", [](const Request&) { return text("xin chào"); }));
    out.push_back(post(
        "/echo", [](const Request& request) { return text(request.body); }, 1000));
    Route route;
    route.method = "GET";
    route.pattern = "/wait";
    route.handler = std::move(waiting);
    out.push_back(std::move(route));
    out.push_back(websocket("/chat", echo));
    return out;
}

bool ready(std::future<void>& future, std::chrono::milliseconds within = plenty) {
    return future.wait_for(within) == std::future_status::ready;
}

bool accepts(std::uint16_t port) {
    try {
        const RawClient client(port);
        return true;
    } catch (const std::runtime_error&) {
        return false;
    }
}

void open_chat(RawClient& client) {
    client.send(handshake("/chat"));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    ASSERT_EQ(answer->status, 101u);
}

}  // namespace

TEST(ServerStop, WithNobodyThereIsImmediateAndFreesThePort) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    ASSERT_TRUE(accepts(server.port()));
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 0; }));
    auto stopped = server.stop(1h);
    ASSERT_TRUE(ready(stopped));
    EXPECT_FALSE(accepts(server.port()));
}

TEST(ServerStop, ClosesIdleConnectionsInSilence) {
    Gate gate;
    auto options = quick_options();
    options.idle_time = 1h;
    options.header_time = 1h;
    LiveServer server(routes(gate.handler()), options);
    RawClient kept(server.port());
    kept.send(plain);
    ASSERT_TRUE(kept.answer());
    const RawClient fresh(server.port());
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 2; }));
    auto stopped = server.stop(1h);
    ASSERT_TRUE(ready(stopped));
    EXPECT_TRUE(kept.closed_by_server());
}

TEST(ServerStop, LetsAHandlerFinishAndSaysThatTheConnectionEnds) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    RawClient client(server.port());
    client.send(std::string(wait) + std::string(plain));
    gate.entered.get_future().wait();
    auto stopped = server.stop(1h);
    EXPECT_FALSE(ready(stopped, 100ms)) << "a request is under way";
    EXPECT_FALSE(accepts(server.port()));
    gate.open(server);
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
    EXPECT_EQ(answer->body, "finished");
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_TRUE(client.closed_by_server()) << "the next request in the pipe is not begun";
    EXPECT_TRUE(ready(stopped));
}

TEST(ServerStop, LetsAnAnswerBeRead) {
    constexpr std::size_t size = 24u << 20;
    std::promise<void> called;
    auto options = quick_options();
    options.idle_time = 1h;
    LiveServer server(routes([&](RequestPointer) -> asio::awaitable<Response> {
                          called.set_value();
                          co_return text(std::string(size, 'x'));
                      }),
                      options);
    RawClient client(server.port());
    client.send(wait);
    called.get_future().wait();
    // Two rounds later the head is out and the body waits for its reader.
    server.counts();
    server.counts();
    auto stopped = server.stop(1h);
    EXPECT_FALSE(ready(stopped, 100ms));
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body.size(), size);
    EXPECT_TRUE(client.closed_by_server()) << "no request will follow";
    EXPECT_TRUE(ready(stopped));
}

TEST(ServerStop, LetsARequestArriveThatHasBegun) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    RawClient header(server.port());
    header.send("GET / HTT");
    RawClient body(server.port());
    body.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    ASSERT_EQ(body.answer()->status, 100u);
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 2; }));
    // The half header was there before the body's request was answered; two rounds later it has been read.
    server.counts();
    server.counts();
    auto stopped = server.stop(1h);
    header.send("P/1.1\r\nHost: localhost\r\n\r\n");
    const auto first = header.answer();
    ASSERT_TRUE(first);
    EXPECT_EQ(first->body, "xin chào");
    EXPECT_FALSE(ready(stopped, 100ms));
    body.send("hello");
    const auto second = body.answer();
    ASSERT_TRUE(second);
    EXPECT_EQ(second->body, "hello");
    EXPECT_TRUE(header.closed_by_server());
    EXPECT_TRUE(body.closed_by_server());
    EXPECT_TRUE(ready(stopped));
}

TEST(ServerStop, CutsOffWhatIsLeftAfterTheLimit) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    RawClient client(server.port());
    client.send(wait);
    gate.entered.get_future().wait();
    RawClient slow(server.port());
    slow.send("POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n");
    auto stopped = server.stop(300ms);
    ASSERT_TRUE(ready(stopped));
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_TRUE(slow.closed_by_server());
    EXPECT_EQ(server.counts().connections, 0u);
}

TEST(ServerStop, DoesNotWaitForeverForWorkThatCannotBeInterrupted) {
    std::promise<void> release;
    std::promise<void> entered;
    const auto released = release.get_future().share();
    WorkerPool pool(1, 8);
    const auto handler = [&](RequestPointer) -> asio::awaitable<Response> {
        const auto work = [&] {
            entered.set_value();
            released.wait();
        };
        co_await offload(pool, work);
        co_return text("too late");
    };
    LiveServer server(routes(handler));
    RawClient client(server.port());
    client.send(wait);
    entered.get_future().wait();
    auto stopped = server.stop(100ms);
    EXPECT_TRUE(ready(stopped));
    EXPECT_TRUE(client.closed_by_server());
    release.set_value();
    EXPECT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 0; }));
}

TEST(ServerStop, SaysGoodbyeToWebSockets) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    RawClient one(server.port());
    RawClient other(server.port());
    open_chat(one);
    open_chat(other);
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.websockets == 2; }));
    auto stopped = server.stop(1h, [](WebSocket& socket) {
        socket.send(std::make_shared<const std::string>("back soon, " + socket.request().path));
    });
    for (auto* client : {&one, &other}) {
        const auto last = read_frame(*client);
        ASSERT_TRUE(last);
        EXPECT_EQ(last->payload, "back soon, /chat");
        const auto goodbye = read_frame(*client);
        ASSERT_TRUE(goodbye);
        EXPECT_EQ(goodbye->close_code(), 1001u);
        EXPECT_THAT(goodbye->payload, HasSubstr("server stops"));
        client->send(frame(close_frame, goodbye->payload));
        EXPECT_TRUE(client->closed_by_server());
    }
    EXPECT_TRUE(ready(stopped));
    EXPECT_EQ(server.troubles(), std::vector<std::string>());
}

TEST(ServerStop, FarewellMayEndTheSocketItself) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    RawClient client(server.port());
    open_chat(client);
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.websockets == 1; }));
    auto stopped = server.stop(1h, [](WebSocket& socket) { socket.close(1012, "restart"); });
    const auto goodbye = read_frame(client);
    ASSERT_TRUE(goodbye);
    EXPECT_EQ(goodbye->close_code(), 1012u);
    client.send(frame(close_frame, goodbye->payload));
    EXPECT_TRUE(ready(stopped));
}

TEST(ServerStop, AVisitorWhoDoesNotSayGoodbyeIsCutOff) {
    Gate gate;
    LiveServer server(routes(gate.handler()));
    RawClient client(server.port());
    open_chat(client);
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.websockets == 1; }));
    auto stopped = server.stop(300ms);
    ASSERT_TRUE(ready(stopped));
    EXPECT_EQ(read_frame(client)->close_code(), 1001u);
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_EQ(server.counts().websockets, 0u);
}

TEST(ServerStop, ADestroyedServerLetsItsConnectionsGo) {
    asio::io_context context;
    Gate gate;
    std::optional<Server> server;
    server.emplace(context, quick_options(), Router(routes(gate.handler())), ServerObserver());
    const auto port = server->port();
    server->start();
    std::thread thread([&] { context.run(); });
    RawClient waiting(port);
    waiting.send(wait);
    gate.entered.get_future().wait();
    RawClient chat(port);
    open_chat(chat);
    asio::post(context, [&] { server.reset(); });
    EXPECT_TRUE(waiting.closed_by_server());
    EXPECT_FALSE(read_frame(chat));
    thread.join();
    EXPECT_FALSE(accepts(port)) << "and the context has nothing left to do";
}

TEST(ServerStart, NamesAnAddressItCannotHave) {
    asio::io_context context;
    const auto trouble = [&](const ServerOptions& options) -> std::string {
        try {
            const Server server(context, options, Router({}), ServerObserver());
            return "";
        } catch (const boost::system::system_error& error) {
            return error.what();
        }
    };
    auto options = quick_options();
    const Server first(context, options, Router({}), ServerObserver());
    options.port = first.port();
    EXPECT_THAT(trouble(options),
                HasSubstr("cannot listen on 127.0.0.1 port " + std::to_string(first.port())));
    options.address = "not-an-address";
    EXPECT_THAT(trouble(options), HasSubstr("not-an-address"));
    options.address = "203.0.113.9";
    EXPECT_THAT(trouble(options), HasSubstr("203.0.113.9"));
    options.address = "127.0.0.1";
    options.port = 0;
    EXPECT_EQ(trouble(options), "");
    options.trusted_proxies = {"nonsense"};
    EXPECT_THROW(trouble(options), std::invalid_argument);
}

TEST(ServerStart, ListensOnIpv6Too) {
    asio::io_context context;
    auto options = quick_options();
    options.address = "::1";
    const Server server(context, options, Router({}), ServerObserver());
    EXPECT_NE(server.port(), 0u);
}

}  // namespace reformdesk::net::testing
