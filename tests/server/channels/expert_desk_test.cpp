// Experts who answer from their own Zalo account, and everybody else who writes the same words.
#include "server/channels/expert_desk.hpp"

#include "server/desk/texts.hpp"
#include "tests/server/channels/zalo_desk.hpp"

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

using connectors::Channel;
using desk::TicketState;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

class ExpertDeskTest : public ZaloDesk {
  protected:
    /// The ticket 1001, of the asker u1, delivered.
    void open_ticket(const std::string& question = "giá vàng hôm nay") {
        hear(text_event("u1", "q-1", question));
        ASSERT_TRUE(store.ticket(1001));
        deliver();
    }
    void tell() { experts.tell_of(*store.ticket(1001)); }
    desk::EventSettlement say(const std::string& text, const std::string& more = "") {
        return hear(text_event("e1", "e-" + std::to_string(++said_), text, more));
    }
    desk::Ticket ticket() { return *store.ticket(1001); }
    /// What the bot last told the expert.
    std::string told() { return last("person:e1"); }

  private:
    int said_ = 0;
};

// ---- linking

TEST_F(ExpertDeskTest, a_code_links_once) {
    store.add_account(1, "lan", "Chị Lan");
    store.put_link_code("hash of LK-ABCD2345", 1, clock.now() + std::chrono::minutes(10));
    say(" lk-abcd2345\\n");
    const auto link = store.link_of(Channel::zalo_oa, "e1");
    ASSERT_TRUE(link);
    EXPECT_EQ(link->name, "lan");
    EXPECT_THAT(told(), HasSubstr("Chị Lan"));
    hear(text_event("thief", "t-1", "LK-ABCD2345"));
    EXPECT_FALSE(store.link_of(Channel::zalo_oa, "thief"));
    EXPECT_THAT(last("person:thief"), HasSubstr("không đúng hoặc đã hết hạn"));
}

TEST_F(ExpertDeskTest, a_code_whose_link_was_not_confirmed_is_confirmed_when_heard_again) {
    store.add_account(1, "lan", "Chị Lan");
    store.put_link_code("hash of LK-ABCD2345", 1, clock.now() + std::chrono::minutes(10));
    store.redeem_link_code("hash of LK-ABCD2345", Channel::zalo_oa, "e1", clock.now());
    say("LK-ABCD2345");
    EXPECT_THAT(told(), HasSubstr("Chị Lan"));
}

TEST_F(ExpertDeskTest, a_code_dies) {
    store.add_account(1, "lan", "Chị Lan");
    store.put_link_code("hash of LK-ABCD2345", 1, clock.now() + std::chrono::minutes(10));
    clock.advance(std::chrono::minutes(10));
    say("LK-ABCD2345");
    EXPECT_FALSE(store.link_of(Channel::zalo_oa, "e1"));
}

TEST_F(ExpertDeskTest, what_only_begins_like_a_code_is_a_question) {
    for (const std::string text :
         {"LK-01 là mẫu gì?", "LK-", "LK-123", "mã LK-ABCD2345 là gì", "lk-abcd 2345", "LK-ABCD2345ĐỎ"}) {
        say(text);
        EXPECT_EQ(told().find("Mã nối"), std::string::npos) << text;
    }
    EXPECT_THAT(store.tickets({}), SizeIs(1)) << "the questions' ticket";
}

TEST_F(ExpertDeskTest, an_anonymous_visitor_links_nothing_and_is_nobody) {
    store.add_account(1, "lan", "Chị Lan");
    store.put_link_code("hash of LK-ABCD2345", 1, clock.now() + std::chrono::minutes(10));
    const auto anonymous = [](const std::string& id, const std::string& text) {
        return R"({"event_name":"anonymous_send_text","sender":{"id":"e1"},"recipient":{"id":"oa-1"},)"
               R"("message":{"text":")" +
               text + R"(","msg_id":")" + id + R"(","conversation_id":"c-1"},"timestamp":"1795489200000"})";
    };
    hear(anonymous("a-1", "LK-ABCD2345"));
    EXPECT_FALSE(store.link_of(Channel::zalo_oa, "e1"));
    open_ticket();
    link("e1");
    hear(anonymous("a-2", "#1001 Bảy mươi triệu"));
    EXPECT_EQ(ticket().state, TicketState::open);
}

// ---- notices

TEST_F(ExpertDeskTest, linked_experts_are_told_of_a_ticket_once) {
    link("e1");
    articles.import_articles(
        std::vector{fakes::article("gia-vang", "Giá vàng xem ở đâu?", "Tại **ngân hàng**.")}, "test",
        clock.now());
    search.say("giá vàng hôm nay", [] {
        auto unsure = fakes::escalate(kb_index::EscalationReason::uncertain);
        unsure.ranked = {{"gia-vang", 3.0, 0.3, true}};
        return unsure;
    }());
    open_ticket();
    tell();
    tell();
    const auto notices = deliver();
    ASSERT_THAT(notices, SizeIs(1));
    EXPECT_THAT(notices.at(0),
                AllOf(StartsWith("person:e1 notice: #1001 giá vàng hôm nay"),
                      HasSubstr("Giá vàng xem ở đâu?\nTại ngân hàng."), HasSubstr("“#1001 nhận”")));
}

TEST_F(ExpertDeskTest, a_reopened_ticket_is_told_of_again) {
    link("e1");
    open_ticket();
    tell();
    auto reopened = ticket();
    ++reopened.reopened;
    experts.tell_of(reopened);
    EXPECT_THAT(deliver(), SizeIs(2));
}

TEST_F(ExpertDeskTest, only_the_experts_of_the_field_are_told) {
    auto article = fakes::article("gia-vang", "Giá vàng xem ở đâu?", "Tại ngân hàng.");
    article.topic = "tai-chinh";
    articles.import_articles(std::vector{article}, "test", clock.now());
    auto unsure = fakes::escalate(kb_index::EscalationReason::uncertain);
    unsure.ranked = {{"gia-vang", 3.0, 0.3, true}};
    search.say("giá vàng hôm nay", unsure);
    link("of-finance", 1);
    link("of-land", 2);
    link("of-all", 3);
    const std::vector<std::string> finance{"tai-chinh"};
    const std::vector<std::string> land{"dat-dai"};
    store.set_link_topics(1, Channel::zalo_oa, finance);
    store.set_link_topics(2, Channel::zalo_oa, land);
    open_ticket();
    tell();
    EXPECT_THAT(deliver(), testing::UnorderedElementsAre(StartsWith("person:of-finance "),
                                                         StartsWith("person:of-all ")));
}

TEST_F(ExpertDeskTest, a_ticket_of_no_known_field_is_everybodys) {
    link("of-land", 2);
    const std::vector<std::string> land{"dat-dai"};
    store.set_link_topics(2, Channel::zalo_oa, land);
    open_ticket();
    search.break_down();
    tell();
    EXPECT_THAT(deliver(), SizeIs(1));
}

TEST_F(ExpertDeskTest, without_links_nobody_is_told) {
    open_ticket();
    tell();
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(ExpertDeskTest, what_was_kept_from_them_is_told_later_and_once) {
    link("e1");
    open_ticket();
    const auto opened = clock.now();
    clock.advance(std::chrono::minutes(1));
    experts.tell_again(opened + std::chrono::milliseconds(1));
    EXPECT_THAT(deliver(), IsEmpty()) << "nothing changed since then";
    experts.tell_again(opened);
    EXPECT_THAT(deliver(), ElementsAre(StartsWith("person:e1 notice: #1001 ")));
    experts.tell_again(opened);
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(ExpertDeskTest, an_answered_ticket_is_not_told_of_again) {
    link("e1");
    open_ticket();
    say("#1001 Xem tại ngân hàng");
    deliver();
    experts.tell_again(desk::Timestamp());
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(ExpertDeskTest, who_links_later_is_not_told_of_older_tickets) {
    open_ticket();
    clock.advance(std::chrono::minutes(1));
    link("e1");
    experts.tell_again(desk::Timestamp());
    EXPECT_THAT(deliver(), IsEmpty());
}

// ---- answering

TEST_F(ExpertDeskTest, an_answer_goes_to_the_asker) {
    link("e1");
    open_ticket();
    const auto settlement = say("#1001 Bảy mươi triệu.");
    EXPECT_EQ(settlement.reason, "expert");
    EXPECT_FALSE(settlement.keep_body);
    EXPECT_EQ(ticket().state, TicketState::answered);
    EXPECT_EQ(ticket().answered_by, "Chị Lan");
    EXPECT_EQ(last("person:u1"), "expert_answer: Bảy mươi triệu.");
    EXPECT_THAT(told(), HasSubstr("Đã ghi câu trả lời của phiếu #1001"));
    EXPECT_THAT(tickets_changed, SizeIs(1)) << "told once, though heard twice";
    EXPECT_THAT(deliver(), SizeIs(2));
    EXPECT_THAT(log("person:e1"), SizeIs(1)) << "an order is no question";
}

TEST_F(ExpertDeskTest, a_reply_to_the_notice_needs_no_number) {
    link("e1");
    open_ticket();
    tell();
    deliver();
    say("Bảy mươi triệu.", quoting(last_sent()));
    EXPECT_EQ(last("person:u1"), "expert_answer: Bảy mươi triệu.");
}

TEST_F(ExpertDeskTest, a_reply_to_the_bots_confirmation_or_to_something_old_is_an_ordinary_message) {
    link("e1");
    open_ticket();
    say("#1001 nhận");
    deliver();
    say("một cửa là gì", quoting(last_sent()));
    EXPECT_THAT(told(), StartsWith("answer: "));
    say("một cửa là gì", quoting("long-ago"));
    EXPECT_THAT(told(), StartsWith("answer: "));
    EXPECT_EQ(ticket().state, TicketState::open);
}

TEST_F(ExpertDeskTest, a_reply_to_an_answer_that_looks_like_a_notice_is_an_ordinary_message) {
    link("e1");
    open_ticket();
    articles.import_articles(std::vector{fakes::article("mau", "Mẫu phiếu?", "#1001 là số phiếu mẫu.")},
                             "test", clock.now());
    search.say("mẫu phiếu", fakes::answer("mau", 0.995));
    say("mẫu phiếu");
    deliver();
    say("một cửa là gì", quoting(last_sent()));
    EXPECT_THAT(told(), StartsWith("answer: "));
    EXPECT_EQ(ticket().state, TicketState::open);
}

TEST_F(ExpertDeskTest, takes_forwards_and_closes) {
    link("e1");
    open_ticket();
    say("#1001 nhận");
    EXPECT_EQ(ticket().assignee, "Chị Lan");
    EXPECT_EQ(ticket().state, TicketState::open);
    EXPECT_THAT(told(), HasSubstr("Anh/chị đã nhận phiếu #1001"));
    say("#1001 chuyển Sở Tài chính");
    EXPECT_EQ(ticket().unit, "Sở Tài chính");
    EXPECT_EQ(ticket().assignee, "");
    EXPECT_THAT(told(), HasSubstr("Đã chuyển phiếu #1001 cho Sở Tài chính."));
    EXPECT_THAT(log("person:u1"), SizeIs(2)) << "of this the asker hears nothing";
    say("#1001 xong");
    EXPECT_EQ(ticket().state, TicketState::closed);
    EXPECT_THAT(told(), HasSubstr("Đã đóng phiếu #1001"));
}

TEST_F(ExpertDeskTest, shows_the_conversation) {
    link("e1");
    hear(text_event("u1", "q-0", "một cửa là gì"));
    open_ticket();
    say("#1001 ?");
    EXPECT_THAT(told(),
                AllOf(StartsWith("notice: #1001 giá vàng hôm nay"), HasSubstr("Người hỏi: một cửa là gì"),
                      HasSubstr("Trả lời tự động: Một cửa là cách thức tiếp nhận.")));
    EXPECT_EQ(ticket().version, 1);
}

TEST_F(ExpertDeskTest, a_long_conversation_is_shown_from_its_end) {
    link("e1");
    for (int i = 0; i < 20; ++i) {
        hear(text_event("u1", "h-" + std::to_string(i), "chào lần " + std::to_string(i)));
    }
    say("#1001 ?");
    EXPECT_THAT(told(), AllOf(HasSubstr("chào lần 19"), Not(HasSubstr("chào lần 2\n"))));
    EXPECT_LT(told().size(), 10'000U);
}

TEST_F(ExpertDeskTest, an_unknown_ticket_is_told) {
    link("e1");
    say("#4711 Bảy mươi triệu.");
    EXPECT_THAT(told(), HasSubstr("Không có phiếu #4711"));
}

// ---- others

TEST_F(ExpertDeskTest, who_is_not_linked_answers_no_ticket) {
    open_ticket();
    for (const std::string text :
         {"#1001 Bảy mươi triệu", "#1001 xong", "#1001 nhận", "#1001 chuyển Sở Tài chính"}) {
        say(text);
    }
    EXPECT_EQ(ticket().state, TicketState::open);
    EXPECT_EQ(ticket().version, 1);
    EXPECT_THAT(log("person:u1"), SizeIs(2));
    EXPECT_THAT(log("person:e1").at(0), StartsWith("question: #1001")) << "a message like any other";
}

TEST_F(ExpertDeskTest, who_left_answers_no_ticket) {
    link("e1");
    open_ticket();
    store.disable_account(1);
    say("#1001 Bảy mươi triệu");
    EXPECT_EQ(ticket().state, TicketState::open);
}

TEST_F(ExpertDeskTest, in_a_group_an_expert_is_one_of_many) {
    link("e1");
    open_ticket();
    hear(group_event("e1", "g-1", "[@oa-1] #1001 Bảy mươi triệu"));
    EXPECT_EQ(ticket().state, TicketState::open);
}

TEST_F(ExpertDeskTest, an_experts_own_question_is_a_question) {
    link("e1");
    say("một cửa là gì");
    EXPECT_THAT(told(), StartsWith("answer: "));
}

// ---- at the same time

// Somebody else works on the ticket between reading and writing it.
class BusyTickets : public fakes::ChannelStore {
  public:
    desk::ExpertReplied reply(const desk::ExpertReply& reply) override {
        if (std::exchange(first_, false)) {
            assign({reply.ticket, "other", "Anh Minh", "", "minh", reply.at});
        }
        return ChannelStore::reply(reply);
    }

  private:
    bool first_ = true;
};

TEST_F(ExpertDeskTest, a_ticket_that_changed_meanwhile_is_shown_first) {
    BusyTickets busy;
    const auto accepted = busy.accept({Channel::zalo_oa, "person:u1", "q-1", "giá vàng"}, clock.now());
    desk::Settlement settlement;
    settlement.message = accepted.message;
    settlement.ticket_change.kind = desk::TicketChangeKind::open;
    busy.settle(settlement, clock.now());
    busy.add_account(1, "lan", "Chị Lan");
    busy.put_link_code("code", 1, clock.now() + std::chrono::minutes(10));
    busy.redeem_link_code("code", Channel::zalo_oa, "e1", clock.now());
    ExpertDesk others{{busy, busy, articles, busy, busy, busy, search, clock, "56",
                       [](const desk::Ticket&) { ADD_FAILURE() << "nothing changed"; },
                       [](const std::string& code) { return code; }}};
    EXPECT_TRUE(others.hear(Channel::zalo_oa, "e1", "person:e1", "#1001 Bảy mươi triệu", "", "e-1"));
    EXPECT_EQ(busy.ticket(1001)->state, TicketState::open);
    const auto conversation = busy.find_conversation(Channel::zalo_oa, "person:e1");
    EXPECT_THAT(busy.entries(conversation->id, 0, 10).at(0).text, HasSubstr("chưa gửi câu trả lời"));
}

}  // namespace
}  // namespace reformdesk::channels
