// What became of deliveries: the channel's ids of our messages, receipts, and failures that a person sees.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using connectors::Channel;
using connectors::DeliveryOutcome;
using connectors::DeliveryReason;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeliveryContract : public StoreContract {
  protected:
    // Writes a reply, leases it and reports how it ended; gives the delivery.
    desk::Delivery deliver(const std::string& conversation, const connectors::DeliveryResult& result) {
        auto inbound = message(conversation, "m1");
        inbound.channel = Channel::zalo_oa;
        desk::Settlement settlement;
        settlement.message = store().accept(inbound, at(0)).message;
        settlement.replies = {handover("Phiếu {ticket}")};
        settlement.ticket_change.kind = desk::TicketChangeKind::open;
        store().settle(settlement, at(10));
        const auto leased = store().lease(1, at(20), std::chrono::seconds(1)).at(0);
        report(leased.id, result);
        return leased;
    }

    void report(std::int64_t delivery, const connectors::DeliveryResult& result) {
        desk::DeliveryReport made;
        made.delivery = delivery;
        made.result = result;
        made.next_attempt = at(100'000);
        store().report({&made, 1}, at(30));
    }

    static connectors::DeliveryResult result(DeliveryOutcome outcome,
                                             DeliveryReason reason = DeliveryReason::none) {
        connectors::DeliveryResult made;
        made.outcome = outcome;
        made.detail = "mã lỗi -213";
        made.reason = reason;
        return made;
    }

    static connectors::DeliveryResult sent_as(const std::vector<std::string>& ids) {
        auto made = result(DeliveryOutcome::delivered);
        made.message_ids = ids;
        return made;
    }

    std::optional<desk::SentMessage> sent(const std::string& id) {
        return store().sent_message(Channel::zalo_oa, id);
    }
};

TEST_P(DeliveryContract, our_entry_is_found_by_the_channels_ids_of_all_its_parts) {
    const auto delivery = deliver("person:1", sent_as({"z-1", "", "z-2"}));
    for (const auto* id : {"z-1", "z-2"}) {
        const auto found = sent(id);
        ASSERT_TRUE(found) << id;
        EXPECT_EQ(found->conversation, delivery.entry.conversation);
        EXPECT_EQ(found->sequence, delivery.entry.sequence);
        EXPECT_FALSE(found->received_at);
        EXPECT_FALSE(found->seen_at);
    }
    EXPECT_FALSE(sent(""));
    EXPECT_FALSE(sent("z-3"));
    EXPECT_FALSE(store().sent_message(Channel::zalo_bot, "z-1"));
}

TEST_P(DeliveryContract, an_id_that_is_told_twice_keeps_its_first_meaning) {
    const auto first = deliver("person:1", sent_as({"z-1"}));
    deliver("person:2", sent_as({"z-1"}));
    EXPECT_EQ(sent("z-1")->conversation, first.entry.conversation);
}

TEST_P(DeliveryContract, receipts_are_kept_once_and_unknown_ones_passed_over) {
    deliver("person:1", sent_as({"z-1"}));
    const std::vector<std::string> ids{"z-1", "unknown"};
    store().mark_received(Channel::zalo_oa, ids, at(40));
    store().mark_received(Channel::zalo_oa, ids, at(50));
    EXPECT_EQ(sent("z-1")->received_at, at(40));
    EXPECT_FALSE(sent("z-1")->seen_at);
    store().mark_seen(Channel::zalo_oa, ids, at(60));
    store().mark_seen(Channel::zalo_oa, ids, at(70));
    EXPECT_EQ(sent("z-1")->seen_at, at(60));
    EXPECT_FALSE(sent("unknown"));
}

TEST_P(DeliveryContract, a_failure_is_shown_with_all_that_a_person_needs) {
    const auto delivery = deliver("person:1", result(DeliveryOutcome::failed, DeliveryReason::window_closed));
    const auto troubled = store().troubled_deliveries(10);
    ASSERT_THAT(troubled, SizeIs(1));
    EXPECT_EQ(troubled[0].delivery, delivery.id);
    EXPECT_EQ(troubled[0].conversation, delivery.entry.conversation);
    EXPECT_EQ(troubled[0].channel, Channel::zalo_oa);
    EXPECT_EQ(troubled[0].external_id, "person:1");
    EXPECT_EQ(troubled[0].sequence, delivery.entry.sequence);
    EXPECT_EQ(troubled[0].ticket, 1001);
    EXPECT_EQ(troubled[0].text, "Phiếu 1001");
    EXPECT_EQ(troubled[0].reason, DeliveryReason::window_closed);
    EXPECT_EQ(troubled[0].detail, "mã lỗi -213");
    EXPECT_TRUE(troubled[0].finished);
    EXPECT_EQ(troubled[0].attempts, 1);
    EXPECT_EQ(troubled[0].created_at, at(10));
}

TEST_P(DeliveryContract, troubles_are_failures_and_what_waits_for_an_operator_newest_first) {
    const auto failed = deliver("person:1", result(DeliveryOutcome::failed));
    const auto waiting = deliver("person:2", result(DeliveryOutcome::retry, DeliveryReason::operator_needed));
    deliver("person:3", result(DeliveryOutcome::retry, DeliveryReason::rate_limited));
    deliver("person:4", result(DeliveryOutcome::delivered));
    const auto troubled = store().troubled_deliveries(10);
    ASSERT_THAT(troubled, SizeIs(2));
    EXPECT_EQ(troubled[0].delivery, waiting.id);
    EXPECT_FALSE(troubled[0].finished);
    EXPECT_EQ(troubled[1].delivery, failed.id);
    EXPECT_THAT(store().troubled_deliveries(1), SizeIs(1));
    report(waiting.id, result(DeliveryOutcome::delivered));
    EXPECT_THAT(store().troubled_deliveries(10), SizeIs(1)) << "what reached the asker is no trouble";
}

TEST_P(DeliveryContract, a_failed_delivery_is_tried_again_when_a_person_says_so) {
    const auto delivery = deliver("person:1", result(DeliveryOutcome::failed, DeliveryReason::blocked));
    EXPECT_TRUE(store().retry_delivery(delivery.id, "lan", at(40)));
    EXPECT_FALSE(store().retry_delivery(delivery.id, "lan", at(41))) << "it waits already";
    EXPECT_THAT(store().troubled_deliveries(10), IsEmpty());
    const auto again = store().lease(1, at(40), std::chrono::seconds(1));
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].id, delivery.id);
    EXPECT_FALSE(again[0].maybe_taken);
    const auto trail = store().audit(10);
    ASSERT_THAT(trail, SizeIs(1));
    EXPECT_EQ(trail[0].actor, "lan");
    EXPECT_EQ(trail[0].action, "delivery_retried");
    EXPECT_EQ(trail[0].object, "delivery:" + std::to_string(delivery.id));
}

TEST_P(DeliveryContract, what_reached_the_asker_or_is_unknown_is_not_tried_again) {
    const auto delivery = deliver("person:1", result(DeliveryOutcome::delivered));
    EXPECT_FALSE(store().retry_delivery(delivery.id, "lan", at(40)));
    EXPECT_FALSE(store().retry_delivery(999'999, "lan", at(40)));
    EXPECT_EQ(store().depth(), 0);
    EXPECT_THAT(store().audit(10), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Backends, DeliveryContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
