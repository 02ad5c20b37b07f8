// When a question is read with what was answered before it. How well: tests/server/follow_up_test.cpp.
#include "server/desk/follow_up.hpp"

#include "tests/server/desk/talk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

constexpr auto follow_up = "thế còn lệ phí?";
constexpr auto together = "Làm căn cước ở đâu? thế còn lệ phí?";

class FollowUps : public testing::Test {
  protected:
    FollowUps() {
        auto place = article("noi-lam", "Làm căn cước ở đâu?", "Tại công an xã.");
        place.related = {"le-phi"};
        talk.add(place);
        talk.add(article("le-phi", "Lệ phí làm căn cước là bao nhiêu?", "30.000 đồng."));
        talk.add(article("ho-chieu", "Lệ phí làm hộ chiếu là bao nhiêu?", "200.000 đồng."));
        talk.search.say("Làm căn cước ở đâu?", fakes::answer("noi-lam"));
        talk.search.say(follow_up, fakes::clarify({"le-phi", "ho-chieu"}));
        talk.search.say(together, fakes::answer("le-phi"));
    }

    static std::string answered(const Settlement& settlement) {
        const auto& card = settlement.replies.at(0).answer;
        return card ? card->article : "";
    }

    Talk talk;
};

TEST_F(FollowUps, are_asked_with_the_article_given_last) {
    talk.hear("Làm căn cước ở đâu?");
    EXPECT_EQ(answered(talk.hear(follow_up)), "le-phi");
    ASSERT_THAT(talk.search.asked(), SizeIs(3));
    const auto context = talk.search.asked().at(2).context;
    ASSERT_TRUE(context);
    EXPECT_EQ(context->article, "noi-lam");
    EXPECT_THAT(context->related, ElementsAre("le-phi"));
}

TEST_F(FollowUps, without_anything_before_are_asked_by_their_own_words) {
    EXPECT_EQ(talk.hear(follow_up).replies.at(0).kind, EntryKind::clarification);
    EXPECT_THAT(talk.search.asked(), SizeIs(1));
}

TEST_F(FollowUps, survive_small_talk) {
    talk.hear("Làm căn cước ở đâu?");
    talk.hear("cảm ơn");
    EXPECT_EQ(answered(talk.hear(follow_up)), "le-phi");
}

TEST_F(FollowUps, come_within_half_an_hour) {
    talk.hear("Làm căn cước ở đâu?");
    talk.now += topic_lasts;
    EXPECT_EQ(answered(talk.hear(follow_up)), "le-phi");
    talk.now += topic_lasts + std::chrono::seconds(1);
    EXPECT_EQ(talk.hear(follow_up).replies.at(0).kind, EntryKind::clarification);
}

TEST_F(FollowUps, a_question_of_its_own_is_none) {
    talk.search.say("Lệ phí làm hộ chiếu là bao nhiêu?", fakes::answer("ho-chieu"));
    talk.hear("Làm căn cước ở đâu?");
    EXPECT_EQ(answered(talk.hear("Lệ phí làm hộ chiếu là bao nhiêu?")), "ho-chieu");
    EXPECT_THAT(talk.search.asked(), SizeIs(2));
}

TEST_F(FollowUps, an_answer_to_words_without_a_topic_must_be_about_the_topic) {
    talk.search.say("lệ phí bao nhiêu", fakes::answer("ho-chieu"));
    talk.search.say("Làm căn cước ở đâu? lệ phí bao nhiêu",
                    fakes::escalate(kb_index::EscalationReason::uncertain));
    talk.hear("Làm căn cước ở đâu?");
    EXPECT_EQ(talk.hear("lệ phí bao nhiêu").replies.at(0).kind, EntryKind::handover);
}

TEST_F(FollowUps, an_expert_reads_what_they_follow) {
    talk.hear("Làm căn cước ở đâu?");
    const auto settlement = talk.hear("bao lâu vậy");
    EXPECT_EQ(settlement.ticket_change.ticket.question, "bao lâu vậy (Câu hỏi trước: Làm căn cước ở đâu?)");
}

TEST_F(FollowUps, what_went_to_an_expert_is_no_topic) {
    talk.hear("Làm căn cước ở đâu?");
    talk.hear("Giá vàng hôm nay là bao nhiêu?");
    talk.hear(follow_up);
    EXPECT_FALSE(talk.search.asked().back().context);
}

TEST_F(FollowUps, an_article_that_is_gone_is_no_topic) {
    talk.hear("Làm căn cước ở đâu?");
    talk.articles.erase("noi-lam");
    EXPECT_EQ(talk.hear(follow_up).replies.at(0).kind, EntryKind::clarification);
}

TEST_F(FollowUps, are_handed_over_when_the_index_cannot_be_asked) {
    talk.hear("Làm căn cước ở đâu?");
    talk.search.break_down();
    EXPECT_EQ(talk.hear(follow_up).ticket_change.ticket.reason, HandoverReason::engine_unavailable);
}

}  // namespace
}  // namespace reformdesk::desk
