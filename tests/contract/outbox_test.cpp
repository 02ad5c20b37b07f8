// The outbox: leased to one at a time, oldest first, until a final outcome is recorded.
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
        desk::Settlement settlement;
        settlement.message = store().accept(message(conversation, source_id), at(0)).message;
        settlement.replies = {answer(text)};
        store().settle(settlement, at(10));
    }

    std::vector<std::string> lease(std::size_t limit, std::int64_t now) {
        std::vector<std::string> texts;
        leased_ = store().lease(limit, at(now), lease_time);
        for (const auto& message : leased_) {
            texts.push_back(message.text);
        }
        return texts;
    }

    void report(DeliveryOutcome outcome, std::int64_t now, std::optional<std::int64_t> next_attempt = {}) {
        std::vector<desk::DeliveryReport> reports;
        for (const auto& message : leased_) {
            auto& report = reports.emplace_back();
            report.delivery = message.delivery;
            report.result = {outcome, "chi tiết"};
            if (next_attempt) {
                report.next_attempt = at(*next_attempt);
            }
        }
        store().report(reports, at(now));
    }

    std::vector<connectors::OutboundMessage> leased_;
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
    EXPECT_EQ(leased_[0].sequence, 2);
    EXPECT_GT(leased_[0].delivery, 0);
}

TEST_P(OutboxContract, the_oldest_are_leased_first_and_nothing_twice) {
    reply_to("a", "m1", "1");
    reply_to("b", "m1", "2");
    reply_to("a", "m2", "3");
    EXPECT_THAT(lease(2, 20), ElementsAre("1", "2"));
    EXPECT_THAT(lease(2, 20), ElementsAre("3"));
    EXPECT_THAT(lease(2, 20), IsEmpty());
    EXPECT_EQ(store().depth(), 3);
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

INSTANTIATE_TEST_SUITE_P(Backends, OutboxContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
