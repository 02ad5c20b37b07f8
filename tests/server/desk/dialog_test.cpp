// What the bot replies: answers, clarifications, small talk and commands. Tickets are in
// dialog_tickets_test.cpp.
#include "tests/server/desk/talk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using kb_index::EscalationReason;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

kb_index::Date day(int year, unsigned month, unsigned date) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(date)};
}

class Dialog : public testing::Test {
  protected:
    Dialog() {
        auto one_stop =
            article("mot-cua", "Cơ chế một cửa là gì?", "Một cửa là **cách thức** tiếp nhận {ticket}.");
        one_stop.follow_ups = {"mot-cua-lien-thong", "het-hieu-luc", "khong-co", "mot-cua"};
        one_stop.related = {"ho-so", "mot-cua-lien-thong", "le-phi", "truc-tuyen"};
        talk.add(one_stop);
        talk.add(article("mot-cua-lien-thong", "Một cửa liên thông là gì?", "Liên thông là…"));
        talk.add(article("ho-so", "Nộp hồ sơ trực tuyến ở đâu?", "Tại Cổng dịch vụ công quốc gia."));
        talk.add(article("le-phi", "Nộp lệ phí trực tuyến bằng cách nào?", "Bằng tài khoản."));
        talk.add(article("truc-tuyen", "Dịch vụ công trực tuyến toàn trình là gì?", "Là dịch vụ…"));
        auto old = article("het-hieu-luc", "Quy định cũ về một cửa?", "Theo quy định cũ…");
        old.validity = {day(2018, 6, 21), day(2025, 6, 30)};
        talk.add(old);
        talk.search.say("một cửa là gì", fakes::answer("mot-cua", 0.97));
        talk.search.say("nộp trực tuyến", fakes::clarify({"ho-so", "le-phi"}));
    }

    Talk talk;
};

std::vector<std::string> articles_of(const std::vector<Choice>& choices) {
    std::vector<std::string> ids;
    for (const auto& choice : choices) {
        ids.push_back(choice.article);
    }
    return ids;
}

// The only reply; a message with one question gets exactly one.
const LogEntry& only_reply(const Settlement& settlement) {
    EXPECT_EQ(settlement.replies.size(), 1u);
    return settlement.replies.at(0);
}

// What stands under the answer; nothing in it when the reply is no answer.
AnswerCard card_of(const Settlement& settlement) {
    const auto& card = only_reply(settlement).answer;
    EXPECT_TRUE(card) << settlement.replies.at(0).text;
    return card.value_or(AnswerCard());
}

// ---- answers

TEST_F(Dialog, answers_verbatim_with_its_source) {
    const auto settlement = talk.hear("một cửa là gì");
    const auto& reply = only_reply(settlement);
    EXPECT_EQ(settlement.message, 7);
    EXPECT_EQ(reply.kind, EntryKind::answer);
    EXPECT_EQ(reply.text, "Một cửa là **cách thức** tiếp nhận {ticket}.");
    EXPECT_EQ(reply.created_at, talk.now);
    EXPECT_THAT(reply.author, IsEmpty());
    ASSERT_TRUE(reply.answer);
    EXPECT_EQ(reply.answer->article, "mot-cua");
    EXPECT_EQ(reply.answer->article_version, 4);
    EXPECT_EQ(reply.answer->title, "Cơ chế một cửa là gì?");
    EXPECT_DOUBLE_EQ(reply.answer->confidence, 0.97);
    EXPECT_THAT(reply.answer->sources,
                ElementsAre(kb_index::LegalBasis{"118/2025/NĐ-CP", "Điều 5", "https://vanban.example/118"}));
    EXPECT_TRUE(reply.answer->in_force);
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::none);
    EXPECT_EQ(talk.state.last_question, "một cửa là gì");
    EXPECT_EQ(talk.state.last_article, "mot-cua");
}

TEST_F(Dialog, offers_follow_ups_then_related_articles_that_exist_and_hold) {
    const auto settlement = talk.hear("một cửa là gì");
    const auto& choices = only_reply(settlement).choices;
    EXPECT_THAT(articles_of(choices), ElementsAre("mot-cua-lien-thong", "ho-so", "le-phi"));
    EXPECT_EQ(choices.at(0).label, "Một cửa liên thông là gì?");
    EXPECT_THAT(talk.state.pending_choices, IsEmpty());
}

TEST_F(Dialog, marks_an_article_outside_its_validity) {
    talk.search.say("quy định cũ", fakes::answer("het-hieu-luc"));
    const auto settlement = talk.hear("quy định cũ");
    const auto& reply = only_reply(settlement);
    EXPECT_EQ(reply.text, "Theo quy định cũ…");
    ASSERT_TRUE(reply.answer);
    EXPECT_FALSE(reply.answer->in_force);
    EXPECT_EQ(reply.answer->validity.to, day(2025, 6, 30));
}

TEST_F(Dialog, marks_an_article_that_the_engine_calls_out_of_force) {
    auto decision = fakes::answer("mot-cua");
    decision.ranked.front().in_force = false;
    talk.search.say("một cửa trước 1/7/2025", decision);
    const auto settlement = talk.hear("một cửa trước 1/7/2025");
    EXPECT_FALSE(card_of(settlement).in_force);
}

TEST_F(Dialog, the_last_day_of_validity_ends_at_midnight_in_vietnam) {
    talk.articles.at("mot-cua").standing.validity.to = day(2026, 11, 24);
    talk.now = fakes::a_tuesday + std::chrono::hours(13) + std::chrono::minutes(59);  // 23:59
    const auto settlement = talk.hear("một cửa là gì");
    EXPECT_TRUE(card_of(settlement).in_force);
    talk.now += std::chrono::minutes(1);
    const auto later = talk.hear("một cửa là gì");
    EXPECT_FALSE(card_of(later).in_force);
}

TEST_F(Dialog, says_what_took_the_place_of_an_ended_rule) {
    auto& standing = talk.articles.at("mot-cua").standing;
    standing.validity.to = day(2025, 6, 30);
    standing.replaced_by = {{"118/2025/NĐ-CP", day(2025, 7, 1)}};
    standing.sources = {{"61/2018/NĐ-CP", "Điều 19", "https://vanban.example/61"}};
    const auto card = card_of(talk.hear("một cửa là gì"));
    EXPECT_FALSE(card.in_force);
    EXPECT_EQ(card.replaced_by, standing.replaced_by);
    EXPECT_EQ(card.sources, standing.sources) << "with the documents' links";
}

TEST_F(Dialog, hands_over_when_the_article_is_gone) {
    talk.search.say("một cửa là gì", fakes::answer("da-xoa"));
    const auto settlement = talk.hear("một cửa là gì");
    EXPECT_EQ(only_reply(settlement).kind, EntryKind::handover);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::uncertain);
}

// ---- clarifications

TEST_F(Dialog, asks_back_with_choices_that_carry_the_questions) {
    const auto settlement = talk.hear("nộp trực tuyến");
    const auto& reply = only_reply(settlement);
    EXPECT_EQ(reply.kind, EntryKind::clarification);
    EXPECT_THAT(reply.choices, ElementsAre(Choice{"ho-so", "Nộp hồ sơ trực tuyến ở đâu?"},
                                           Choice{"le-phi", "Nộp lệ phí trực tuyến bằng cách nào?"}));
    EXPECT_THAT(reply.text, Not(HasSubstr("hồ sơ")));
    EXPECT_EQ(talk.state.pending_choices, reply.choices);
    EXPECT_EQ(talk.state.clarifications_in_a_row, 1);
    EXPECT_EQ(talk.state.last_question, "nộp trực tuyến");
}

struct ReplyToClarification {
    std::string words;
    std::string article;
};

class Clarified : public Dialog, public testing::WithParamInterface<ReplyToClarification> {};

TEST_P(Clarified, takes_the_choice) {
    talk.hear("nộp trực tuyến");
    const auto settlement = talk.hear(GetParam().words);
    const auto& reply = only_reply(settlement);
    EXPECT_EQ(reply.kind, EntryKind::answer);
    ASSERT_TRUE(reply.answer);
    EXPECT_EQ(reply.answer->article, GetParam().article);
    EXPECT_THAT(talk.state.pending_choices, IsEmpty());
    EXPECT_EQ(talk.state.clarifications_in_a_row, 0);
    EXPECT_EQ(talk.state.last_question, "nộp trực tuyến") << "an expert wants to read the asker's own words";
}

INSTANTIATE_TEST_SUITE_P(
    words, Clarified,
    testing::Values(ReplyToClarification{"1", "ho-so"}, ReplyToClarification{"số 2", "le-phi"},
                    ReplyToClarification{"Nộp hồ sơ trực tuyến ở đâu?", "ho-so"},
                    ReplyToClarification{"nop ho so truc tuyen o dau", "ho-so"},
                    ReplyToClarification{"tôi hỏi nộp lệ phí trực tuyến bằng cách nào", "le-phi"},
                    ReplyToClarification{"lệ phí", "le-phi"}, ReplyToClarification{"cái thứ hai", "le-phi"},
                    ReplyToClarification{"cái đầu tiên", "ho-so"},
                    ReplyToClarification{"không phải cái đầu", "le-phi"},
                    ReplyToClarification{"le phii nhe", "le-phi"}));

TEST_F(Dialog, both_choices_get_both_answers) {
    talk.hear("nộp trực tuyến");
    const auto settlement = talk.hear("cả hai");
    ASSERT_EQ(settlement.replies.size(), 2u);
    EXPECT_EQ(settlement.replies.at(0).answer.value_or(AnswerCard()).article, "ho-so");
    EXPECT_EQ(settlement.replies.at(1).answer.value_or(AnswerCard()).article, "le-phi");
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::none);
    EXPECT_THAT(talk.state.pending_choices, IsEmpty());
}

TEST_F(Dialog, chosen_articles_that_are_gone_are_handed_over_once) {
    talk.hear("nộp trực tuyến");
    talk.articles.erase("ho-so");
    talk.articles.erase("le-phi");
    EXPECT_EQ(only_reply(talk.hear("cả hai")).kind, EntryKind::handover);
}

TEST_F(Dialog, takes_a_tapped_choice) {
    talk.hear("nộp trực tuyến");
    const auto settlement = talk.tap("le-phi", "Nộp lệ phí trực tuyến bằng cách nào?");
    EXPECT_EQ(card_of(settlement).article, "le-phi");
    EXPECT_THAT(talk.state.pending_choices, IsEmpty());
}

TEST_F(Dialog, kindly_repeats_the_choices_for_a_number_that_none_has) {
    talk.hear("nộp trực tuyến");
    for (const auto* number : {"3", "9"}) {
        const auto settlement = talk.hear(number);
        const auto& reply = only_reply(settlement);
        EXPECT_EQ(reply.kind, EntryKind::clarification);
        EXPECT_THAT(reply.text, HasSubstr("từ 1 đến 2"));
        EXPECT_THAT(articles_of(reply.choices), ElementsAre("ho-so", "le-phi"));
    }
    EXPECT_EQ(card_of(talk.hear("2")).article, "le-phi");
}

TEST_F(Dialog, yes_to_several_choices_is_no_choice) {
    talk.hear("nộp trực tuyến");
    const auto settlement = talk.hear("đúng rồi");
    EXPECT_EQ(only_reply(settlement).kind, EntryKind::clarification);
    EXPECT_EQ(talk.state.pending_choices.size(), 2u);
}

TEST_F(Dialog, asks_back_once_and_then_hands_over) {
    talk.search.say("trên mạng ấy", fakes::clarify({"ho-so", "le-phi"}));
    talk.hear("nộp trực tuyến");
    const auto settlement = talk.hear("trên mạng ấy");
    EXPECT_EQ(only_reply(settlement).kind, EntryKind::handover);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::after_clarification);
    EXPECT_THAT(talk.state.pending_choices, IsEmpty());
    EXPECT_EQ(talk.state.clarifications_in_a_row, 0);
}

TEST_F(Dialog, small_talk_does_not_make_room_for_a_second_clarification) {
    talk.search.say("trên mạng ấy", fakes::clarify({"ho-so", "le-phi"}));
    talk.hear("nộp trực tuyến");
    talk.hear("cảm ơn");
    EXPECT_EQ(only_reply(talk.hear("trên mạng ấy")).kind, EntryKind::handover);
}

TEST_F(Dialog, may_ask_back_again_after_an_answer) {
    talk.hear("nộp trực tuyến");
    talk.hear("1");
    EXPECT_EQ(only_reply(talk.hear("nộp trực tuyến")).kind, EntryKind::clarification);
}

TEST_F(Dialog, none_of_the_choices_goes_to_an_expert) {
    for (const auto* words : {"không phải", "không cái nào", "cả hai đều không"}) {
        talk.state = {};
        talk.hear("nộp trực tuyến");
        const auto settlement = talk.hear(words);
        EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::open);
        EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::after_clarification);
        EXPECT_EQ(settlement.ticket_change.ticket.question, "nộp trực tuyến");
    }
}

TEST_F(Dialog, a_new_question_leaves_the_clarification_behind) {
    talk.hear("nộp trực tuyến");
    EXPECT_EQ(card_of(talk.hear("một cửa là gì")).article, "mot-cua");
    EXPECT_THAT(talk.state.pending_choices, IsEmpty());
}

TEST_F(Dialog, does_not_ask_back_between_fewer_than_two_articles_that_exist) {
    talk.search.say("nộp trực tuyến", fakes::clarify({"ho-so", "da-xoa"}));
    EXPECT_EQ(only_reply(talk.hear("nộp trực tuyến")).kind, EntryKind::handover);
}

// ---- choices under an answer

TEST_F(Dialog, takes_a_follow_up_tapped_or_picked_by_number) {
    talk.hear("một cửa là gì");
    EXPECT_EQ(card_of(talk.tap("ho-so", "Nộp hồ sơ trực tuyến ở đâu?")).article, "ho-so");
    EXPECT_EQ(talk.state.last_question, "Nộp hồ sơ trực tuyến ở đâu?");
    talk.hear("một cửa là gì");
    EXPECT_EQ(card_of(talk.hear("3")).article, "le-phi");
}

TEST_F(Dialog, a_choice_that_was_never_offered_is_only_text) {
    talk.search.say("Quy định cũ về một cửa?", fakes::escalate(EscalationReason::outside_knowledge));
    const auto settlement = talk.tap("het-hieu-luc", "Quy định cũ về một cửa?");
    EXPECT_EQ(only_reply(settlement).kind, EntryKind::handover);
}

TEST_F(Dialog, a_number_with_nothing_to_pick_is_no_question) {
    const auto settlement = talk.hear("2");
    EXPECT_EQ(only_reply(settlement).kind, EntryKind::small_talk);
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::none);
}

// ---- small talk and commands

struct Spoken {
    std::string words;
    std::string reply_has;
};

class SmallTalk : public Dialog, public testing::WithParamInterface<Spoken> {};

TEST_P(SmallTalk, is_answered_without_the_engine_and_changes_nothing) {
    const auto before = talk.state;
    const auto settlement = talk.hear(GetParam().words);
    const auto& reply = only_reply(settlement);
    EXPECT_EQ(reply.kind, EntryKind::small_talk);
    EXPECT_THAT(reply.text, HasSubstr(GetParam().reply_has));
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::none);
    EXPECT_EQ(talk.state, before);
    EXPECT_THAT(talk.search.asked(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    words, SmallTalk,
    testing::Values(Spoken{"xin chào", "trợ lý trả lời tự động về cải cách hành chính"},
                    Spoken{"chao ad", "gõ câu hỏi"}, Spoken{"cảm ơn", "Không có gì"},
                    Spoken{"tạm biệt", "Tạm biệt"}, Spoken{"hướng dẫn sử dụng", "gặp chuyên viên"},
                    Spoken{"ok", "Vâng ạ"}, Spoken{"gặp chuyên viên", "câu hỏi trước"},
                    Spoken{"#1024", "không thấy phiếu #1024"}, Spoken{"không phải", "nội dung muốn hỏi"},
                    Spoken{"🙂🙂", "chưa đọc được"}, Spoken{"???", "chưa đọc được"}));

TEST_F(Dialog, yes_after_an_answer_is_good_news) {
    talk.hear("một cửa là gì");
    const auto settlement = talk.hear("đúng rồi");
    EXPECT_THAT(only_reply(settlement).text, HasSubstr("Rất vui"));
    EXPECT_EQ(talk.state.last_article, "mot-cua");
}

TEST_F(Dialog, an_empty_question_opens_no_ticket) {
    talk.search.say("abc xyz", fakes::escalate(EscalationReason::empty_question));
    const auto settlement = talk.hear("abc xyz");
    EXPECT_EQ(only_reply(settlement).kind, EntryKind::small_talk);
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::none);
    EXPECT_THAT(talk.state.last_question, IsEmpty());
}

}  // namespace
}  // namespace reformdesk::desk
