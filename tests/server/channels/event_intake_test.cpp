// Written before it is acknowledged, many at once, and never more than fits in memory.
#include "server/channels/event_intake.hpp"

#include "server/desk/store.hpp"
#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/server/channels/loop.hpp"

#include <map>
#include <mutex>

#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

namespace asio = boost::asio;
using connectors::Channel;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// Remembers how large the writes were.
class CountingStore : public fakes::ChannelStore {
  public:
    std::vector<std::int64_t> record_events(std::span<const desk::ChannelEvent> events) override {
        {
            const std::scoped_lock lock(counting_);
            writes_.push_back(events.size());
        }
        return ChannelStore::record_events(events);
    }
    std::vector<std::size_t> writes() {
        const std::scoped_lock lock(counting_);
        return writes_;
    }

  private:
    std::mutex counting_;
    std::vector<std::size_t> writes_;
};

class EventIntakeTest : public testing::Test {
  protected:
    static desk::ChannelEvent event(const std::string& key) {
        desk::ChannelEvent made;
        made.channel = Channel::zalo_oa;
        made.key = key;
        made.name = "user_send_text";
        made.body = R"({"event_name":"user_send_text"})";
        made.received_at = fakes::a_tuesday;
        return made;
    }
    /// Begins to write it; the result comes while the context runs.
    void begin(const std::string& key) {
        asio::co_spawn(context, write(key), asio::detached);
        context.poll();
        context.restart();
    }
    asio::awaitable<void> write(std::string key) {
        auto made = event(key);
        const Intake result = co_await intake.write(std::move(made));
        results[std::move(key)].push_back(result);
    }
    void finish() {
        context.run();
        context.restart();
    }
    std::size_t count(Intake wanted) const {
        std::size_t found = 0;
        for (const auto& [key, all] : results) {
            found += static_cast<std::size_t>(std::ranges::count(all, wanted));
        }
        return found;
    }

    asio::io_context context;
    CountingStore store;
    net::WorkerPool pool{1, 1};
    int stored = 0;
    std::vector<std::string> troubles;
    std::map<std::string, std::vector<Intake>> results;
    EventIntake intake{context.get_executor(), store, pool, [this] { ++stored; },
                       [this](const std::string& why) { troubles.push_back(why); }};
};

TEST_F(EventIntakeTest, is_acknowledged_when_it_is_on_disk) {
    Blocker busy(pool);
    begin("a");
    EXPECT_THAT(results, IsEmpty());
    busy.release();
    finish();
    EXPECT_THAT(results["a"], ElementsAre(Intake::stored));
    EXPECT_THAT(store.all_events(), SizeIs(1));
    EXPECT_EQ(stored, 1);
}

TEST_F(EventIntakeTest, a_repeated_event_is_told_and_wakes_nobody) {
    begin("a");
    finish();
    begin("a");
    finish();
    EXPECT_THAT(results["a"], ElementsAre(Intake::stored, Intake::repeated));
    EXPECT_THAT(store.all_events(), SizeIs(1));
    EXPECT_EQ(stored, 1);
}

TEST_F(EventIntakeTest, what_arrives_during_a_write_goes_into_the_next_one_together) {
    Blocker busy(pool);
    begin("first");
    for (int i = 0; i < 100; ++i) {
        begin("e-" + std::to_string(i));
    }
    begin("e-7");
    EXPECT_EQ(intake.waiting(), 101U);
    busy.release();
    finish();
    EXPECT_THAT(store.writes(), ElementsAre(1U, 101U));
    EXPECT_EQ(count(Intake::stored), 101U);
    EXPECT_THAT(results["e-7"], testing::UnorderedElementsAre(Intake::stored, Intake::repeated));
    EXPECT_EQ(intake.waiting(), 0U);
    EXPECT_EQ(store.all_events().at(1).event.key, "e-0") << "in the order in which they came";
}

TEST_F(EventIntakeTest, at_most_so_many_wait_and_the_others_are_sent_away) {
    Blocker busy(pool);
    begin("first");
    const auto most = EventIntake::most_waiting;
    for (std::size_t i = 0; i < most + 10; ++i) {
        begin("e-" + std::to_string(i));
    }
    EXPECT_EQ(intake.waiting(), most);
    EXPECT_EQ(count(Intake::busy), 10U) << "at once";
    busy.release();
    finish();
    EXPECT_EQ(count(Intake::stored), most + 1);
    const auto writes = store.writes();
    EXPECT_THAT(writes, SizeIs(1 + most / EventIntake::largest_batch));
    EXPECT_EQ(std::ranges::max(writes), EventIntake::largest_batch);
    begin("after");
    finish();
    EXPECT_THAT(results["after"], ElementsAre(Intake::stored)) << "and then there is room again";
}

TEST_F(EventIntakeTest, a_failing_database_acknowledges_nothing) {
    store.fail_next_write(fakes::DeskStore::Failure::before);
    begin("a");
    finish();
    EXPECT_THAT(results["a"], ElementsAre(Intake::failed));
    EXPECT_THAT(troubles, ElementsAre("the disk is full"));
    EXPECT_EQ(stored, 0);
    begin("a");
    finish();
    EXPECT_THAT(results["a"], ElementsAre(Intake::failed, Intake::stored));
}

TEST_F(EventIntakeTest, what_was_stored_unnoticed_is_repeated_when_it_is_sent_again) {
    store.fail_next_write(fakes::DeskStore::Failure::after);
    begin("a");
    finish();
    begin("a");
    finish();
    EXPECT_THAT(results["a"], ElementsAre(Intake::failed, Intake::repeated));
    EXPECT_THAT(store.all_events(), SizeIs(1));
}

TEST_F(EventIntakeTest, workers_that_are_all_busy_send_away) {
    Blocker busy(pool);
    ASSERT_TRUE(pool.submit([] {}));
    begin("a");
    run_until(context, [this] { return !results.empty(); });
    EXPECT_THAT(results["a"], ElementsAre(Intake::busy));
    EXPECT_THAT(troubles, IsEmpty());
    busy.release();
}

}  // namespace
}  // namespace reformdesk::channels
