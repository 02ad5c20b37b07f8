#include "server/net/offload.hpp"
#include "tests/server/net/live_server.hpp"

#include <atomic>
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
using ::testing::HasSubstr;

constexpr std::string_view plain = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
constexpr std::size_t large_answer = 8u << 10;

std::vector<Route> routes() {
    std::vector<Route> out;
    out.push_back(get("/", [](const Request&) { return text("xin chào"); }));
    out.push_back(get("/large", [](const Request&) { return text(std::string(large_answer, 'x')); }));
    out.push_back(post(
        "/echo", [](const Request& request) { return text(request.body); }, 1000));
    return out;
}

Route waiting(Handler handler) {
    Route out;
    out.method = "GET";
    out.pattern = "/wait";
    out.handler = std::move(handler);
    return out;
}

/// Sends a byte now and then until the server has had enough.
class Drip {
  public:
    explicit Drip(RawClient& client)
        : thread_([this, &client] {
              while (!enough_ && client.send("x")) {
                  std::this_thread::sleep_for(10ms);
              }
          }) {}
    ~Drip() {
        enough_ = true;
        thread_.join();
    }
    Drip(const Drip&) = delete;
    Drip& operator=(const Drip&) = delete;

  private:
    std::atomic<bool> enough_ = false;
    std::thread thread_;
};

bool nobody(const ServerCounts& counts) {
    return counts.connections == 0;
}

}  // namespace

TEST(HttpLimits, AHeaderThatDripsIsAnsweredWith408) {
    auto options = quick_options();
    options.header_time = 300ms;
    LiveServer server(routes(), options);
    {
        RawClient client(server.port());
        client.send("GET /");
        const Drip drip(client);
        const auto answer = client.answer();
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->status, 408u);
        EXPECT_EQ(answer->headers.at("connection"), "close");
    }
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(server.records(1).at(0).error, "header timeout");
}

TEST(HttpLimits, WhoeverSaysNothingIsClosedInSilence) {
    auto options = quick_options();
    options.header_time = 200ms;
    LiveServer server(routes(), options);
    RawClient client(server.port());
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(HttpLimits, ABodyThatDripsIsAnsweredWith408) {
    auto options = quick_options();
    options.body_time = 300ms;
    LiveServer server(routes(), options);
    for (const auto* framing : {"Content-Length: 900\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n384\r\n"}) {
        RawClient client(server.port());
        client.send("POST /echo HTTP/1.1\r\nHost: localhost\r\n" + std::string(framing));
        const Drip drip(client);
        const auto answer = client.answer();
        ASSERT_TRUE(answer) << framing;
        EXPECT_EQ(answer->status, 408u);
        EXPECT_EQ(answer->headers.at("connection"), "close");
    }
    EXPECT_EQ(server.records(2).at(1).error, "body timeout");
}

TEST(HttpLimits, AnIdleConnectionIsClosedInSilenceAfterItsAnswers) {
    auto options = quick_options();
    options.idle_time = 300ms;
    LiveServer server(routes(), options);
    RawClient client(server.port());
    client.send(plain);
    ASSERT_TRUE(client.answer());
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(server.records(1).size(), 1u);
}

TEST(HttpLimits, EachRequestHasItsTimeAnew) {
    auto options = quick_options();
    options.header_time = 1500ms;
    options.idle_time = 1500ms;
    LiveServer server(routes(), options);
    RawClient client(server.port());
    const auto begun = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begun < 3s) {
        client.send(plain);
        const auto answer = client.answer();
        ASSERT_TRUE(answer) << "closed although it was never idle for long";
        EXPECT_EQ(answer->status, 200u);
        std::this_thread::sleep_for(100ms);
    }
}

TEST(HttpLimits, AHandlerThatTakesTooLongIsCancelledAndAnsweredFor) {
    auto options = quick_options();
    options.handler_time = 300ms;
    std::promise<void> cancelled;
    auto table = routes();
    table.push_back(waiting([&](RequestPointer) -> asio::awaitable<Response> {
        const auto executor = co_await asio::this_coro::executor;
        asio::steady_timer never(executor, asio::steady_timer::time_point::max());
        try {
            co_await never.async_wait(asio::use_awaitable);
        } catch (const boost::system::system_error&) {
            cancelled.set_value();
            throw;
        }
        co_return text("too late");
    }));
    LiveServer server(std::move(table), options);
    RawClient client(server.port());
    client.send("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 503u);
    EXPECT_THAT(answer->body, HasSubstr("handler_timeout"));
    EXPECT_TRUE(answer->headers.contains("retry-after"));
    EXPECT_EQ(answer->headers.at("connection"), "close");
    EXPECT_EQ(answer->headers.at("x-request-id"), server.records(1).at(0).id);
    EXPECT_TRUE(client.closed_by_server());
    EXPECT_EQ(cancelled.get_future().wait_for(10s), std::future_status::ready);
    EXPECT_EQ(server.records(1).at(0).status, 503u);
    EXPECT_EQ(server.records(1).at(0).error, "handler timeout");
}

TEST(HttpLimits, TheAnswerDoesNotWaitForWorkThatCannotBeInterrupted) {
    auto options = quick_options();
    options.handler_time = 300ms;
    std::promise<void> release;
    const auto released = release.get_future().share();
    WorkerPool pool(1, 8);
    auto table = routes();
    table.push_back(waiting([&](RequestPointer) -> asio::awaitable<Response> {
        const auto work = [&] { released.wait(); };
        co_await offload(pool, work);
        co_return text("too late");
    }));
    LiveServer server(std::move(table), options);
    {
        RawClient client(server.port());
        client.send("HEAD /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
        const auto answer = client.answer(true);
        EXPECT_TRUE(answer && answer->status == 503);
        EXPECT_TRUE(client.closed_by_server()) << "no body for HEAD, and no second answer";
        const auto other = ask(server.port(), plain);
        EXPECT_TRUE(other && other->status == 200) << "other clients are served meanwhile";
    }
    release.set_value();
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(HttpLimits, ConnectionsInTotalAreBounded) {
    auto options = quick_options();
    options.connections = 2;
    LiveServer server(routes(), options);
    auto first = std::make_unique<RawClient>(server.port());
    RawClient second(server.port());
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 2; }));
    RawClient third(server.port());
    const auto refused = third.answer();
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 503u);
    EXPECT_THAT(refused->body, HasSubstr("server_full"));
    EXPECT_TRUE(refused->headers.contains("retry-after"));
    EXPECT_EQ(refused->headers.at("connection"), "close");
    EXPECT_TRUE(third.closed_by_server());
    EXPECT_EQ(server.records(1).at(0).status, 503u);
    second.send(plain);
    ASSERT_TRUE(second.answer()) << "whoever is in stays in";
    first.reset();
    ASSERT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.connections == 1; }));
    const auto answer = ask(server.port(), plain);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200u);
}

TEST(HttpLimits, ConnectionsOfOneAddressAreBounded) {
    auto options = quick_options();
    options.connections_per_address = 2;
    LiveServer server(routes(), options);
    {
        RawClient first(server.port());
        RawClient second(server.port());
        const auto refused = ask(server.port(), plain);
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->status, 429u);
        EXPECT_THAT(refused->body, HasSubstr("too_many_connections"));
        EXPECT_TRUE(refused->headers.contains("retry-after"));
        EXPECT_EQ(server.records(1).at(0).peer, "127.0.0.1");
    }
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(ask(server.port(), plain)->status, 200u);
}

TEST(HttpLimits, ATrustedProxyHasNoBoundOfItsOwn) {
    auto options = quick_options();
    options.connections_per_address = 1;
    options.trusted_proxies = {"127.0.0.0/8"};
    LiveServer server(routes(), options);
    const RawClient first(server.port());
    const RawClient second(server.port());
    const auto third = ask(server.port(), plain);
    ASSERT_TRUE(third);
    EXPECT_EQ(third->status, 200u);
}

TEST(HttpLimits, AHeaderMayBeAsLongAsTheLimitAndNoLonger) {
    auto options = quick_options();
    options.header_bytes = 2000;
    LiveServer server(routes(), options);
    const std::string frame = "GET / HTTP/1.1\r\nHost: localhost\r\nX: \r\n\r\n";
    const auto sized = [&](std::size_t bytes) {
        return "GET / HTTP/1.1\r\nHost: localhost\r\nX: " + std::string(bytes - frame.size(), 'x') +
               "\r\n\r\n";
    };
    const auto fits = ask(server.port(), sized(2000));
    ASSERT_TRUE(fits);
    EXPECT_EQ(fits->status, 200u);
    for (const std::size_t bytes : {std::size_t(2001), std::size_t(5000), std::size_t(1u << 20)}) {
        RawClient client(server.port());
        std::thread sender([&] { client.send(sized(bytes)); });
        const auto answer = client.answer();
        sender.join();
        ASSERT_TRUE(answer) << bytes;
        EXPECT_EQ(answer->status, 431u) << bytes;
        EXPECT_EQ(answer->headers.at("connection"), "close");
        EXPECT_TRUE(client.closed_by_server());
    }
}

TEST(HttpLimits, TheLimitOfAHeaderHoldsForTheSumOfItsPieces) {
    auto options = quick_options();
    options.header_bytes = 2000;
    LiveServer server(routes(), options);
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\n");
    bool open = true;
    for (int i = 0; i < 400 && open; ++i) {
        open = client.send("X-" + std::to_string(i) + ": yyyyyyyyyy\r\n");
    }
    const auto answer = client.answer();
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 431u);
}

TEST(HttpLimits, FieldsAndTargetAreBoundedToo) {
    LiveServer server(routes());
    std::string many = "GET / HTTP/1.1\r\nHost: localhost\r\n";
    for (int i = 0; i < 100; ++i) {
        many += "A: b\r\n";
    }
    EXPECT_EQ(ask(server.port(), many + "\r\n")->status, 431u);
    const auto long_target = "GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    EXPECT_EQ(ask(server.port(), long_target)->status, 414u);
}

TEST(HttpLimits, APeerThatStopsSendingStillGetsItsAnswers) {
    LiveServer server(routes());
    RawClient client(server.port());
    client.send(std::string(plain) + std::string(plain));
    client.finish_sending();
    EXPECT_TRUE(client.answer());
    EXPECT_TRUE(client.answer());
    EXPECT_TRUE(client.closed_by_server());
    RawClient unfinished(server.port());
    unfinished.send("GET / HTTP/1.1\r\nHo");
    unfinished.finish_sending();
    EXPECT_TRUE(unfinished.closed_by_server()) << "nobody waits for an answer to half a header";
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(server.records(2).size(), 2u);
}

TEST(HttpLimits, APeerThatNeverReadsIsCutOff) {
    auto options = quick_options();
    options.write_time = 300ms;
    LiveServer server(routes(), options);
    RawClient client(server.port());
    std::string burst;
    for (int i = 0; i < 3000; ++i) {
        burst += "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }
    std::thread sender([&] { client.send(burst); });
    const bool gone = server.eventually([](const ServerCounts& counts) { return counts.connections == 0; });
    sender.join();
    EXPECT_TRUE(gone);
    EXPECT_LT(server.records(1).size(), 3000u);
    EXPECT_EQ(ask(server.port(), plain)->status, 200u);
}

TEST(HttpLimits, CrashesOfClientsLeaveNothingBehind) {
    LiveServer server(routes());
    for (const auto* begun : {"", "GET", "GET / HTTP/1.1\r\nHost: x\r\n",
                              "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nab",
                              "GET /large HTTP/1.1\r\nHost: x\r\n\r\n"}) {
        for (int i = 0; i < 20; ++i) {
            RawClient client(server.port());
            client.send(begun);
            client.abort();
        }
    }
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(ask(server.port(), plain)->status, 200u);
}

}  // namespace reformdesk::net::testing
