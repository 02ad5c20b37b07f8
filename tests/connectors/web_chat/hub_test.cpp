// Who is told what, also while watchers come and go.
#include "connectors/web_chat/hub.hpp"

#include <optional>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::web_chat {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class HubTest : public testing::Test {
  protected:
    // What the outbox does.
    DeliveryOutcome send(const std::string& conversation, std::int64_t sequence) {
        OutboundMessage message;
        message.conversation = conversation;
        message.sequence = sequence;
        boost::asio::io_context context;
        DeliveryResult result;
        boost::asio::co_spawn(context, hub.send(std::move(message)),
                              [&result](std::exception_ptr error, DeliveryResult delivered) {
                                  EXPECT_EQ(error, nullptr);
                                  result = std::move(delivered);
                              });
        context.run();
        return result.outcome;
    }
    Hub::Subscription watch(const std::string& conversation, std::vector<std::int64_t>& told) {
        return hub.subscribe(conversation, [&told](std::int64_t sequence) { told.push_back(sequence); });
    }

    Hub hub;
    std::vector<std::int64_t> first;
    std::vector<std::int64_t> second;
};

TEST_F(HubTest, is_the_connector_of_the_web_chat) {
    EXPECT_EQ(hub.channel(), Channel::web_chat);
}

TEST_F(HubTest, an_entry_that_nobody_watches_waits_in_the_log) {
    const auto subscription = watch("a", first);
    EXPECT_EQ(send("b", 3), DeliveryOutcome::waiting);
    EXPECT_THAT(first, IsEmpty());
}

TEST_F(HubTest, tells_every_tab_of_the_conversation) {
    const auto one_tab = watch("a", first);
    const auto another_tab = watch("a", second);
    EXPECT_EQ(send("a", 3), DeliveryOutcome::delivered);
    EXPECT_EQ(send("a", 4), DeliveryOutcome::delivered);
    EXPECT_THAT(first, ElementsAre(3, 4));
    EXPECT_THAT(second, ElementsAre(3, 4));
}

TEST_F(HubTest, tells_that_tickets_changed) {
    const auto subscription = watch("a", first);
    EXPECT_EQ(hub.notify("a"), 1u);
    EXPECT_EQ(hub.notify("b"), 0u);
    EXPECT_THAT(first, ElementsAre(0));
}

TEST_F(HubTest, counts_watchers_and_conversations) {
    EXPECT_EQ(hub.watchers(), 0u);
    {
        const auto a = watch("a", first);
        const auto again = watch("a", first);
        auto b = watch("b", second);
        EXPECT_EQ(hub.watchers(), 3u);
        EXPECT_EQ(hub.conversations(), 2u);
        b.reset();
        b.reset();
        EXPECT_EQ(hub.watchers(), 2u);
        EXPECT_EQ(hub.conversations(), 1u);
    }
    EXPECT_EQ(hub.watchers(), 0u);
    EXPECT_EQ(hub.conversations(), 0u);
    EXPECT_EQ(send("a", 3), DeliveryOutcome::waiting);
}

TEST_F(HubTest, a_subscription_moves) {
    auto subscription = watch("a", first);
    Hub::Subscription kept = std::move(subscription);
    EXPECT_EQ(hub.watchers(), 1u);
    kept = watch("b", second);
    EXPECT_EQ(hub.watchers(), 1u);
    EXPECT_EQ(send("a", 3), DeliveryOutcome::waiting);
    EXPECT_EQ(send("b", 3), DeliveryOutcome::delivered);
    kept = Hub::Subscription();
    EXPECT_EQ(hub.watchers(), 0u);
}

TEST_F(HubTest, a_watcher_may_leave_while_it_is_told) {
    std::optional<Hub::Subscription> self;
    const std::string captured = "long enough to live on the heap, so that a use after free is seen";
    std::string told;
    self = hub.subscribe("a", [&self, &told, captured](std::int64_t) {
        self.reset();
        told = captured;
    });
    EXPECT_EQ(send("a", 3), DeliveryOutcome::delivered);
    EXPECT_EQ(told, captured);
    EXPECT_EQ(hub.watchers(), 0u);
}

TEST_F(HubTest, a_watcher_that_another_sends_away_is_not_told) {
    std::optional<Hub::Subscription> other;
    const auto killer = hub.subscribe("a", [&other](std::int64_t) { other.reset(); });
    other = watch("a", second);
    send("a", 3);
    EXPECT_THAT(second, IsEmpty());
}

TEST_F(HubTest, a_watcher_that_comes_while_others_are_told_is_told_next_time) {
    std::optional<Hub::Subscription> newcomer;
    const auto host = hub.subscribe("a", [&](std::int64_t) {
        if (!newcomer) {
            newcomer = watch("a", second);
        }
    });
    send("a", 3);
    send("a", 4);
    EXPECT_THAT(second, ElementsAre(4));
}

TEST_F(HubTest, a_watcher_may_notify) {
    bool notified = false;
    const auto chatty = hub.subscribe("a", [&](std::int64_t) {
        if (!notified) {
            notified = true;
            hub.notify("a");
        }
    });
    const auto quiet = watch("a", second);
    send("a", 3);
    EXPECT_THAT(second, ElementsAre(0, 3));
}

TEST(HubLifetime, a_subscription_may_outlive_the_hub) {
    auto hub = std::make_unique<Hub>();
    auto subscription = hub->subscribe("a", [](std::int64_t) {});
    hub.reset();
    subscription.reset();
}

}  // namespace
}  // namespace reformdesk::connectors::web_chat
