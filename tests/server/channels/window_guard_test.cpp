// What Zalo would refuse is not even tried.
#include "server/channels/window_guard.hpp"

#include "tests/fakes/channel_store.hpp"
#include "tests/fakes/clock.hpp"
#include "tests/server/channels/loop.hpp"

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

namespace asio = boost::asio;
using connectors::Channel;
using connectors::DeliveryOutcome;

class TakesAll : public connectors::Connector {
  public:
    Channel channel() const override { return Channel::zalo_oa; }
    asio::awaitable<connectors::DeliveryResult> send(connectors::OutboundMessage) override {
        ++sent;
        connectors::DeliveryResult result;
        result.outcome = DeliveryOutcome::delivered;
        co_return result;
    }

    int sent = 0;
};

class WindowGuardTest : public testing::Test {
  protected:
    connectors::DeliveryResult send(const std::string& conversation) {
        connectors::DeliveryResult result;
        run(context, [&]() -> asio::awaitable<void> {
            connectors::OutboundMessage message;
            message.conversation = conversation;
            message.parts_delivered = 2;
            result = co_await guard.send(std::move(message));
        });
        return result;
    }
    void last_wrote(std::chrono::milliseconds ago) {
        desk::Contact contact;
        contact.channel = Channel::zalo_oa;
        contact.id = "u1";
        contact.last_interaction = clock.now() - ago;
        store.put_contact(contact);
    }

    void put_group(bool gone) {
        desk::Group group;
        group.channel = Channel::zalo_oa;
        group.id = "g-1";
        group.gone = gone;
        store.put_group(group, "test", clock.now());
    }

    asio::io_context context;
    fakes::ChannelStore store;
    fakes::Clock clock;
    net::WorkerPool pool{1, 4};
    TakesAll zalo;
    WindowGuard guard{zalo, store, store, pool, clock};
};

TEST_F(WindowGuardTest, seven_days_are_still_in_time) {
    last_wrote(WindowGuard::window);
    EXPECT_EQ(send("person:u1").outcome, DeliveryOutcome::delivered);
}

TEST_F(WindowGuardTest, after_them_nothing_is_tried) {
    last_wrote(WindowGuard::window + std::chrono::milliseconds(1));
    const auto result = send("person:u1");
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, connectors::DeliveryReason::window_closed);
    EXPECT_EQ(result.parts_delivered, 2U) << "the rest goes out when the person is back";
    EXPECT_FALSE(result.detail.empty());
    EXPECT_EQ(zalo.sent, 0);
}

TEST_F(WindowGuardTest, a_group_has_no_window) {
    last_wrote(WindowGuard::window * 2);
    put_group(false);
    EXPECT_EQ(send("group:g-1/u1").outcome, DeliveryOutcome::delivered);
}

TEST_F(WindowGuardTest, nothing_is_sent_to_a_group_that_is_gone) {
    put_group(true);
    const auto result = send("group:g-1/u1");
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, connectors::DeliveryReason::group_gone);
    EXPECT_THAT(result.detail, testing::HasSubstr("mã tra cứu"));
    EXPECT_EQ(zalo.sent, 0);
    put_group(false);
    EXPECT_EQ(send("group:g-1/u1").outcome, DeliveryOutcome::delivered) << "it speaks again";
}

TEST_F(WindowGuardTest, visitors_and_strangers_are_left_to_zalo) {
    last_wrote(WindowGuard::window * 2);
    for (const std::string conversation : {"group:g-1/u1", "anonymous:c-1/u1", "person:u2", "", "nonsense"}) {
        EXPECT_EQ(send(conversation).outcome, DeliveryOutcome::delivered) << conversation;
    }
}

}  // namespace
}  // namespace reformdesk::channels
