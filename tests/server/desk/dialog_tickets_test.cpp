// When the bot hands over, and which ticket a message belongs to.
#include "tests/server/desk/talk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using kb_index::EscalationReason;
using testing::HasSubstr;
using testing::IsEmpty;

class DialogTickets : public testing::Test {
  protected:
    DialogTickets() {
        talk.add(article("mot-cua", "Cơ chế một cửa là gì?", "Một cửa là cách thức tiếp nhận."));
        talk.add(article("ho-so", "Nộp hồ sơ trực tuyến ở đâu?", "Tại Cổng dịch vụ công quốc gia."));
        talk.search.say("một cửa là gì", fakes::answer("mot-cua"));
        talk.search.say("nộp trực tuyến", fakes::clarify({"ho-so", "mot-cua"}));
    }

    void expect(const Settlement& settlement, TicketChangeKind change, std::int64_t number, EntryKind reply) {
        ASSERT_EQ(settlement.replies.size(), 1u);
        EXPECT_EQ(settlement.ticket_change.kind, change);
        EXPECT_EQ(settlement.ticket_change.ticket.number, number);
        EXPECT_EQ(settlement.replies.front().kind, reply) << settlement.replies.front().text;
    }
    // Reopened too: an expert may answer before it is stored.
    void expect_added(const Settlement& settlement, std::int64_t number) {
        expect(settlement, TicketChangeKind::reopen, number, EntryKind::notice);
        EXPECT_THAT(settlement.replies.at(0).text, HasSubstr("chuyển thêm"));
        expect_told(settlement, number);
    }
    void expect_reopened(const Settlement& settlement, std::int64_t number) {
        expect(settlement, TicketChangeKind::reopen, number, EntryKind::notice);
        expect_told(settlement, number);
    }

    Talk talk;

  private:
    void expect_told(const Settlement& settlement, std::int64_t number) {
        const auto& reply = settlement.replies.at(0);
        EXPECT_THAT(reply.text, HasSubstr("phiếu #" + std::to_string(number)));
        EXPECT_EQ(reply.ticket, (TicketReference{number, TicketState::open}));
        EXPECT_EQ(talk.state.open_ticket, number);
        EXPECT_EQ(talk.state.answered_ticket, std::nullopt);
    }
};

// ---- handing over

struct Handover {
    std::string name;
    EscalationReason engine;
    HandoverReason ticket;
};

class EngineEscalates : public DialogTickets, public testing::WithParamInterface<Handover> {};

TEST_P(EngineEscalates, opens_a_ticket_with_the_reason) {
    talk.search.say("giá vàng hôm nay", fakes::escalate(GetParam().engine));
    const auto settlement = talk.hear("giá vàng hôm nay");
    expect(settlement, TicketChangeKind::open, 0, EntryKind::handover);
    const auto& ticket = settlement.ticket_change.ticket;
    EXPECT_EQ(ticket.reason, GetParam().ticket);
    EXPECT_EQ(ticket.question, "giá vàng hôm nay");
    EXPECT_EQ(ticket.question_sequence, 12);
    EXPECT_EQ(ticket.conversation, 3);
    EXPECT_EQ(ticket.created_at, talk.now);
    EXPECT_EQ(settlement.state.open_ticket, 0) << "the store puts the number in";
}

INSTANTIATE_TEST_SUITE_P(
    reasons, EngineEscalates,
    testing::Values(Handover{"nothing", EscalationReason::nothing_found, HandoverReason::nothing_found},
                    Handover{"outside", EscalationReason::outside_knowledge,
                             HandoverReason::outside_knowledge},
                    Handover{"uncertain", EscalationReason::uncertain, HandoverReason::uncertain}),
    [](const auto& tested) { return tested.param.name; });

TEST_F(DialogTickets, the_handover_names_ticket_place_and_working_time) {
    const auto settlement = talk.hear("giá vàng hôm nay");
    const auto& reply = settlement.replies.at(0);
    EXPECT_EQ(reply.ticket, (TicketReference{0, TicketState::open}));
    for (const auto* words : {"chuyên viên", "phiếu #{ticket}", "ngay tại đây", "thứ Hai đến thứ Sáu",
                              "7:30–11:30", "13:30–17:00"}) {
        EXPECT_THAT(reply.text, HasSubstr(words));
    }
}

TEST_F(DialogTickets, an_index_that_cannot_be_asked_hands_over) {
    talk.search.break_down();
    const auto settlement = talk.hear("một cửa là gì");
    expect(settlement, TicketChangeKind::open, 0, EntryKind::handover);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::engine_unavailable);
}

TEST_F(DialogTickets, small_talk_works_without_the_index) {
    talk.search.break_down();
    EXPECT_EQ(talk.hear("xin chào").replies.at(0).kind, EntryKind::small_talk);
}

TEST_F(DialogTickets, a_person_asked_for_gets_the_last_question) {
    talk.hear("một cửa là gì");
    const auto settlement = talk.hear("cho tôi gặp chuyên viên");
    expect(settlement, TicketChangeKind::open, 0, EntryKind::handover);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::asked_for_person);
    EXPECT_EQ(settlement.ticket_change.ticket.question, "một cửa là gì");
}

TEST_F(DialogTickets, an_answer_that_did_not_help_goes_to_an_expert) {
    talk.hear("một cửa là gì");
    const auto settlement = talk.hear("không đúng");
    expect(settlement, TicketChangeKind::open, 0, EntryKind::handover);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::not_helpful);
    EXPECT_EQ(settlement.ticket_change.ticket.question, "một cửa là gì");
    const auto again = talk.hear("không đúng");
    EXPECT_EQ(again.ticket_change.kind, TicketChangeKind::none) << "the expert has it already";
}

TEST_F(DialogTickets, erasing_data_is_a_person_s_work) {
    const auto settlement = talk.hear("xóa dữ liệu của tôi");
    expect(settlement, TicketChangeKind::open, 0, EntryKind::handover);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::asked_for_person);
    EXPECT_EQ(settlement.ticket_change.ticket.question, "xóa dữ liệu của tôi");
    EXPECT_THAT(settlement.replies.at(0).text, HasSubstr("xóa"));
}

// ---- while a ticket is open

TEST_F(DialogTickets, what_the_engine_cannot_answer_joins_the_open_ticket) {
    talk.hear("giá vàng hôm nay");
    expect_added(talk.hear("vàng miếng ấy"), 1001);
    EXPECT_EQ(talk.tickets.size(), 1u);
}

TEST_F(DialogTickets, questions_are_still_answered_while_a_ticket_is_open) {
    talk.hear("giá vàng hôm nay");
    const auto settlement = talk.hear("một cửa là gì");
    EXPECT_EQ(settlement.replies.at(0).kind, EntryKind::answer);
    EXPECT_EQ(talk.state.open_ticket, 1001);
    expect_added(talk.hear("không đúng"), 1001);
}

TEST_F(DialogTickets, a_person_asked_for_again_joins_the_open_ticket) {
    talk.hear("giá vàng hôm nay");
    expect_added(talk.hear("gặp chuyên viên"), 1001);
}

// ---- after an expert's answer

TEST_F(DialogTickets, a_reply_to_the_expert_reopens_the_ticket) {
    talk.expert_answers(1001);
    const auto settlement = talk.hear("nhưng tôi ở xã thì sao");
    expect_reopened(settlement, 1001);
    EXPECT_THAT(talk.search.asked(), IsEmpty());
    EXPECT_EQ(settlement.replies.at(0).text, "Tôi đã chuyển nội dung này tới chuyên viên trong phiếu #1001.");
}

class ReplyToExpert : public DialogTickets, public testing::WithParamInterface<std::string> {};

TEST_P(ReplyToExpert, goes_to_the_expert) {
    talk.expert_answers(1001);
    expect_reopened(talk.hear(GetParam()), 1001);
}

// Even what the bot could answer, and what would be a number or a no to the bot.
INSTANTIATE_TEST_SUITE_P(words, ReplyToExpert,
                         testing::Values("một cửa là gì", "2", "không đúng", "gặp chuyên viên"));

class NoWorkForExpert : public DialogTickets, public testing::WithParamInterface<std::string> {};

TEST_P(NoWorkForExpert, keeps_the_ticket_answered) {
    talk.expert_answers(1001);
    const auto settlement = talk.hear(GetParam());
    expect(settlement, TicketChangeKind::none, 0, EntryKind::small_talk);
    EXPECT_EQ(talk.state.answered_ticket, 1001) << "what comes next is still a reply to the expert";
}

INSTANTIATE_TEST_SUITE_P(words, NoWorkForExpert,
                         testing::Values("cảm ơn", "em cảm ơn nhiều ạ", "xin chào", "tạm biệt", "ok", "👍",
                                         "#1001", "hướng dẫn sử dụng"));

TEST_F(DialogTickets, an_explicitly_new_question_goes_to_the_engine) {
    talk.expert_answers(1001);
    EXPECT_EQ(talk.ask_anew("một cửa là gì").replies.at(0).kind, EntryKind::answer);
    EXPECT_EQ(talk.state.answered_ticket, std::nullopt);
    EXPECT_EQ(talk.hear("một cửa là gì").replies.at(0).kind, EntryKind::answer);
}

TEST_F(DialogTickets, a_new_question_that_nobody_can_answer_gets_a_ticket_of_its_own) {
    talk.expert_answers(1001);
    expect(talk.ask_anew("giá vàng hôm nay"), TicketChangeKind::open, 0, EntryKind::handover);
    EXPECT_EQ(talk.state.answered_ticket, std::nullopt);
}

TEST_F(DialogTickets, a_tapped_choice_is_no_reply_to_the_expert) {
    talk.hear("nộp trực tuyến");
    talk.expert_answers(1001);
    EXPECT_EQ(talk.tap("ho-so", "Nộp hồ sơ trực tuyến ở đâu?").replies.at(0).kind, EntryKind::answer);
    EXPECT_EQ(talk.state.answered_ticket, std::nullopt);
}

// ---- a ticket named by the asker

TEST_F(DialogTickets, a_message_on_an_open_ticket_is_added) {
    talk.add_ticket(1001, TicketState::open);
    expect_added(talk.write_on(1001, "một cửa là gì"), 1001);
}

TEST_F(DialogTickets, a_message_on_an_answered_or_closed_ticket_reopens_it) {
    talk.add_ticket(1001, TicketState::answered);
    talk.add_ticket(1002, TicketState::closed);
    expect_reopened(talk.write_on(1001, "một cửa là gì"), 1001);
    expect_reopened(talk.write_on(1002, "đúng rồi"), 1002);
}

TEST_F(DialogTickets, thanks_on_an_answered_ticket_are_no_work) {
    talk.expert_answers(1001);
    expect(talk.write_on(1001, "cảm ơn"), TicketChangeKind::none, 0, EntryKind::small_talk);
    EXPECT_EQ(talk.state.answered_ticket, 1001);
}

TEST_F(DialogTickets, a_ticket_of_another_conversation_is_not_there) {
    EXPECT_EQ(talk.write_on(1001, "một cửa là gì").replies.at(0).kind, EntryKind::answer);
}

// ---- status

TEST_F(DialogTickets, tells_state_and_since_when) {
    talk.add_ticket(1001, TicketState::open);
    talk.add_ticket(1002, TicketState::answered);
    talk.add_ticket(1003, TicketState::closed);
    const std::vector<std::pair<std::string, std::string>> told = {
        {"#1001", "Phiếu #1001: đang chờ chuyên viên trả lời, từ 08:00 ngày 24/11/2026."},
        {"phiếu 1002 đến đâu rồi",
         "Phiếu #1002: đã có câu trả lời của chuyên viên, từ 09:00 ngày 24/11/2026."},
        {"#1003", "Phiếu #1003: đã đóng, từ 09:00 ngày 24/11/2026."}};
    for (const auto& [question, status] : told) {
        const auto settlement = talk.hear(question);
        expect(settlement, TicketChangeKind::none, 0, EntryKind::small_talk);
        EXPECT_EQ(settlement.replies.at(0).text, status);
        EXPECT_TRUE(settlement.replies.at(0).ticket);
    }
}

// ---- an expert answers while the bot decides on something else

TEST_F(DialogTickets, a_state_that_missed_the_expert_s_answer_is_put_right) {
    talk.add_ticket(1001, TicketState::answered);
    talk.state.open_ticket = 1001;
    expect_reopened(talk.hear("nhưng tôi ở xã thì sao"), 1001);
}

TEST_F(DialogTickets, a_state_that_missed_the_closing_is_put_right) {
    talk.add_ticket(1001, TicketState::closed);
    talk.state.open_ticket = 1001;
    expect(talk.hear("giá vàng hôm nay"), TicketChangeKind::open, 0, EntryKind::handover);
}

TEST_F(DialogTickets, a_state_that_missed_the_reopening_is_put_right) {
    talk.add_ticket(1001, TicketState::open);
    talk.state.answered_ticket = 1001;
    expect_added(talk.hear("giá vàng hôm nay"), 1001);
}

}  // namespace
}  // namespace reformdesk::desk
