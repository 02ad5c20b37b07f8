// The loop of getUpdates: what it stores, when it waits, what it tells, and how it stops.
#include "connectors/zalo_bot/polling.hpp"

#include "tests/fakes/http_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

std::string update(const std::string& id) {
    return R"({"event_name":"message.text.received","message":{"message_id":")" + id +
           R"(","from":{"id":"u1"},"chat":{"id":"u1","chat_type":"PRIVATE"},"text":"a"}})";
}

HttpResult updates(const std::string& result) {
    return fakes::answered(R"({"ok":true,"result":)" + result + "}");
}

HttpResult nobody_wrote() {
    return fakes::answered(R"({"ok":false,"error_code":408,"description":"Request timeout"})");
}

HttpResult webhook(const std::string& url) {
    return fakes::answered(R"({"ok":true,"result":{"url":")" + url + R"(","updated_at":1}})");
}

// Real time, but milliseconds of it.
PollingOptions quick() {
    PollingOptions options;
    options.first_pause = 1ms;
    options.longest_pause = 4ms;
    options.shortest_poll = 0ms;
    return options;
}

class PollingTest : public testing::Test {
  protected:
    PollingTest() { http.always("getWebhookInfo", webhook("")); }

    // Until somebody stops it; not for ever.
    void run(PollingOptions options = quick()) {
        polling.emplace(
            context.get_executor(), client, [this](Event event) { return store(std::move(event)); },
            [this](const PollingNotice& notice) { notices.push_back(notice); }, options);
        bool returned = false;
        boost::asio::co_spawn(context, polling->run(), [&returned](std::exception_ptr error) {
            EXPECT_EQ(error, nullptr);
            returned = true;
        });
        context.run_for(10s);
        EXPECT_TRUE(returned);
    }
    boost::asio::awaitable<void> store(Event event) {
        if (failing_stores > 0) {
            --failing_stores;
            throw std::runtime_error("disk full");
        }
        stored.push_back(event.message_id);
        if (stored.size() == stop_after) {
            polling->stop();
        }
        co_return;
    }
    // Answers getUpdates, then stops the loop while that call still goes on.
    void stop_at_call(std::size_t number, HttpResult result) {
        http.always("getUpdates", [this, number, result](const auto&) {
            if (http.count("getUpdates") >= number) {
                polling->stop();
            }
            return result;
        });
    }
    std::vector<PollingEvent> events() const {
        std::vector<PollingEvent> all;
        for (const auto& notice : notices) {
            all.push_back(notice.event);
        }
        return all;
    }

    boost::asio::io_context context;
    fakes::HttpClient http;
    Client client{http, {"123456:VDKyGxQvcSecretPart", "https://bot-api.example"}};
    std::optional<Polling> polling;
    std::vector<std::string> stored;
    std::vector<PollingNotice> notices;
    int failing_stores = 0;
    std::size_t stop_after = 0;
};

TEST_F(PollingTest, StoresOneUpdateAfterTheOther) {
    http.once("getUpdates", updates(update("m1")));
    http.once("getUpdates", nobody_wrote());
    http.once("getUpdates", updates("[" + update("m2") + "," + update("m3") + "]"));
    http.once("getUpdates", updates(update("m4")));
    stop_after = 4;
    run();
    EXPECT_THAT(stored, ElementsAre("m1", "m2", "m3", "m4"));
    EXPECT_EQ(http.count("getUpdates"), 4u);
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(PollingTest, FetchesNothingMoreBeforeAnUpdateIsStored) {
    http.once("getUpdates", updates("[" + update("m1") + "," + update("m2") + "]"));
    failing_stores = 3;
    stop_after = 2;
    run();
    EXPECT_THAT(stored, ElementsAre("m1", "m2"));
    EXPECT_EQ(http.count("getUpdates"), 1u);
    EXPECT_THAT(events(), ElementsAre(PollingEvent::store_failed, PollingEvent::store_failed,
                                      PollingEvent::store_failed, PollingEvent::recovered));
    EXPECT_EQ(notices[0].detail, "disk full");
}

TEST_F(PollingTest, WaitsLongerAfterEachFailureUpToALimit) {
    for (int i = 0; i < 5; ++i) {
        http.once("getUpdates", fakes::unsent());
    }
    http.once("getUpdates", updates(update("m1")));
    stop_after = 1;
    auto options = quick();
    options.first_pause = 8ms;
    options.longest_pause = 32ms;
    run(options);
    EXPECT_THAT(stored, ElementsAre("m1"));
    ASSERT_EQ(notices.size(), 6u);
    const std::vector<milliseconds> longest{8ms, 16ms, 32ms, 32ms, 32ms};
    for (std::size_t i = 0; i < longest.size(); ++i) {
        EXPECT_EQ(notices[i].event, PollingEvent::poll_failed);
        EXPECT_EQ(notices[i].outcome, CallOutcome::not_sent);
        EXPECT_LE(notices[i].pause, longest[i]);
        EXPECT_GE(notices[i].pause, longest[i] / 2);
    }
    EXPECT_EQ(notices[5].event, PollingEvent::recovered);
}

TEST_F(PollingTest, ASuccessForgetsTheFailures) {
    http.once("getUpdates", fakes::unsent());
    http.once("getUpdates", fakes::unsent());
    http.once("getUpdates", nobody_wrote());
    http.once("getUpdates", fakes::unsent());
    http.once("getUpdates", updates(update("m1")));
    stop_after = 1;
    run();
    ASSERT_EQ(notices.size(), 5u);
    EXPECT_EQ(notices[2].event, PollingEvent::recovered);
    EXPECT_LE(notices[3].pause, 1ms);
}

TEST_F(PollingTest, WaitsAsLongAsZaloSays) {
    http.once("getUpdates", fakes::answered(R"({"ok":false,"error_code":429})", 429, {{"retry-after", "0"}}));
    http.once("getUpdates", fakes::answered(R"({"ok":false,"error_code":429})", 429, {{"retry-after", "1"}}));
    http.once("getUpdates", updates(update("m1")));
    stop_after = 1;
    run();
    EXPECT_LE(notices[0].pause, 1ms);
    EXPECT_EQ(notices[1].pause, 1s);
}

TEST_F(PollingTest, DoesNotHammerAZaloThatAnswersAtOnce) {
    for (int i = 0; i < 3; ++i) {
        http.once("getUpdates", nobody_wrote());
    }
    http.once("getUpdates", updates(update("m1")));
    stop_after = 1;
    auto options = quick();
    options.first_pause = 20ms;
    options.shortest_poll = 10s;
    const auto started = std::chrono::steady_clock::now();
    run(options);
    EXPECT_GE(std::chrono::steady_clock::now() - started, 60ms);
    EXPECT_THAT(notices, IsEmpty());
}

TEST_F(PollingTest, TellsThatAWebhookTakesEverything) {
    http.once("getWebhookInfo", webhook("https://other.example/secret-path"));
    http.once("getWebhookInfo", webhook("https://other.example/secret-path"));
    http.once("getWebhookInfo", webhook(""));
    http.always("getUpdates", nobody_wrote());
    stop_at_call(5, nobody_wrote());
    auto options = quick();
    options.webhook_check = 0ms;
    run(options);
    EXPECT_THAT(events(), ElementsAre(PollingEvent::webhook_set, PollingEvent::webhook_gone));
    EXPECT_EQ(notices[0].detail, "https://other.example");
}

TEST_F(PollingTest, LooksForAWebhookOnlyNowAndThen) {
    stop_at_call(5, nobody_wrote());
    run();
    EXPECT_EQ(http.count("getWebhookInfo"), 1u);
}

TEST_F(PollingTest, AFailingLookForTheWebhookDoesNotStopThePolling) {
    http.once("getWebhookInfo", fakes::unsent());
    http.once("getUpdates", updates(update("m1")));
    stop_after = 1;
    run();
    EXPECT_THAT(stored, ElementsAre("m1"));
}

TEST_F(PollingTest, SurvivesAnHttpClientThatThrows) {
    http.always("getUpdates", [this](const auto&) -> HttpResult {
        if (http.count("getUpdates") == 1) {
            throw std::runtime_error("broken");
        }
        return updates(update("m1"));
    });
    stop_after = 1;
    run();
    EXPECT_THAT(stored, ElementsAre("m1"));
    EXPECT_EQ(notices[0].detail, "broken");
}

TEST_F(PollingTest, StopsAtOnceWhileItWaitsForZalo) {
    http.hold("getUpdates");
    http.once("getUpdates", nobody_wrote());
    boost::asio::steady_timer timer(context, 20ms);
    timer.async_wait([this](auto) { polling->stop(); });
    const auto started = std::chrono::steady_clock::now();
    run();
    EXPECT_LT(std::chrono::steady_clock::now() - started, 5s);
}

TEST_F(PollingTest, StopsAtOnceWhileItPauses) {
    http.once("getUpdates", fakes::unsent());
    boost::asio::steady_timer timer(context, 20ms);
    timer.async_wait([this](auto) { polling->stop(); });
    auto options = quick();
    options.first_pause = 60s;
    options.longest_pause = 60s;
    run(options);
    EXPECT_THAT(events(), ElementsAre(PollingEvent::poll_failed));
}

TEST_F(PollingTest, WhatArrivesWhileItStopsIsStored) {
    http.hold("getUpdates");
    http.once("getUpdates", updates("[" + update("m1") + "," + update("m2") + "]"));
    boost::asio::steady_timer timer(context, 20ms);
    timer.async_wait([this](auto) { polling->stop(); });
    run();
    EXPECT_THAT(stored, ElementsAre("m1", "m2"));
}

TEST_F(PollingTest, SaysWhatItLosesWhenItStopsWithoutAStore) {
    http.once("getUpdates", updates("[" + update("m1") + "," + update("m2") + "]"));
    failing_stores = 1'000'000;
    boost::asio::steady_timer timer(context, 20ms);
    timer.async_wait([this](auto) { polling->stop(); });
    run();
    ASSERT_GE(notices.size(), 3u);
    EXPECT_EQ(notices.back().event, PollingEvent::lost);
    EXPECT_EQ(notices.back().detail, "m2");
    EXPECT_EQ(notices[notices.size() - 3].event, PollingEvent::lost);
    EXPECT_EQ(notices[notices.size() - 3].detail, "m1");
}

TEST_F(PollingTest, StoppedBeforeItRunsItDoesNothing) {
    polling.emplace(context.get_executor(), client, nullptr, nullptr, quick());
    polling->stop();
    bool returned = false;
    boost::asio::co_spawn(context, polling->run(), [&returned](std::exception_ptr) { returned = true; });
    context.run();
    EXPECT_TRUE(returned);
    EXPECT_THAT(http.requests(), IsEmpty());
}

TEST(PollingPause, DoublesUpToAMinute) {
    const PollingOptions options;
    const std::vector<std::pair<int, milliseconds>> longest{
        {0, 1s}, {1, 1s}, {2, 2s}, {3, 4s}, {6, 32s}, {7, 60s}, {8, 60s}, {99, 60s}, {1 << 30, 60s}};
    for (const auto& [failures, pause] : longest) {
        EXPECT_EQ(pause_after(failures, 0.0, options), pause);
        EXPECT_EQ(pause_after(failures, 1.0, options), pause / 2);
        EXPECT_EQ(pause_after(failures, 0.5, options), pause * 3 / 4);
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
