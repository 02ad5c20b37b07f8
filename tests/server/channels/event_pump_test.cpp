// In order within a lane, lanes side by side, and nothing that fails blocks anything else.
#include "server/channels/event_pump.hpp"

#include "server/desk/store.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/server/channels/loop.hpp"

#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>
#include <thread>

#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

namespace asio = boost::asio;
using desk::EventOutcome;
using testing::ElementsAre;
using testing::IsEmpty;

// The body is the lane, the key what is handled.
class Handler : public EventHandler {
  public:
    using Behaviour = std::function<void(const desk::ChannelEvent&)>;

    /// Called before the event counts as handled; may throw.
    void behave(Behaviour behaviour) {
        const std::scoped_lock lock(mutex_);
        behaviour_ = std::move(behaviour);
    }
    std::vector<std::string> handled(const std::string& lane) {
        const std::scoped_lock lock(mutex_);
        return handled_[lane];
    }
    std::size_t count() {
        const std::scoped_lock lock(mutex_);
        std::size_t sum = 0;
        for (const auto& [lane, keys] : handled_) {
            sum += keys.size();
        }
        return sum;
    }

    std::string lane(const desk::ChannelEvent& event) override {
        on_io_thread_ = on_io_thread_ || std::this_thread::get_id() == io_thread_;
        if (event.body == "no lane") {
            throw std::runtime_error("no lane");
        }
        return event.body;
    }
    desk::EventSettlement handle(const desk::ChannelEvent& event) override {
        on_io_thread_ = on_io_thread_ || std::this_thread::get_id() == io_thread_;
        Behaviour behaviour;
        {
            const std::scoped_lock lock(mutex_);
            behaviour = behaviour_;
        }
        if (behaviour) {
            behaviour(event);
        }
        const std::scoped_lock lock(mutex_);
        handled_[event.body].push_back(event.key);
        return {event.id, EventOutcome::handled, "done"};
    }
    bool was_on_io_thread() const { return on_io_thread_; }

  private:
    std::mutex mutex_;
    Behaviour behaviour_;
    std::map<std::string, std::vector<std::string>> handled_;
    const std::thread::id io_thread_ = std::this_thread::get_id();
    std::atomic<bool> on_io_thread_ = false;
};

class EventPumpTest : public testing::Test {
  protected:
    ~EventPumpTest() override {
        EXPECT_FALSE(handler.was_on_io_thread());
        EXPECT_FALSE(trouble_elsewhere);
    }

    void add(const std::string& lane, const std::string& key) {
        desk::ChannelEvent event;
        event.key = key;
        event.body = lane;
        event.received_at = clock.now();
        store.record_events(std::vector{event});
    }
    EventPump make_pump(EventPumpOptions options) {
        return {context.get_executor(),
                store,
                pool,
                clock,
                handler,
                [this](const std::string& why) {
                    trouble_elsewhere = trouble_elsewhere || std::this_thread::get_id() != here;
                    troubles.push_back(why);
                },
                options};
    }
    /// Starts the pump, runs it until the condition holds, and stops it.
    void pump_until(const std::function<bool()>& condition, EventPumpOptions options = quick()) {
        auto pump = make_pump(options);
        bool ended = false;
        asio::co_spawn(context, pump.run(), [&](const std::exception_ptr& error) {
            EXPECT_FALSE(error);
            ended = true;
        });
        run_until(context, condition);
        pump.stop();
        run_until(context, [&] { return ended; });
    }
    static EventPumpOptions quick() { return {256, 4, std::chrono::milliseconds(30)}; }
    bool all_settled() { return store.unsettled_events(0, 1).empty(); }
    std::optional<desk::EventSettlement> settlement(const std::string& key) {
        for (const auto& [event, settled] : store.all_events()) {
            if (event.key == key) {
                return settled;
            }
        }
        return std::nullopt;
    }

    asio::io_context context;
    fakes::ChannelStore store;
    fakes::Clock clock;
    net::WorkerPool pool{4, 64};
    Handler handler;
    std::vector<std::string> troubles;
    const std::thread::id here = std::this_thread::get_id();
    bool trouble_elsewhere = false;
};

TEST_F(EventPumpTest, handles_each_lane_in_its_order) {
    std::map<std::string, std::vector<std::string>> expected;
    for (int i = 0; i < 500; ++i) {
        const auto lane = "lane-" + std::to_string(i % 7);
        add(lane, "e-" + std::to_string(i));
        expected[lane].push_back("e-" + std::to_string(i));
    }
    pump_until([this] { return all_settled(); }, {64, 4, std::chrono::seconds(10)});
    for (const auto& [lane, keys] : expected) {
        EXPECT_EQ(handler.handled(lane), keys);
    }
    EXPECT_EQ(settlement("e-0")->reason, "done");
    EXPECT_THAT(troubles, IsEmpty());
}

TEST_F(EventPumpTest, works_on_lanes_side_by_side) {
    std::atomic<int> waiting = 0;
    handler.behave([&](const desk::ChannelEvent&) {
        ++waiting;
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (waiting < 4 && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
    });
    for (const auto* const lane : {"a", "b", "c", "d"}) {
        add(lane, lane);
    }
    pump_until([this] { return all_settled(); });
    EXPECT_EQ(waiting, 4) << "all four were under way at once";
}

TEST_F(EventPumpTest, uses_no_more_workers_than_it_may) {
    std::atomic<int> now = 0;
    std::atomic<int> most = 0;
    handler.behave([&](const desk::ChannelEvent&) {
        most = std::max(most.load(), ++now);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
        --now;
    });
    for (int i = 0; i < 20; ++i) {
        add("lane-" + std::to_string(i), "e-" + std::to_string(i));
    }
    pump_until([this] { return all_settled(); }, {256, 2, std::chrono::seconds(10)});
    EXPECT_LE(most, 2);
}

TEST_F(EventPumpTest, a_wake_brings_what_is_new) {
    auto pump = make_pump({256, 4, std::chrono::hours(1)});
    asio::co_spawn(context, pump.run(), asio::detached);
    context.run_for(std::chrono::milliseconds(50));
    context.restart();
    add("a", "late");
    pump.wake();
    run_until(context, [this] { return all_settled(); });
    pump.stop();
    context.run();
}

TEST_F(EventPumpTest, without_a_wake_it_looks_from_time_to_time) {
    auto pump = make_pump(quick());
    asio::co_spawn(context, pump.run(), asio::detached);
    context.run_for(std::chrono::milliseconds(10));
    context.restart();
    add("a", "of another process");
    run_until(context, [this] { return all_settled(); });
    pump.stop();
    context.run();
}

// ---- failures

TEST_F(EventPumpTest, a_failing_store_keeps_the_order_and_is_tried_again) {
    std::atomic<int> failures = 3;
    handler.behave([&](const desk::ChannelEvent& event) {
        if (event.key == "a-2" && failures-- > 0) {
            throw desk::StoreError("the disk is gone");
        }
    });
    for (const auto* const key : {"a-1", "a-2", "a-3"}) {
        add("a", key);
    }
    add("b", "b-1");
    pump_until([this] { return all_settled(); });
    EXPECT_THAT(handler.handled("a"), ElementsAre("a-1", "a-2", "a-3"));
    EXPECT_THAT(handler.handled("b"), ElementsAre("b-1"));
    EXPECT_THAT(troubles, ElementsAre("the disk is gone", "the disk is gone", "the disk is gone"));
}

TEST_F(EventPumpTest, what_comes_later_does_not_overtake_what_failed) {
    std::atomic<bool> failing = true;
    handler.behave([&](const desk::ChannelEvent& event) {
        if (event.key == "a-1" && failing) {
            throw desk::StoreError("the disk is gone");
        }
    });
    add("a", "a-1");
    auto pump = make_pump({256, 4, std::chrono::milliseconds(100)});
    asio::co_spawn(context, pump.run(), asio::detached);
    run_until(context, [this] { return !troubles.empty(); });
    add("a", "a-2");
    add("b", "b-1");
    pump.wake();
    run_until(context, [this] { return handler.handled("b").size() == 1; });
    EXPECT_THAT(handler.handled("a"), IsEmpty());
    failing = false;
    run_until(context, [this] { return all_settled(); });
    EXPECT_THAT(handler.handled("a"), ElementsAre("a-1", "a-2"));
    pump.stop();
    context.run();
}

TEST_F(EventPumpTest, what_failed_is_tried_again_though_more_comes_all_the_time) {
    std::atomic<int> failures = 1;
    handler.behave([&](const desk::ChannelEvent& event) {
        if (event.key == "a-1" && failures-- > 0) {
            throw desk::StoreError("the disk is gone");
        }
    });
    add("a", "a-1");
    auto pump = make_pump({256, 4, std::chrono::milliseconds(50)});
    asio::co_spawn(context, pump.run(), asio::detached);
    int more = 0;
    run_until(context, [&] {
        add("b", "b-" + std::to_string(++more));
        pump.wake();
        return !handler.handled("a").empty();
    });
    EXPECT_THAT(handler.handled("a"), ElementsAre("a-1"));
    pump.stop();
    context.run();
}

TEST_F(EventPumpTest, a_poisonous_event_is_put_aside) {
    handler.behave([](const desk::ChannelEvent& event) {
        if (event.key == "a-2") {
            throw std::out_of_range("no such thing");
        }
    });
    for (const auto* const key : {"a-1", "a-2", "a-3"}) {
        add("a", key);
    }
    pump_until([this] { return all_settled(); });
    EXPECT_THAT(handler.handled("a"), ElementsAre("a-1", "a-3"));
    const auto poison = settlement("a-2");
    ASSERT_TRUE(poison);
    EXPECT_EQ(poison->outcome, EventOutcome::malformed);
    EXPECT_EQ(poison->reason, "no such thing");
    EXPECT_TRUE(poison->keep_body);
    EXPECT_THAT(troubles, ElementsAre("no such thing"));
}

TEST_F(EventPumpTest, an_event_without_a_lane_blocks_nothing) {
    add("no lane", "x");
    add("a", "a-1");
    pump_until([this] { return all_settled(); });
    EXPECT_EQ(handler.count(), 2U);
}

TEST_F(EventPumpTest, a_lost_settlement_is_handled_again_before_what_follows) {
    add("a", "a-1");
    store.fail_next_write(fakes::DeskStore::Failure::before);
    pump_until([this] { return handler.handled("a").size() == 2; });
    EXPECT_THAT(handler.handled("a"), ElementsAre("a-1", "a-1"));
    EXPECT_TRUE(all_settled());
}

TEST_F(EventPumpTest, lanes_behind_one_whose_settlement_failed_are_worked_on) {
    for (int i = 0; i < 5; ++i) {
        add("lane-" + std::to_string(i), "e-" + std::to_string(i));
    }
    store.fail_next_write(fakes::DeskStore::Failure::before);
    pump_until([this] { return handler.count() == 5; }, {256, 1, std::chrono::hours(1)});
    EXPECT_EQ(store.unsettled_events(0, 10).size(), 1U) << "without waiting for the next round";
}

TEST_F(EventPumpTest, busy_workers_delay_and_lose_nothing) {
    net::WorkerPool small{1, 1};
    EventPump pump{context.get_executor(),
                   store,
                   small,
                   clock,
                   handler,
                   [this](const std::string& why) { troubles.push_back(why); },
                   quick()};
    Blocker busy(small);
    ASSERT_TRUE(small.submit([] {}));
    add("a", "a-1");
    asio::co_spawn(context, pump.run(), asio::detached);
    run_until(context, [this] { return !troubles.empty(); });
    busy.release();
    run_until(context, [this] { return all_settled(); });
    pump.stop();
    context.run();
}

// ---- stopping

TEST_F(EventPumpTest, stops_at_the_end_of_the_batch) {
    for (int i = 0; i < 100; ++i) {
        add("a", "e-" + std::to_string(i));
    }
    auto pump = make_pump({10, 4, std::chrono::hours(1)});
    handler.behave([&](const desk::ChannelEvent& event) {
        if (event.key == "e-14") {
            asio::post(context, [&] { pump.stop(); });
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
        }
    });
    asio::co_spawn(context, pump.run(), asio::detached);
    context.run();
    EXPECT_EQ(handler.count(), 20U);
    EXPECT_EQ(store.unsettled_events(0, 100).size(), 80U);
}

TEST_F(EventPumpTest, two_processes_on_one_store_settle_each_event_once) {
    for (int i = 0; i < 200; ++i) {
        add("lane-" + std::to_string(i % 5), "e-" + std::to_string(i));
    }
    auto one = make_pump({16, 2, std::chrono::milliseconds(20)});
    auto other = make_pump({16, 2, std::chrono::milliseconds(20)});
    asio::co_spawn(context, one.run(), asio::detached);
    asio::co_spawn(context, other.run(), asio::detached);
    run_until(context, [this] { return all_settled(); });
    one.stop();
    other.stop();
    context.run();
    EXPECT_GE(handler.count(), 200U);
}

}  // namespace
}  // namespace reformdesk::channels
