// Entries that are no replies: photos, notices, and what a person wrote in the channel's own tool.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using connectors::Channel;
using desk::TicketState;
using ::testing::SizeIs;

class AdditionContract : public StoreContract {
  protected:
    static desk::Addition addition(const std::string& key, bool deliver = false) {
        desk::Addition made;
        made.channel = Channel::web_chat;
        made.conversation = "a";
        made.kind = desk::EntryKind::attachment;
        made.author = "Lan";
        made.text = "[Ảnh]";
        made.key = key;
        made.deliver = deliver;
        made.at = at(20);
        return made;
    }

    static desk::OutsideReply outside(const std::string& key) {
        desk::OutsideReply made;
        made.channel = Channel::web_chat;
        made.conversation = "a";
        made.author = "Anh Minh";
        made.text = "Chị mang theo căn cước nhé.";
        made.key = key;
        made.at = at(200);
        return made;
    }

    desk::Conversation conversation() { return store().find_conversation(Channel::web_chat, "a").value(); }
    std::vector<desk::LogEntry> log() {
        const auto id = conversation().id;
        return store().entries(id, 0, 100);
    }
};

TEST_P(AdditionContract, an_addition_stands_at_the_end_of_the_log) {
    store().accept(message("a", "m1"), at(0));
    EXPECT_TRUE(store().append(addition("k1")));
    const auto entries = log();
    ASSERT_THAT(entries, SizeIs(2));
    EXPECT_EQ(entries[1].sequence, 2);
    EXPECT_EQ(entries[1].kind, desk::EntryKind::attachment);
    EXPECT_EQ(entries[1].author, "Lan");
    EXPECT_EQ(entries[1].text, "[Ảnh]");
    EXPECT_EQ(entries[1].source_id, "k1");
    EXPECT_EQ(entries[1].reply_to, 0);
    EXPECT_EQ(entries[1].created_at, at(20));
    EXPECT_EQ(store().depth(), 0);
}

TEST_P(AdditionContract, a_conversation_is_made_where_there_is_none) {
    EXPECT_TRUE(store().append(addition("k1")));
    EXPECT_EQ(conversation().created_at, at(20));
    EXPECT_EQ(conversation().last_sequence, 1);
}

TEST_P(AdditionContract, a_key_is_added_once_in_a_conversation) {
    EXPECT_TRUE(store().append(addition("k1")));
    EXPECT_FALSE(store().append(addition("k1", true)));
    auto elsewhere = addition("k1");
    elsewhere.conversation = "b";
    EXPECT_TRUE(store().append(elsewhere));
    EXPECT_THAT(log(), SizeIs(1));
    EXPECT_EQ(store().depth(), 0);
    store().accept(message("a", "m1"), at(0));
    EXPECT_FALSE(store().append(addition("m1"))) << "a question has this key";
    EXPECT_TRUE(store().append(addition("")));
    EXPECT_TRUE(store().append(addition(""))) << "no key is no other entry's key";
}

TEST_P(AdditionContract, an_addition_is_delivered_when_it_is_meant_to_be) {
    EXPECT_TRUE(store().append(addition("k1", true)));
    const auto leased = store().lease(10, at(20), std::chrono::seconds(1));
    ASSERT_THAT(leased, SizeIs(1));
    EXPECT_EQ(leased[0].entry, log().at(0));
}

TEST_P(AdditionContract, words_from_outside_answer_the_open_ticket) {
    const auto ticket = open_ticket("a");
    const auto answered = store().record_outside_reply(outside("z1")).value();
    EXPECT_EQ(answered.number, ticket.number);
    EXPECT_EQ(answered.state, TicketState::answered);
    EXPECT_EQ(answered.answered_by, "Anh Minh");
    EXPECT_EQ(answered.version, ticket.version + 1);
    EXPECT_EQ(answered.first_answered_at, at(200));
    const auto entry = log().back();
    EXPECT_EQ(entry.kind, desk::EntryKind::expert_answer);
    EXPECT_EQ(entry.author, "Anh Minh");
    EXPECT_EQ(entry.text, "Chị mang theo căn cước nhé.");
    EXPECT_EQ(entry.ticket, (desk::TicketReference{ticket.number, TicketState::answered}));
    EXPECT_EQ(entry.source_id, "z1");
    EXPECT_FALSE(conversation().state.open_ticket);
    EXPECT_EQ(conversation().state.answered_ticket, ticket.number);
    EXPECT_EQ(store().depth(), 1) << "only that of the handover";
    EXPECT_EQ(store().audit(1).at(0).action, "ticket_answered_outside");
    EXPECT_EQ(store().audit(1).at(0).object, "ticket:1001");
}

TEST_P(AdditionContract, without_an_open_ticket_an_answered_one_about_the_last_question_is_made) {
    store().accept(message("a", "m1", "Câu trước?"), at(0));
    store().accept(message("a", "m2", "Câu sau?"), at(1));
    store().append(addition("k1"));
    const auto ticket = store().record_outside_reply(outside("z1")).value();
    EXPECT_EQ(ticket.number, 1001);
    EXPECT_EQ(ticket.state, TicketState::answered);
    EXPECT_EQ(ticket.reason, desk::HandoverReason::outside_reply);
    EXPECT_EQ(ticket.question, "Câu sau?");
    EXPECT_EQ(ticket.question_sequence, 2);
    EXPECT_EQ(ticket.channel, Channel::web_chat);
    EXPECT_EQ(ticket.created_at, at(200));
    EXPECT_EQ(ticket.first_answered_at, at(200));
    EXPECT_EQ(conversation().state.answered_ticket, 1001);
    EXPECT_EQ(store().depth(), 0);
}

TEST_P(AdditionContract, a_person_may_write_first) {
    const auto ticket = store().record_outside_reply(outside("z1")).value();
    EXPECT_EQ(ticket.question, "");
    EXPECT_EQ(ticket.question_sequence, 0);
    EXPECT_EQ(ticket.state, TicketState::answered);
}

TEST_P(AdditionContract, several_messages_in_a_row_are_one_answer) {
    const auto first = store().record_outside_reply(outside("z1")).value();
    const auto second = store().record_outside_reply(outside("z2")).value();
    EXPECT_EQ(second.number, first.number);
    EXPECT_EQ(second.version, first.version + 1);
    EXPECT_THAT(log(), SizeIs(2));
    EXPECT_EQ(store().counts().answered, 1);
}

TEST_P(AdditionContract, a_closed_ticket_is_not_answered_again) {
    const auto ticket = open_ticket("a");
    store().close(expert_reply(ticket, "r1"));
    EXPECT_EQ(store().record_outside_reply(outside("z1"))->number, ticket.number + 1);
    EXPECT_EQ(store().ticket(ticket.number)->state, TicketState::closed);
}

TEST_P(AdditionContract, words_from_outside_are_recorded_once) {
    EXPECT_TRUE(store().record_outside_reply(outside("z1")));
    EXPECT_FALSE(store().record_outside_reply(outside("z1")));
    EXPECT_THAT(log(), SizeIs(1));
    EXPECT_EQ(store().ticket(1001)->version, 2);
}

TEST_P(AdditionContract, an_answer_that_was_decided_on_before_does_not_overwrite_one_from_outside) {
    const auto ticket = open_ticket("a");
    store().record_outside_reply(outside("z1"));
    EXPECT_EQ(store().reply(expert_reply(ticket, "r1")).outcome, desk::ReplyOutcome::version_conflict);
}

INSTANTIATE_TEST_SUITE_P(Backends, AdditionContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
