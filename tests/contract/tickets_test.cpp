// Tickets: opened, appended to and reopened by the dialog, answered and closed by experts.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using desk::ReplyOutcome;
using desk::TicketState;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class TicketContract : public StoreContract {
  protected:
    desk::Settled settle(const desk::Ticket& ticket, const std::string& source_id,
                         desk::TicketChangeKind kind, desk::Timestamp now) {
        const auto conversation = store().conversation(ticket.conversation).value();
        desk::Settlement settlement;
        settlement.message = store().accept(message(conversation.external_id, source_id), now).message;
        settlement.ticket_change.kind = kind;
        settlement.ticket_change.ticket.number = ticket.number;
        settlement.state.open_ticket = ticket.number;
        return store().settle(settlement, now);
    }

    desk::LogEntry last_entry(std::int64_t conversation) {
        return store().entries(conversation, 0, 1000).back();
    }

    std::vector<std::int64_t> numbers(const desk::TicketQuery& query) {
        std::vector<std::int64_t> result;
        for (const auto& ticket : store().tickets(query)) {
            result.push_back(ticket.number);
        }
        return result;
    }
};

TEST_P(TicketContract, numbers_start_at_1001_and_grow_without_gaps) {
    EXPECT_EQ(open_ticket("a").number, 1001);
    EXPECT_EQ(open_ticket("b").number, 1002);
    desk::Settlement broken;
    broken.message = store().accept(message("c", "m1"), at(0)).message;
    broken.ticket_change.kind = desk::TicketChangeKind::open;
    broken.replies = {answer(std::string("a\0b", 3))};
    EXPECT_THROW(store().settle(broken, at(1)), std::invalid_argument);
    EXPECT_EQ(open_ticket("d").number, 1003);
}

TEST_P(TicketContract, a_new_ticket_has_all_its_parts) {
    const auto ticket = open_ticket("a");
    EXPECT_EQ(ticket.conversation, store().find_conversation(connectors::Channel::web_chat, "a")->id);
    EXPECT_EQ(ticket.channel, connectors::Channel::web_chat);
    EXPECT_EQ(ticket.state, TicketState::open);
    EXPECT_EQ(ticket.reason, desk::HandoverReason::uncertain);
    EXPECT_EQ(ticket.question, "Thủ tục đăng ký khai sinh?");
    EXPECT_EQ(ticket.question_sequence, 1);
    EXPECT_EQ(ticket.version, 1);
    EXPECT_EQ(ticket.reopened, 0);
    EXPECT_EQ(ticket.answered_by, "");
    EXPECT_EQ(ticket.created_at, at(10));
    EXPECT_EQ(ticket.updated_at, at(10));
    EXPECT_FALSE(ticket.first_answered_at);
}

TEST_P(TicketContract, the_number_goes_into_replies_text_and_state) {
    const auto ticket = open_ticket("a");
    const auto entry = last_entry(ticket.conversation);
    EXPECT_EQ(entry.text, "Đã chuyển chuyên viên, số phiếu #1001.");
    EXPECT_EQ(entry.ticket, (desk::TicketReference{1001, TicketState::open}));
    EXPECT_EQ(store().conversation(ticket.conversation)->state.open_ticket, 1001);
}

TEST_P(TicketContract, only_replies_about_the_new_ticket_get_its_number) {
    const auto accepted = store().accept(message("a", "m1"), at(0));
    desk::Settlement settlement;
    settlement.message = accepted.message;
    auto about_another = handover("Phiếu {ticket}");
    about_another.ticket->number = 77;
    settlement.replies = {answer("Giữ nguyên {ticket}"), about_another, handover("{ticket} và {ticket}")};
    settlement.ticket_change.kind = desk::TicketChangeKind::open;
    store().settle(settlement, at(1));
    const auto entries = store().entries(accepted.conversation, 1, 10);
    EXPECT_EQ(entries[0].text, "Giữ nguyên {ticket}");
    EXPECT_EQ(entries[1].text, "Phiếu {ticket}");
    EXPECT_EQ(entries[1].ticket->number, 77);
    EXPECT_EQ(entries[2].text, "1001 và 1001");
    EXPECT_FALSE(store().conversation(accepted.conversation)->state.open_ticket);
}

TEST_P(TicketContract, appending_touches_version_and_time_and_reopens_nothing) {
    const auto ticket = open_ticket("a");
    const auto appended = settle(ticket, "m2", desk::TicketChangeKind::append, at(50)).ticket.value();
    EXPECT_EQ(appended.version, 2);
    EXPECT_EQ(appended.updated_at, at(50));
    EXPECT_EQ(appended.state, TicketState::open);
    store().reply(expert_reply(appended, "r1"));
    const auto later = settle(ticket, "m3", desk::TicketChangeKind::append, at(150)).ticket.value();
    EXPECT_EQ(later.state, TicketState::answered);
    EXPECT_EQ(later.version, 4);
    EXPECT_EQ(later.reopened, 0);
}

TEST_P(TicketContract, a_ticket_is_assigned_once_for_each_request) {
    const auto ticket = open_ticket("a");
    desk::Assignment assignment;
    assignment.ticket = ticket.number;
    assignment.request_id = "r1";
    assignment.assignee = "Chị Lan";
    assignment.unit = "Phòng Một cửa";
    assignment.account = "lan";
    assignment.at = at(60);
    const auto assigned = store().assign(assignment).value();
    EXPECT_EQ(assigned.assignee, "Chị Lan");
    EXPECT_EQ(assigned.unit, "Phòng Một cửa");
    EXPECT_EQ(assigned.version, ticket.version + 1);
    EXPECT_EQ(assigned.state, TicketState::open);
    EXPECT_EQ(store().assign(assignment)->version, assigned.version);
    assignment.ticket = 999'999;
    EXPECT_FALSE(store().assign(assignment));
}

TEST_P(TicketContract, reopening_makes_an_answered_ticket_wait_again) {
    const auto ticket = open_ticket("a");
    store().reply(expert_reply(ticket, "r1"));
    const auto reopened = settle(ticket, "m2", desk::TicketChangeKind::reopen, at(200)).ticket.value();
    EXPECT_EQ(reopened.state, TicketState::open);
    EXPECT_EQ(reopened.reopened, 1);
    EXPECT_EQ(reopened.version, 3);
    EXPECT_EQ(reopened.first_answered_at, at(100));
    // A second message that was decided on at the same time does not reopen it once more.
    const auto again = settle(ticket, "m3", desk::TicketChangeKind::reopen, at(201)).ticket.value();
    EXPECT_EQ(again.reopened, 1);
    EXPECT_EQ(again.version, 4);
}

TEST_P(TicketContract, a_ticket_of_another_conversation_is_out_of_reach_and_nothing_is_stored) {
    const auto ticket = open_ticket("a");
    desk::Settlement settlement;
    settlement.message = store().accept(message("b", "m1"), at(1)).message;
    settlement.replies = {answer("Lạc")};
    settlement.ticket_change.kind = desk::TicketChangeKind::append;
    settlement.ticket_change.ticket.number = ticket.number;
    EXPECT_THROW(store().settle(settlement, at(2)), std::invalid_argument);
    EXPECT_EQ(store().ticket(ticket.number)->version, 1);
    EXPECT_FALSE(store().pending(settlement.message)->accepted.handled);
    EXPECT_EQ(store().depth(), 1);
}

TEST_P(TicketContract, an_answer_reaches_the_log_the_outbox_the_ticket_the_dialog_and_the_audit) {
    const auto ticket = open_ticket("a");
    const auto replied = store().reply(expert_reply(ticket, "r1"));
    EXPECT_EQ(replied.outcome, ReplyOutcome::stored);
    ASSERT_TRUE(replied.ticket);
    EXPECT_EQ(replied.ticket->state, TicketState::answered);
    EXPECT_EQ(replied.ticket->version, 2);
    EXPECT_EQ(replied.ticket->answered_by, "Chị Lan");
    EXPECT_EQ(replied.ticket->first_answered_at, at(100));
    EXPECT_EQ(replied.ticket->updated_at, at(100));
    const auto entry = last_entry(ticket.conversation);
    EXPECT_EQ(entry.kind, desk::EntryKind::expert_answer);
    EXPECT_EQ(entry.author, "Chị Lan");
    EXPECT_EQ(entry.text, "Nộp tại **bộ phận một cửa** của xã.");
    EXPECT_EQ(entry.ticket, (desk::TicketReference{1001, TicketState::answered}));
    EXPECT_EQ(entry.sequence, 3);
    EXPECT_EQ(store().depth(), 2);
    const auto state = store().conversation(ticket.conversation)->state;
    EXPECT_FALSE(state.open_ticket);
    EXPECT_EQ(state.answered_ticket, 1001);
    const auto audit = store().audit(1);
    ASSERT_THAT(audit, SizeIs(1));
    EXPECT_EQ(audit[0].actor, "lan");
    EXPECT_EQ(audit[0].action, "ticket_answered");
    EXPECT_EQ(audit[0].object, "ticket:1001");
    EXPECT_EQ(audit[0].at, at(100));
}

TEST_P(TicketContract, a_repeated_request_changes_nothing) {
    const auto ticket = open_ticket("a");
    store().reply(expert_reply(ticket, "r1"));
    auto again = expert_reply(ticket, "r1");
    again.text = "khác";
    const auto repeated = store().reply(again);
    EXPECT_EQ(repeated.outcome, ReplyOutcome::repeated);
    EXPECT_EQ(repeated.ticket->version, 2);
    EXPECT_EQ(store().conversation(ticket.conversation)->last_sequence, 3);
    EXPECT_EQ(store().depth(), 2);
    EXPECT_THAT(store().audit(10), SizeIs(1));
}

TEST_P(TicketContract, who_saw_an_old_version_does_not_answer) {
    const auto ticket = open_ticket("a");
    settle(ticket, "m2", desk::TicketChangeKind::append, at(50));
    const auto refused = store().reply(expert_reply(ticket, "r1"));
    EXPECT_EQ(refused.outcome, ReplyOutcome::version_conflict);
    EXPECT_EQ(refused.ticket->version, 2);
    EXPECT_EQ(store().ticket(1001)->state, TicketState::open);
    EXPECT_THAT(store().audit(10), IsEmpty());
    // The refused request was not used up.
    EXPECT_EQ(store().reply(expert_reply(*refused.ticket, "r1")).outcome, ReplyOutcome::stored);
}

TEST_P(TicketContract, no_such_ticket_is_said_so) {
    desk::Ticket nowhere;
    nowhere.number = 4711;
    const auto replied = store().reply(expert_reply(nowhere, "r1"));
    EXPECT_EQ(replied.outcome, ReplyOutcome::no_such_ticket);
    EXPECT_FALSE(replied.ticket);
    EXPECT_EQ(store().close(expert_reply(nowhere, "r1")).outcome, ReplyOutcome::no_such_ticket);
    EXPECT_FALSE(store().ticket(4711));
}

TEST_P(TicketContract, a_second_answer_keeps_the_time_of_the_first) {
    const auto ticket = open_ticket("a");
    const auto first = store().reply(expert_reply(ticket, "r1")).ticket.value();
    auto second = expert_reply(first, "r2");
    second.author = "Anh Minh";
    second.at = at(300);
    const auto ticket_now = store().reply(second).ticket.value();
    EXPECT_EQ(ticket_now.first_answered_at, at(100));
    EXPECT_EQ(ticket_now.answered_by, "Anh Minh");
    EXPECT_EQ(ticket_now.updated_at, at(300));
}

TEST_P(TicketContract, answering_and_closing_at_once_waits_for_no_reply) {
    const auto ticket = open_ticket("a");
    auto reply = expert_reply(ticket, "r1");
    reply.close = true;
    const auto replied = store().reply(reply);
    EXPECT_EQ(replied.ticket->state, TicketState::closed);
    EXPECT_EQ(replied.ticket->first_answered_at, at(100));
    EXPECT_EQ(last_entry(ticket.conversation).ticket->state, TicketState::closed);
    const auto state = store().conversation(ticket.conversation)->state;
    EXPECT_FALSE(state.open_ticket);
    EXPECT_FALSE(state.answered_ticket);
}

TEST_P(TicketContract, an_answer_to_an_old_ticket_leaves_the_waiting_one_alone) {
    const auto old = open_ticket("a", "m1");
    const auto answered = store().reply(expert_reply(old, "r1")).ticket.value();
    const auto waiting = open_ticket("a", "m2");
    store().reply(expert_reply(answered, "r2"));
    const auto state = store().conversation(old.conversation)->state;
    EXPECT_EQ(state.open_ticket, waiting.number);
    EXPECT_EQ(state.answered_ticket, old.number);
}

TEST_P(TicketContract, closing_leaves_a_notice) {
    const auto ticket = open_ticket("a");
    const auto closed = store().close(expert_reply(ticket, "r1"));
    EXPECT_EQ(closed.outcome, ReplyOutcome::stored);
    EXPECT_EQ(closed.ticket->state, TicketState::closed);
    EXPECT_EQ(closed.ticket->version, 2);
    EXPECT_FALSE(closed.ticket->first_answered_at);
    EXPECT_EQ(closed.ticket->answered_by, "");
    const auto entry = last_entry(ticket.conversation);
    EXPECT_EQ(entry.kind, desk::EntryKind::notice);
    EXPECT_NE(entry.text.find("1001"), std::string::npos);
    EXPECT_EQ(entry.ticket, (desk::TicketReference{1001, TicketState::closed}));
    EXPECT_EQ(store().depth(), 2);
    EXPECT_FALSE(store().conversation(ticket.conversation)->state.open_ticket);
    EXPECT_EQ(store().audit(1).front().action, "ticket_closed");
    EXPECT_EQ(store().close(expert_reply(ticket, "r1")).outcome, ReplyOutcome::repeated);
    EXPECT_EQ(store().close(expert_reply(ticket, "r2")).outcome, ReplyOutcome::version_conflict);
}

TEST_P(TicketContract, the_queue_is_newest_first_by_state_in_pages) {
    for (const auto* conversation : {"a", "b", "c", "d"}) {
        open_ticket(conversation);
    }
    const auto second = store().ticket(1002).value();
    store().reply(expert_reply(second, "r1"));
    const auto third = store().ticket(1003).value();
    store().close(expert_reply(third, "r1"));
    EXPECT_THAT(numbers({}), ElementsAre(1004, 1003, 1002, 1001));
    EXPECT_THAT(numbers({TicketState::open, {}, 50}), ElementsAre(1004, 1001));
    EXPECT_THAT(numbers({TicketState::answered, {}, 50}), ElementsAre(1002));
    EXPECT_THAT(numbers({{}, 1003, 1}), ElementsAre(1002));
    EXPECT_THAT(numbers({TicketState::closed, 1003, 50}), IsEmpty());
    const auto counts = store().counts();
    EXPECT_EQ(counts.open, 2);
    EXPECT_EQ(counts.answered, 1);
    EXPECT_EQ(counts.closed, 1);
}

TEST_P(TicketContract, tickets_of_a_conversation_are_its_own) {
    const auto first = open_ticket("a", "m1");
    open_ticket("b");
    open_ticket("a", "m2");
    const auto found = store().tickets_of(first.conversation);
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].number, 1003);
    EXPECT_EQ(found[1].number, 1001);
    EXPECT_THAT(store().tickets_of(4711), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Backends, TicketContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
