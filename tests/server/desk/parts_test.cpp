// Several questions in one message: each is answered, and nothing is lost.
#include "tests/server/desk/talk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr auto papers = "Nộp hồ sơ một cửa cần giấy tờ gì?";
constexpr auto salary = "Mức lương cơ sở hiện nay là bao nhiêu?";
constexpr auto gold = "Giá vàng hôm nay là bao nhiêu?";
constexpr auto rain = "Ngày mai ở Nha Trang có mưa không?";
constexpr auto online = "Nộp hồ sơ đất đai qua mạng như thế nào?";

class Parts : public testing::Test {
  protected:
    Parts() {
        talk.add(article("giay-to", papers, "Cần đơn và bản sao."));
        talk.add(article("luong", salary, "Là 2.530.000 đồng."));
        talk.add(article("cong", "Cổng Dịch vụ công quốc gia ở đâu?", "Tại…"));
        talk.add(article("tai-khoan", "Đăng nhập bằng tài khoản nào?", "Bằng VNeID."));
        talk.search.say(papers, fakes::answer("giay-to"));
        talk.search.say(salary, fakes::answer("luong", 0.96));
        talk.search.say(online, fakes::clarify({"cong", "tai-khoan"}));
    }

    static std::vector<EntryKind> kinds(const Settlement& settlement) {
        std::vector<EntryKind> all;
        for (const auto& reply : settlement.replies) {
            all.push_back(reply.kind);
        }
        return all;
    }
    static std::string message(const std::string& first, const std::string& second,
                               const std::string& third = "") {
        return first + " " + second + (third.empty() ? "" : " " + third);
    }

    Talk talk;
};

TEST_F(Parts, each_is_answered_in_its_order_with_its_own_source) {
    const auto settlement = talk.hear(message(papers, salary));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::answer, EntryKind::answer));
    EXPECT_EQ(settlement.replies.at(0).answer->article, "giay-to");
    EXPECT_EQ(settlement.replies.at(1).answer->article, "luong");
    EXPECT_DOUBLE_EQ(settlement.replies.at(1).answer->confidence, 0.96);
    EXPECT_THAT(settlement.replies.at(1).answer->sources, Not(IsEmpty()));
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::none);
    EXPECT_EQ(talk.state.last_article, "luong");
    EXPECT_EQ(talk.state.last_question, message(papers, salary));
}

TEST_F(Parts, a_wish_for_a_person_beside_a_question_is_granted_with_the_answer) {
    const std::string wish = "Cho em gặp chuyên viên";
    const auto settlement = talk.hear(message(papers, wish));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::answer, EntryKind::handover));
    EXPECT_EQ(settlement.replies.at(0).answer->article, "giay-to");
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::open);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::asked_for_person);
}

TEST_F(Parts, who_asks_for_a_person_is_asked_nothing_back) {
    const auto settlement = talk.hear(message(online, "Cho em gặp chuyên viên"));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::handover));
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::open);
}

TEST_F(Parts, there_is_one_list_to_choose_from) {
    talk.articles.at("giay-to").article.related = {"cong"};
    talk.articles.at("luong").article.related = {"tai-khoan"};
    const auto answered = talk.hear(message(papers, salary));
    EXPECT_THAT(answered.replies.at(0).choices, IsEmpty());
    EXPECT_EQ(answered.replies.at(1).choices.size(), 1u);
    EXPECT_EQ(talk.hear("1").replies.at(0).answer->article, "tai-khoan");
    const auto asked_back = talk.hear(message(papers, online));
    EXPECT_THAT(asked_back.replies.at(0).choices, IsEmpty());
    EXPECT_EQ(asked_back.replies.at(1).choices.size(), 2u);
}

TEST_F(Parts, lines_and_numbers_separate_questions_too) {
    talk.search.say("nộp hồ sơ một cửa cần giấy tờ gì", fakes::answer("giay-to"));
    talk.search.say("mức lương cơ sở là bao nhiêu", fakes::answer("luong"));
    const auto settlement = talk.hear("1. nộp hồ sơ một cửa cần giấy tờ gì\n2. mức lương cơ sở là bao nhiêu");
    EXPECT_THAT(kinds(settlement), ElementsAre(EntryKind::answer, EntryKind::answer));
}

TEST_F(Parts, one_answer_to_two_questions_is_given_once) {
    talk.search.say("Hồ sơ một cửa gồm những gì?", fakes::answer("giay-to"));
    const auto settlement = talk.hear(message(papers, "Hồ sơ một cửa gồm những gì?"));
    EXPECT_THAT(kinds(settlement), ElementsAre(EntryKind::answer));
}

TEST_F(Parts, what_cannot_be_answered_is_one_ticket_and_the_asker_is_told_which) {
    const auto settlement = talk.hear(message(gold, papers, rain));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::answer, EntryKind::handover));
    const auto& ticket = settlement.ticket_change.ticket;
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::open);
    EXPECT_EQ(ticket.question, std::string(gold) + "\n" + rain);
    EXPECT_EQ(ticket.reason, HandoverReason::nothing_found);
    EXPECT_EQ(ticket.question_sequence, 12) << "the expert reads the whole message there";
    const auto& told = settlement.replies.at(1).text;
    EXPECT_THAT(told, HasSubstr(std::string("“") + gold + "” và “" + rain + "”"));
    EXPECT_THAT(told, HasSubstr("phiếu #{ticket}"));
    EXPECT_THAT(told, Not(HasSubstr(papers)));
}

TEST_F(Parts, quotes_the_asker_without_links_and_placeholders) {
    const auto settlement =
        talk.hear(message(papers, "[Giá vàng](https://vi.example) **{ticket}** là bao nhiêu?"));
    EXPECT_THAT(settlement.replies.at(1).text,
                HasSubstr("“(Giá vàng)(https://vi.example) (ticket) là bao nhiêu?”"));
}

TEST_F(Parts, quotes_not_too_much) {
    std::string long_question = "Giá vàng";
    for (int i = 0; i < 60; ++i) {
        long_question += " ở tiệm";
    }
    const auto settlement = talk.hear(message(papers, long_question + " là bao nhiêu?"));
    EXPECT_THAT(settlement.replies.at(1).text, HasSubstr("…”"));
    EXPECT_THAT(settlement.replies.at(1).text, Not(HasSubstr("bao nhiêu")));
    EXPECT_EQ(settlement.ticket_change.ticket.question, long_question + " là bao nhiêu?");
}

TEST_F(Parts, what_was_answered_beside_a_ticket_may_still_be_asked_about) {
    talk.hear(message(papers, gold));
    EXPECT_EQ(talk.state.last_article, "giay-to");
    EXPECT_EQ(talk.state.open_ticket, 1001);
}

TEST_F(Parts, what_cannot_be_answered_joins_the_ticket_that_waits) {
    talk.hear("vàng miếng ấy");
    const auto settlement = talk.hear(message(papers, gold));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::answer, EntryKind::notice));
    EXPECT_EQ(settlement.ticket_change.kind, TicketChangeKind::reopen);
    EXPECT_THAT(settlement.replies.at(1).text, HasSubstr(std::string("câu “") + gold + "”"));
    EXPECT_THAT(settlement.replies.at(1).text, HasSubstr("phiếu #1001"));
}

TEST_F(Parts, when_none_can_be_answered_the_whole_message_is_the_ticket) {
    const auto settlement = talk.hear(message(gold, rain));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::handover));
    EXPECT_EQ(settlement.ticket_change.ticket.question, message(gold, rain));
    EXPECT_THAT(settlement.replies.at(0).text, Not(HasSubstr("“")));
}

TEST_F(Parts, a_message_that_is_only_understood_as_a_whole_is_one_question) {
    talk.search.say(message(gold, rain), fakes::answer("luong"));
    EXPECT_THAT(kinds(talk.hear(message(gold, rain))), ElementsAre(EntryKind::answer));
}

TEST_F(Parts, an_unclear_one_is_asked_back_last_and_named) {
    const auto settlement = talk.hear(message(online, salary, gold));
    ASSERT_THAT(kinds(settlement),
                ElementsAre(EntryKind::answer, EntryKind::handover, EntryKind::clarification));
    EXPECT_THAT(settlement.replies.at(2).text, HasSubstr(online));
    EXPECT_EQ(settlement.ticket_change.ticket.question, gold);
    EXPECT_EQ(talk.state.pending_choices.size(), 2u);
    const auto reply = talk.hear("2");
    ASSERT_THAT(kinds(reply), ElementsAre(EntryKind::answer));
    EXPECT_EQ(reply.replies.at(0).answer->article, "tai-khoan");
}

TEST_F(Parts, none_of_its_choices_hands_over_the_unclear_one) {
    talk.hear(message(online, salary));
    const auto settlement = talk.hear("không cái nào");
    EXPECT_EQ(settlement.ticket_change.ticket.question, online);
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::after_clarification);
}

TEST_F(Parts, of_two_unclear_ones_an_expert_gets_the_second) {
    talk.search.say("Đăng nhập cổng thế nào?", fakes::clarify({"tai-khoan", "cong"}));
    const auto settlement = talk.hear(message(online, "Đăng nhập cổng thế nào?"));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::handover, EntryKind::clarification));
    EXPECT_EQ(settlement.ticket_change.ticket.question, "Đăng nhập cổng thế nào?");
    EXPECT_THAT(settlement.replies.at(1).text, HasSubstr(online));
}

TEST_F(Parts, are_handed_over_when_the_index_cannot_be_asked) {
    talk.search.break_down();
    const auto settlement = talk.hear(message(papers, salary));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::handover));
    EXPECT_EQ(settlement.ticket_change.ticket.reason, HandoverReason::engine_unavailable);
}

TEST_F(Parts, the_second_may_follow_up_on_the_first) {
    talk.articles.at("giay-to").article.follow_ups = {"luong"};
    talk.search.say(std::string(papers) + " mất bao lâu?", fakes::clarify({"luong", "cong"}));
    talk.hear(message(papers, "Mất bao lâu?"));
    const auto asked = talk.search.asked();
    ASSERT_TRUE(asked.back().context);
    EXPECT_EQ(asked.back().context->article, "giay-to");
    EXPECT_THAT(asked.back().context->related, ElementsAre("luong"));
}

TEST_F(Parts, an_expert_reads_what_an_unanswered_one_follows) {
    const auto settlement = talk.hear(message(papers, "Mất bao lâu?"));
    ASSERT_THAT(kinds(settlement), ElementsAre(EntryKind::answer, EntryKind::handover));
    EXPECT_EQ(settlement.ticket_change.ticket.question,
              std::string("Mất bao lâu? (Câu hỏi trước: ") + papers + ")");
}

}  // namespace
}  // namespace reformdesk::desk
