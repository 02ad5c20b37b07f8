// The outbox: leased to one at a time, oldest first and one of each conversation, until a final outcome is
// recorded.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using connectors::DeliveryOutcome;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr milliseconds lease_time{1000};

class OutboxContract : public StoreContract {
  protected:
    void reply_to(const std::string& conversation, const std::string& source_id, const std::string& text) {
        auto inbound = message(conversation, source_id);
        inbound.channel = connectors::Channel::zalo_oa;
        desk::Settlement settlement;
        settlement.message = store().accept(inbound, at(0)).message;
        settlement.replies = {answer(text)};
        store().settle(settlement, at(10));
    }

    std::vector<std::string> lease(std::size_t limit, std::int64_t now) {
        std::vector<std::string> texts;
        leased_ = store().lease(limit, at(now), lease_time);
        for (const auto& delivery : leased_) {
            texts.push_back(delivery.entry.text);
        }
        return texts;
    }

    void report(const connectors::DeliveryResult& result, std::int64_t now,
                std::optional<std::int64_t> next_attempt = {}) {
        std::vector<desk::DeliveryReport> reports;
        for (const auto& delivery : leased_) {
            auto& report = reports.emplace_back();
            report.delivery = delivery.id;
            report.result = result;
            if (next_attempt) {
                report.next_attempt = at(*next_attempt);
            }
        }
        store().report(reports, at(now));
    }

    void report(DeliveryOutcome outcome, std::int64_t now, std::optional<std::int64_t> next_attempt = {}) {
        report(connectors::DeliveryResult{outcome, "chi tiết"}, now, next_attempt);
    }

    std::vector<desk::Delivery> leased_;
};

TEST_P(OutboxContract, a_delivery_knows_where_it_goes) {
    auto inbound = message("user-1", "m1");
    inbound.channel = connectors::Channel::zalo_bot;
    desk::Settlement settlement;
    settlement.message = store().accept(inbound, at(0)).message;
    settlement.replies = {answer("Có.")};
    store().settle(settlement, at(10));
    EXPECT_THAT(lease(10, 10), ElementsAre("Có."));
    EXPECT_EQ(leased_[0].channel, connectors::Channel::zalo_bot);
    EXPECT_EQ(leased_[0].conversation, "user-1");
    EXPECT_EQ(leased_[0].entry.sequence, 2);
    EXPECT_GT(leased_[0].id, 0);
    EXPECT_EQ(leased_[0].parts_delivered, 0U);
    EXPECT_EQ(leased_[0].attempts, 0);
    EXPECT_FALSE(leased_[0].maybe_taken);
}

TEST_P(OutboxContract, a_delivery_has_the_whole_entry) {
    desk::Settlement settlement;
    const auto accepted = store().accept(message("a", "m1"), at(0));
    settlement.message = accepted.message;
    settlement.replies = {handover("Phiếu {ticket}")};
    settlement.replies[0].answer = desk::AnswerCard{"cchc-001", 2, "Một cửa", 0.5, {}, {}, true, {}};
    settlement.replies[0].choices = {{"cchc-001", "Một cửa"}, {"cchc-002", "Hộ tịch"}};
    settlement.ticket_change.kind = desk::TicketChangeKind::open;
    store().settle(settlement, at(10));
    lease(10, 10);
    ASSERT_THAT(leased_, SizeIs(1));
    EXPECT_EQ(leased_[0].entry, store().entries(accepted.conversation, 1, 10).at(0));
    EXPECT_THAT(leased_[0].entry.choices, SizeIs(2));
}

TEST_P(OutboxContract, the_oldest_are_leased_first_and_nothing_twice) {
    reply_to("a", "m1", "1");
    reply_to("b", "m1", "2");
    reply_to("c", "m2", "3");
    EXPECT_THAT(lease(2, 20), ElementsAre("1", "2"));
    EXPECT_THAT(lease(2, 20), ElementsAre("3"));
    EXPECT_THAT(lease(2, 20), IsEmpty());
    EXPECT_EQ(store().depth(), 3);
}

TEST_P(OutboxContract, a_conversation_gets_one_delivery_at_a_time) {
    reply_to("a", "m1", "1");
    reply_to("a", "m2", "2");
    reply_to("b", "m1", "3");
    EXPECT_THAT(lease(10, 20), ElementsAre("1", "3"));
    report(DeliveryOutcome::delivered, 30);
    EXPECT_THAT(lease(10, 30), ElementsAre("2"));
}

TEST_P(OutboxContract, a_later_delivery_does_not_overtake_one_that_has_to_wait) {
    reply_to("a", "m1", "1");
    reply_to("a", "m2", "2");
    EXPECT_THAT(lease(10, 20), ElementsAre("1"));
    report(DeliveryOutcome::retry, 30, 5000);
    EXPECT_THAT(lease(10, 4999), IsEmpty());
    EXPECT_THAT(lease(10, 5000), ElementsAre("1"));
    EXPECT_THAT(store().lease(10, at(5999), lease_time), IsEmpty());
    report(DeliveryOutcome::failed, 5999);
    EXPECT_THAT(lease(10, 5999), ElementsAre("2"));
}

TEST_P(OutboxContract, a_failed_delivery_that_is_tried_again_waits_for_what_is_under_way) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    const auto failed = leased_.at(0).id;
    report(DeliveryOutcome::failed, 30);
    reply_to("a", "m2", "2");
    EXPECT_THAT(lease(10, 40), ElementsAre("2"));
    EXPECT_TRUE(store().retry_delivery(failed, "lan", at(50)));
    EXPECT_THAT(store().lease(10, at(60), lease_time), IsEmpty());
    report(DeliveryOutcome::delivered, 70);
    EXPECT_THAT(lease(10, 80), ElementsAre("1"));
}

TEST_P(OutboxContract, a_reply_quotes_the_message_that_it_is_about) {
    reply_to("a", "m1", "1");
    reply_to("a", "m2", "2");
    lease(10, 20);
    EXPECT_EQ(leased_.at(0).quote, "m1");
    report(DeliveryOutcome::delivered, 30);
    lease(10, 40);
    EXPECT_EQ(leased_.at(0).quote, "m2");
}

TEST_P(OutboxContract, an_experts_words_quote_the_question_of_their_ticket) {
    const auto ticket = open_ticket("a", "m1");
    store().reply(expert_reply(ticket, "r1"));
    lease(10, 200);
    EXPECT_EQ(leased_.at(0).entry.kind, desk::EntryKind::handover);
    report(DeliveryOutcome::delivered, 200);
    lease(10, 200);
    ASSERT_THAT(leased_, SizeIs(1));
    EXPECT_EQ(leased_[0].entry.kind, desk::EntryKind::expert_answer);
    EXPECT_EQ(leased_[0].quote, "m1");
}

TEST_P(OutboxContract, words_that_are_about_no_message_quote_none) {
    desk::Addition addition;
    addition.channel = connectors::Channel::zalo_oa;
    addition.conversation = "person:1";
    addition.text = "Có phiếu mới.";
    addition.key = "ticket-1001";
    addition.deliver = true;
    addition.at = at(0);
    store().append(addition);
    lease(10, 20);
    EXPECT_EQ(leased_.at(0).quote, "");
}

TEST_P(OutboxContract, a_lease_ends) {
    reply_to("a", "m1", "1");
    EXPECT_THAT(lease(10, 20), SizeIs(1));
    EXPECT_THAT(lease(10, 1019), IsEmpty());
    EXPECT_THAT(lease(10, 1020), ElementsAre("1"));
}

TEST_P(OutboxContract, final_outcomes_end_a_delivery) {
    for (const auto outcome :
         {DeliveryOutcome::delivered, DeliveryOutcome::waiting, DeliveryOutcome::failed}) {
        reply_to("a", std::to_string(static_cast<int>(outcome)), "1");
        EXPECT_THAT(lease(10, 20), SizeIs(1));
        report(outcome, 30);
        EXPECT_EQ(store().depth(), 0);
        EXPECT_THAT(lease(10, 100'000), IsEmpty());
    }
}

TEST_P(OutboxContract, a_retry_waits_for_its_time) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    report(DeliveryOutcome::retry, 30, 5000);
    EXPECT_EQ(store().depth(), 1);
    EXPECT_THAT(lease(10, 4999), IsEmpty());
    EXPECT_THAT(lease(10, 5000), ElementsAre("1"));
}

TEST_P(OutboxContract, the_channel_says_best_when_to_try_again) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    connectors::DeliveryResult result{DeliveryOutcome::retry};
    result.retry_after = milliseconds(500);
    report(result, 30, 5000);
    EXPECT_THAT(lease(10, 529), IsEmpty());
    EXPECT_THAT(lease(10, 530), ElementsAre("1"));
}

TEST_P(OutboxContract, attempts_are_counted) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    report(DeliveryOutcome::retry, 30, 40);
    lease(10, 40);
    EXPECT_EQ(leased_.at(0).attempts, 1);
    report(DeliveryOutcome::retry, 50, 60);
    lease(10, 60);
    EXPECT_EQ(leased_.at(0).attempts, 2);
}

TEST_P(OutboxContract, parts_that_were_delivered_are_remembered_and_never_forgotten) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    connectors::DeliveryResult result{DeliveryOutcome::retry};
    result.parts_delivered = 2;
    report(result, 30, 40);
    lease(10, 40);
    EXPECT_EQ(leased_.at(0).parts_delivered, 2U);
    report(DeliveryOutcome::retry, 50, 60);
    lease(10, 60);
    EXPECT_EQ(leased_.at(0).parts_delivered, 2U);
}

TEST_P(OutboxContract, an_attempt_that_was_never_reported_may_have_been_taken) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    EXPECT_FALSE(leased_.at(0).maybe_taken);
    lease(10, 1020);
    EXPECT_TRUE(leased_.at(0).maybe_taken);
    report(DeliveryOutcome::retry, 1030, 1040);
    lease(10, 1040);
    EXPECT_FALSE(leased_.at(0).maybe_taken) << "the last attempt is known to have failed";
}

TEST_P(OutboxContract, an_attempt_whose_end_nobody_knows_is_tried_again_as_maybe_taken) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    report(DeliveryOutcome::unknown, 30, 40);
    EXPECT_EQ(store().depth(), 1);
    EXPECT_THAT(lease(10, 39), IsEmpty());
    EXPECT_THAT(lease(10, 40), ElementsAre("1"));
    EXPECT_TRUE(leased_.at(0).maybe_taken);
}

TEST_P(OutboxContract, a_late_report_does_not_revive_a_finished_delivery) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    report(DeliveryOutcome::delivered, 30);
    report(DeliveryOutcome::retry, 40, 50);
    EXPECT_EQ(store().depth(), 0);
    EXPECT_THAT(lease(10, 60), IsEmpty());
}

TEST_P(OutboxContract, reports_of_several_deliveries_are_recorded_together) {
    reply_to("a", "m1", "1");
    reply_to("b", "m1", "2");
    lease(10, 20);
    report(DeliveryOutcome::delivered, 30);
    EXPECT_EQ(store().depth(), 0);
    store().report({}, at(40));
}

TEST_P(OutboxContract, a_late_report_still_tells_the_channels_ids) {
    reply_to("a", "m1", "1");
    lease(10, 20);
    report(DeliveryOutcome::delivered, 30);
    connectors::DeliveryResult late{DeliveryOutcome::retry};
    late.message_ids = {"z-1"};
    report(late, 40, 50);
    EXPECT_TRUE(store().sent_message(connectors::Channel::zalo_oa, "z-1"));
    EXPECT_EQ(store().depth(), 0);
}

INSTANTIATE_TEST_SUITE_P(Backends, OutboxContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
