// Conversations and their logs: accepted once, numbered without gaps, settled once.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ConversationContract : public StoreContract {
  protected:
    std::vector<std::int64_t> sequences(std::int64_t conversation) {
        std::vector<std::int64_t> result;
        for (const auto& entry : store().entries(conversation, 0, 1000)) {
            result.push_back(entry.sequence);
        }
        return result;
    }

    desk::Settlement settlement_of(std::int64_t message) {
        desk::Settlement settlement;
        settlement.message = message;
        settlement.replies = {answer("Có."), answer("Thêm một câu.")};
        settlement.state.last_question = "Có cần hộ khẩu không?";
        return settlement;
    }
};

TEST_P(ConversationContract, opening_twice_gives_the_same_conversation) {
    const auto first = store().open_conversation(connectors::Channel::web_chat, "a", at(1));
    const auto second = store().open_conversation(connectors::Channel::web_chat, "a", at(2));
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(second.created_at, at(1));
    EXPECT_EQ(second.external_id, "a");
    EXPECT_EQ(second.last_sequence, 0);
    EXPECT_EQ(second.state, desk::DialogState());
}

TEST_P(ConversationContract, the_same_id_in_another_channel_is_another_conversation) {
    const auto web = store().open_conversation(connectors::Channel::web_chat, "a", at(1));
    const auto zalo = store().open_conversation(connectors::Channel::zalo_oa, "a", at(1));
    EXPECT_NE(web.id, zalo.id);
    EXPECT_EQ(store().conversation(zalo.id)->channel, connectors::Channel::zalo_oa);
}

TEST_P(ConversationContract, what_is_not_there_is_nothing) {
    EXPECT_FALSE(store().find_conversation(connectors::Channel::web_chat, "nobody"));
    EXPECT_FALSE(store().conversation(4711));
    EXPECT_FALSE(store().pending(4711));
    EXPECT_THAT(store().entries(4711, 0, 10), IsEmpty());
    EXPECT_THAT(store().unsettled(10), IsEmpty());
}

TEST_P(ConversationContract, an_accepted_message_is_in_the_log) {
    const auto accepted = store().accept(message("a", "m1", "Xin chào"), at(7));
    EXPECT_TRUE(accepted.is_new);
    EXPECT_FALSE(accepted.handled);
    EXPECT_EQ(accepted.sequence, 1);
    const auto entries = store().entries(accepted.conversation, 0, 10);
    ASSERT_THAT(entries, SizeIs(1));
    desk::LogEntry expected;
    expected.conversation = accepted.conversation;
    expected.sequence = 1;
    expected.text = "Xin chào";
    expected.source_id = "m1";
    expected.created_at = at(7);
    EXPECT_EQ(entries.front(), expected);
}

TEST_P(ConversationContract, a_repeated_message_gives_the_first_acceptance_and_changes_nothing) {
    const auto first = store().accept(message("a", "m1", "Xin chào"), at(1));
    const auto again = store().accept(message("a", "m1", "Khác hẳn"), at(2));
    EXPECT_FALSE(again.is_new);
    EXPECT_FALSE(again.handled);
    EXPECT_EQ(again.message, first.message);
    EXPECT_EQ(again.sequence, first.sequence);
    EXPECT_EQ(again.conversation, first.conversation);
    EXPECT_EQ(store().entries(first.conversation, 0, 10).front().text, "Xin chào");
    EXPECT_THAT(sequences(first.conversation), ElementsAre(1));
    store().settle(settlement_of(first.message), at(3));
    EXPECT_TRUE(store().accept(message("a", "m1"), at(4)).handled);
}

TEST_P(ConversationContract, source_ids_are_per_conversation_and_channel) {
    auto elsewhere = message("a", "m1");
    elsewhere.channel = connectors::Channel::zalo_oa;
    EXPECT_TRUE(store().accept(message("a", "m1"), at(1)).is_new);
    EXPECT_TRUE(store().accept(message("b", "m1"), at(1)).is_new);
    EXPECT_TRUE(store().accept(elsewhere, at(1)).is_new);
}

TEST_P(ConversationContract, text_is_kept_byte_for_byte) {
    const std::vector<std::string> texts = {"Đăng ký khai sinh: 'một' \"hai\" \\ % _ ; -- DROP TABLE",
                                            "\t dòng 1\r\ndòng 2 \n",
                                            "u\u0301 \u00fa \u200b👍",
                                            ":text $1 {ticket}",
                                            std::string(4000, 'x'),
                                            " "};
    for (std::size_t index = 0; index < texts.size(); ++index) {
        const auto accepted = store().accept(message("a", std::to_string(index), texts[index]), at(1));
        EXPECT_EQ(store().entries(accepted.conversation, accepted.sequence - 1, 1).front().text,
                  texts[index]);
    }
}

TEST_P(ConversationContract, a_byte_0_is_refused_and_nothing_is_stored) {
    auto bad = message("a", "m1", std::string("a\0b", 3));
    EXPECT_THROW(store().accept(bad, at(1)), std::invalid_argument);
    EXPECT_FALSE(store().find_conversation(connectors::Channel::web_chat, "a"));
}

TEST_P(ConversationContract, a_pending_message_comes_back_with_everything) {
    auto sent = message("a", "m1", "Chọn cái thứ hai");
    sent.choice = "cchc-002";
    sent.ticket = 1001;
    sent.new_question = true;
    const auto accepted = store().accept(sent, at(1));
    const auto pending = store().pending(accepted.message);
    ASSERT_TRUE(pending);
    EXPECT_EQ(pending->inbound.text, sent.text);
    EXPECT_EQ(pending->inbound.conversation, "a");
    EXPECT_EQ(pending->inbound.source_id, "m1");
    EXPECT_EQ(pending->inbound.choice, sent.choice);
    EXPECT_EQ(pending->inbound.ticket, sent.ticket);
    EXPECT_TRUE(pending->inbound.new_question);
    EXPECT_EQ(pending->conversation.id, accepted.conversation);
    EXPECT_EQ(pending->conversation.last_sequence, 1);
    EXPECT_EQ(pending->accepted.message, accepted.message);
    EXPECT_FALSE(pending->accepted.handled);
}

TEST_P(ConversationContract, unsettled_messages_come_oldest_first) {
    const auto first = store().accept(message("a", "m1"), at(3));
    const auto second = store().accept(message("b", "m1"), at(2));
    const auto third = store().accept(message("a", "m2"), at(1));
    store().settle(settlement_of(second.message), at(4));
    const auto left = store().unsettled(10);
    ASSERT_THAT(left, SizeIs(2));
    EXPECT_EQ(left[0].accepted.message, first.message);
    EXPECT_EQ(left[1].accepted.message, third.message);
    EXPECT_THAT(store().unsettled(1), SizeIs(1));
}

TEST_P(ConversationContract, settling_writes_replies_deliveries_and_state_together) {
    const auto accepted = store().accept(message("a", "m1"), at(1));
    const auto settled = store().settle(settlement_of(accepted.message), at(2));
    EXPECT_TRUE(settled.applied);
    EXPECT_EQ(settled.conversation, accepted.conversation);
    EXPECT_EQ(settled.last_sequence, 3);
    EXPECT_FALSE(settled.ticket);
    EXPECT_THAT(sequences(accepted.conversation), ElementsAre(1, 2, 3));
    EXPECT_EQ(store().depth(), 2);
    const auto conversation = store().conversation(accepted.conversation);
    EXPECT_EQ(conversation->last_sequence, 3);
    EXPECT_EQ(conversation->state.last_question, "Có cần hộ khẩu không?");
    EXPECT_TRUE(store().pending(accepted.message)->accepted.handled);
}

TEST_P(ConversationContract, settling_again_changes_nothing) {
    const auto accepted = store().accept(message("a", "m1"), at(1));
    store().settle(settlement_of(accepted.message), at(2));
    auto other = settlement_of(accepted.message);
    other.replies.push_back(answer("Ba."));
    other.state.last_question = "khác";
    other.ticket_change.kind = desk::TicketChangeKind::open;
    const auto again = store().settle(other, at(3));
    EXPECT_FALSE(again.applied);
    EXPECT_EQ(again.conversation, accepted.conversation);
    EXPECT_EQ(again.last_sequence, 3);
    EXPECT_FALSE(again.ticket);
    EXPECT_EQ(store().depth(), 2);
    EXPECT_EQ(store().counts().open, 0);
    EXPECT_EQ(store().conversation(accepted.conversation)->state.last_question, "Có cần hộ khẩu không?");
}

TEST_P(ConversationContract, settling_what_was_never_accepted_is_a_mistake) {
    EXPECT_THROW(store().settle(settlement_of(4711), at(1)), std::invalid_argument);
}

TEST_P(ConversationContract, an_entry_comes_back_with_all_its_parts) {
    using namespace std::chrono;
    const auto accepted = store().accept(message("a", "m1"), at(1));
    auto entry = answer("**Có**, theo Điều 5.");
    desk::AnswerCard card;
    card.article = "cchc-001";
    card.article_version = 3;
    card.title = "Có cần hộ khẩu không?";
    card.confidence = 0.1 + 0.2;
    card.sources = {{"118/2025/NĐ-CP", "Điều 5, khoản 2", "https://vanban.chinhphu.vn/?id=1"},
                    {"76/NQ-CP", "", ""}};
    card.validity = {kb_index::Date(year(2025) / 7 / 1), std::nullopt};
    card.in_force = false;
    card.replaced_by = {{"118/2025/NĐ-CP", std::chrono::year(2025) / 7 / 1}, {"9/2026/NĐ-CP", {}}};
    entry.answer = card;
    entry.choices = {{"cchc-002", "Lệ phí?"}, {"cchc-003", "Thời hạn?"}};
    entry.ticket = desk::TicketReference{1001, desk::TicketState::closed};
    auto settlement = settlement_of(accepted.message);
    settlement.replies = {entry};
    store().settle(settlement, at(2));
    auto expected = entry;
    expected.conversation = accepted.conversation;
    expected.sequence = 2;
    expected.reply_to = accepted.sequence;
    const auto stored = store().entries(accepted.conversation, 1, 10);
    ASSERT_THAT(stored, SizeIs(1));
    EXPECT_EQ(stored.front(), expected);
}

TEST_P(ConversationContract, replies_are_found_by_the_message_they_are_about) {
    const auto first = store().accept(message("a", "m1", "Một?"), at(1));
    const auto second = store().accept(message("a", "m2", "Hai?"), at(1));
    EXPECT_THAT(store().replies(first.conversation, first.sequence), IsEmpty());
    auto settlement = settlement_of(second.message);
    settlement.replies = {answer("đáp hai"), answer("thêm cho hai")};
    store().settle(settlement, at(2));
    settlement = settlement_of(first.message);
    settlement.replies = {answer("đáp một")};
    store().settle(settlement, at(3));
    const auto of_first = store().replies(first.conversation, first.sequence);
    ASSERT_THAT(of_first, SizeIs(1));
    EXPECT_EQ(of_first[0].text, "đáp một");
    EXPECT_EQ(of_first[0].reply_to, first.sequence);
    const auto of_second = store().replies(second.conversation, second.sequence);
    ASSERT_THAT(of_second, SizeIs(2));
    EXPECT_EQ(of_second[1].text, "thêm cho hai");
    EXPECT_EQ(store().entries(first.conversation, 0, 1).front().reply_to, 0);
}

TEST_P(ConversationContract, a_dialog_state_comes_back_with_all_its_parts) {
    const auto accepted = store().accept(message("a", "m1"), at(1));
    auto settlement = settlement_of(accepted.message);
    settlement.state = {
        {{"cchc-002", "Lệ phí?"}, {"cchc-003", "</script>"}}, 1, "câu hỏi", "cchc-001", 1001, 1002};
    store().settle(settlement, at(2));
    EXPECT_EQ(store().conversation(accepted.conversation)->state, settlement.state);
}

TEST_P(ConversationContract, entries_are_read_from_a_sequence_on_and_up_to_a_limit) {
    std::int64_t conversation = 0;
    for (int index = 1; index <= 5; ++index) {
        conversation = store().accept(message("a", std::to_string(index)), at(index)).conversation;
    }
    const auto some = store().entries(conversation, 2, 2);
    ASSERT_THAT(some, SizeIs(2));
    EXPECT_EQ(some[0].sequence, 3);
    EXPECT_EQ(some[1].sequence, 4);
    EXPECT_THAT(store().entries(conversation, 5, 10), IsEmpty());
    EXPECT_THAT(store().entries(conversation, 0, 0), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Backends, ConversationContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
