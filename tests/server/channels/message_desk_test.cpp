// What people write: one to one, in groups, without words; and whom it is for.
#include "server/channels/message_desk.hpp"

#include "server/desk/texts.hpp"
#include "tests/server/channels/zalo_desk.hpp"

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

using connectors::Channel;
using desk::EventOutcome;
using desk::Speaking;
using std::chrono::hours;
using std::chrono::minutes;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class MessageDeskTest : public ZaloDesk {};

TEST_F(MessageDeskTest, a_photo_with_words_is_kept_for_the_expert_and_its_words_are_answered) {
    hear(image_event("u1", "m-1", "một cửa là gì"));
    EXPECT_THAT(log("person:u1"),
                ElementsAre("attachment: một cửa là gì\nHình ảnh: https://anh.example/1.jpg",
                            "question: một cửa là gì", "answer: **Một cửa** là cách thức tiếp nhận."));
    EXPECT_THAT(deliver(), SizeIs(1));
}

// ---- without words

TEST_F(MessageDeskTest, who_sends_photos_is_told_once_a_day_that_words_are_read) {
    EXPECT_EQ(hear(image_event("u1", "m-1")).reason, "kept for the expert; told that only words are read");
    EXPECT_THAT(log("person:u1"), ElementsAre("attachment: Hình ảnh: https://anh.example/1.jpg",
                                              "small_talk: " + desk::texts::only_words_are_read()));
    clock.advance(hours(23));
    EXPECT_EQ(hear(image_event("u1", "m-2")).reason, "kept for the expert");
    clock.advance(hours(1));
    hear(image_event("u1", "m-3"));
    EXPECT_THAT(deliver(), SizeIs(2));
    hear(image_event("u2", "m-4"));
    EXPECT_THAT(deliver(), SizeIs(1)) << "each person for themselves";
}

TEST_F(MessageDeskTest, a_sticker_alone_opens_no_ticket) {
    hear(R"({"event_name":"user_send_sticker","sender":{"id":"u1"},"recipient":{"id":"oa-1"},)"
         R"("message":{"msg_id":"m-1"},"timestamp":"1795489200000"})");
    EXPECT_THAT(log("person:u1"), ElementsAre("attachment: Nhãn dán", HasSubstr("bằng chữ")));
    EXPECT_THAT(store.tickets({}), IsEmpty());
}

TEST_F(MessageDeskTest, blank_text_is_no_question) {
    hear(text_event("u1", "m-1", " \\n "));
    EXPECT_THAT(store.tickets({}), IsEmpty());
    EXPECT_THAT(deliver(), SizeIs(1));
}

// ---- the channel's window

TEST_F(MessageDeskTest, what_waited_for_a_silent_person_goes_out_when_they_write_again) {
    hear(text_event("u1", "m-1", "giá vàng hôm nay"));
    deliver();
    clock.advance(hours(8 * 24));
    const auto ticket = *store.ticket(1001);
    store.reply({1001, ticket.version, "r-1", "Chị Lan", "lan", "Bảy mươi triệu", false, clock.now()});
    const auto rows = store.lease(10, clock.now(), minutes(1));
    ASSERT_THAT(rows, SizeIs(1));
    desk::DeliveryReport closed;
    closed.delivery = rows.at(0).id;
    closed.result.outcome = connectors::DeliveryOutcome::failed;
    closed.result.reason = connectors::DeliveryReason::window_closed;
    store.report(std::vector{closed}, clock.now());
    EXPECT_THAT(deliver(), IsEmpty());

    hear(text_event("u2", "m-2", "xin chào"));
    EXPECT_THAT(deliver(), SizeIs(1)) << "somebody else's greeting alone";
    hear(R"({"event_name":"follow","oa_id":"oa-1","follower":{"id":"u1"},"timestamp":"1795489200000"})");
    EXPECT_THAT(deliver(), ElementsAre(HasSubstr("Bảy mươi triệu"), HasSubstr("Chào anh/chị")));
    hear(text_event("u1", "m-3", "cảm ơn"));
    EXPECT_THAT(deliver(), SizeIs(1)) << "not again";
}

// ---- groups

class InGroup : public ZaloDesk {
  protected:
    InGroup() { set(Speaking::when_addressed); }

    void set(Speaking speaking, const std::vector<std::string>& admins = {"boss"}) {
        desk::Group group;
        group.channel = Channel::zalo_oa;
        group.id = "g-1";
        group.speaking = speaking;
        group.admins = admins;
        store.put_group(group, "test", clock.now());
    }
    Speaking speaking() { return store.group(Channel::zalo_oa, "g-1")->speaking; }
    /// Handled, not merely heard.
    bool is_for_bot(const std::string& text, const std::string& more = "") {
        const auto id = "m-" + std::to_string(++messages_);
        return hear(group_event("u1", id, text, more)).outcome == EventOutcome::handled;
    }

  private:
    int messages_ = 0;
};

TEST_F(InGroup, what_is_not_said_to_the_bot_is_not_even_kept) {
    const auto settlement = hear(group_event("u1", "m-1", "một cửa là gì"));
    EXPECT_EQ(settlement.outcome, EventOutcome::ignored);
    EXPECT_FALSE(settlement.keep_body);
    EXPECT_EQ(store.conversation(1), std::nullopt);
    EXPECT_FALSE(store.contact(Channel::zalo_oa, "u1")) << "who only reads along is nobody's business";
}

TEST_F(InGroup, a_mention_a_prefix_and_a_reply_to_the_bot_speak_to_it) {
    EXPECT_TRUE(is_for_bot("[@oa-1] một cửa là gì"));
    EXPECT_TRUE(is_for_bot("/hoi một cửa là gì"));
    deliver();
    EXPECT_TRUE(is_for_bot("một cửa là gì", quoting(last_sent())));
    EXPECT_FALSE(is_for_bot("một cửa là gì", quoting("somebody-elses")));
    EXPECT_FALSE(is_for_bot("[@u2] một cửa là gì"));
    EXPECT_FALSE(is_for_bot("[@g-1] một cửa là gì")) << "everyone is not the bot";
    const auto lines = log("group:g-1/u1");
    EXPECT_THAT(lines, SizeIs(6));
    EXPECT_EQ(lines.at(0), "question: một cửa là gì") << "without the mention";
}

TEST_F(InGroup, each_person_has_a_conversation_of_their_own) {
    hear(group_event("u1", "m-1", "[@oa-1] một cửa là gì"));
    hear(group_event("u2", "m-2", "[@oa-1] giá vàng hôm nay"));
    EXPECT_THAT(log("group:g-1/u1"), SizeIs(2));
    EXPECT_THAT(log("group:g-1/u2"), SizeIs(2));
}

TEST_F(InGroup, silent_means_silent) {
    set(Speaking::silent);
    EXPECT_FALSE(is_for_bot("[@oa-1] một cửa là gì"));
    EXPECT_FALSE(is_for_bot("/hoi một cửa là gì"));
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(InGroup, pictures_and_stickers_get_no_word) {
    EXPECT_FALSE(is_for_bot("[@oa-1]"));
    EXPECT_EQ(hear(R"({"event_name":"user_send_group_sticker","oa_id":"oa-1","sender":{"id":"u1"},)"
                   R"("recipient":{"id":"g-1"},"message":{"msg_id":"s-1"},"timestamp":"1795489200000"})")
                  .outcome,
              EventOutcome::ignored);
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(InGroup, personal_matters_are_sent_elsewhere) {
    const auto settlement = hear(group_event("u1", "m-1", "[@oa-1] CCCD 056085012345 của tôi sai họ"));
    EXPECT_EQ(settlement.outcome, EventOutcome::ignored);
    EXPECT_FALSE(settlement.keep_body);
    EXPECT_THAT(deliver(), ElementsAre(AllOf(HasSubstr("nhắn riêng"), HasSubstr("https://hoi.example"),
                                             Not(HasSubstr("056085012345")))));
    EXPECT_THAT(store.tickets({}), IsEmpty());
    EXPECT_FALSE(is_for_bot("gọi 0912345678 nhé"));
    EXPECT_THAT(deliver(), IsEmpty()) << "nobody asked";
}

TEST_F(InGroup, document_numbers_are_no_personal_matters) {
    EXPECT_TRUE(is_for_bot("[@oa-1] Nghị định 118/2025/NĐ-CP có hiệu lực từ ngày 01.07.2025 phải không"));
}

// ---- unasked

TEST_F(InGroup, answers_unasked_only_what_it_is_very_sure_of) {
    set(Speaking::also_when_sure);
    search.say("hạn bao lâu", fakes::answer("mot-cua", 0.98));
    search.say("một cửa là gì, gọi 0912345678", fakes::answer("mot-cua", 0.995));
    search.say("ở đâu", fakes::clarify({"mot-cua", "mot-cua"}));
    EXPECT_FALSE(is_for_bot("hạn bao lâu"));
    EXPECT_FALSE(is_for_bot("ở đâu"));
    EXPECT_FALSE(is_for_bot("trưa nay ăn gì"));
    EXPECT_FALSE(is_for_bot("một cửa là gì, gọi 0912345678"));
    EXPECT_THAT(deliver(), IsEmpty());
    EXPECT_TRUE(is_for_bot("một cửa là gì"));
    EXPECT_THAT(deliver(), ElementsAre(HasSubstr("cách thức tiếp nhận")));
    EXPECT_DOUBLE_EQ(search.asked().front().precision, 0.99);
    EXPECT_EQ(search.asked().front().territory, "56");
}

TEST_F(InGroup, pauses_between_unasked_answers) {
    set(Speaking::also_when_sure);
    EXPECT_TRUE(is_for_bot("một cửa là gì"));
    EXPECT_FALSE(is_for_bot("một cửa là gì"));
    EXPECT_TRUE(is_for_bot("[@oa-1] một cửa là gì"));
    clock.advance(minutes(30));
    EXPECT_TRUE(is_for_bot("một cửa là gì"));
}

TEST_F(InGroup, an_unasked_answer_is_no_word_to_the_expert_who_answered_last) {
    hear(group_event("u1", "q-1", "[@oa-1] giá vàng hôm nay"));
    const auto ticket = *store.ticket(1001);
    store.reply({1001, ticket.version, "r-1", "Chị Lan", "lan", "Bảy mươi triệu", false, clock.now()});
    set(Speaking::also_when_sure);
    EXPECT_TRUE(is_for_bot("một cửa là gì"));
    EXPECT_EQ(last("group:g-1/u1"), "answer: **Một cửa** là cách thức tiếp nhận.");
    EXPECT_EQ(store.ticket(1001)->state, desk::TicketState::answered);
}

TEST_F(InGroup, a_broken_index_says_nothing_unasked) {
    set(Speaking::also_when_sure);
    search.break_down();
    EXPECT_FALSE(is_for_bot("một cửa là gì"));
    EXPECT_THAT(deliver(), IsEmpty());
}

// ---- settings

TEST_F(InGroup, an_admin_sets_when_the_bot_speaks) {
    hear(group_event("boss", "m-1", "[@oa-1] cài đặt im lặng"));
    EXPECT_EQ(speaking(), Speaking::silent);
    EXPECT_THAT(deliver(), ElementsAre(HasSubstr("Đã đổi. Trong nhóm này tôi im lặng.")));
    hear(group_event("boss", "m-2", "[@oa-1] cai dat tu tra loi"));
    EXPECT_EQ(speaking(), Speaking::also_when_sure) << "also a silent bot hears this";
    hear(group_event("boss", "m-3", "/hoi cài đặt chỉ tiền tố"));
    EXPECT_EQ(speaking(), Speaking::prefix_only);
    hear(group_event("boss", "m-4", "[@oa-1], cài đặt chỉ khi nhắc"));
    EXPECT_EQ(speaking(), Speaking::when_addressed);
    EXPECT_THAT(deliver(), SizeIs(3));
    const auto trail = store.audit_trail();
    EXPECT_EQ(trail.back().actor, "zalo:boss");
    EXPECT_THAT(store.tickets({}), IsEmpty());
}

TEST_F(InGroup, others_do_not) {
    hear(group_event("u1", "m-1", "[@oa-1] cài đặt im lặng"));
    EXPECT_EQ(speaking(), Speaking::when_addressed);
    EXPECT_THAT(deliver(), ElementsAre(HasSubstr("Chỉ quản trị viên")));
}

TEST_F(InGroup, everybody_may_ask_how_it_is_set) {
    hear(group_event("u1", "m-1", "[@oa-1] cài đặt?"));
    EXPECT_THAT(deliver(), ElementsAre(AllOf(HasSubstr("khi được nhắc tên"), HasSubstr("“cài đặt im lặng”"),
                                             Not(HasSubstr("Đã đổi")))));
}

TEST_F(InGroup, a_setting_that_is_not_said_to_the_bot_is_none) {
    hear(group_event("boss", "m-1", "cài đặt im lặng"));
    EXPECT_EQ(speaking(), Speaking::when_addressed);
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(InGroup, a_question_about_installing_is_a_question) {
    EXPECT_TRUE(is_for_bot("[@oa-1] cài đặt VNeID thế nào"));
    EXPECT_THAT(store.tickets({}), SizeIs(1));
}

TEST_F(InGroup, one_to_one_nothing_is_set) {
    hear(text_event("boss", "m-1", "cài đặt im lặng"));
    EXPECT_EQ(speaking(), Speaking::when_addressed);
}

}  // namespace
}  // namespace reformdesk::channels
