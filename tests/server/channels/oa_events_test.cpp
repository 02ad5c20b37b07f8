// What becomes of every event of an Official Account.
#include "server/channels/oa_events.hpp"

#include "server/desk/texts.hpp"
#include "tests/server/channels/zalo_desk.hpp"

#include <map>
#include <tuple>

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

using connectors::Channel;
using desk::EventOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

class OaEventsTest : public ZaloDesk {
  protected:
    static std::string follow_event(const std::string& name, const std::string& timestamp = "1795489200000") {
        return R"({"app_id":"app-1","oa_id":"oa-1","event_name":")" + name +
               R"(","follower":{"id":"u1"},"source":"oa_profile","timestamp":")" + timestamp + R"("})";
    }
    static std::string echo_event(const std::string& id, const std::string& text, bool by_person = true) {
        const std::string admin = by_person ? R"(,"admin_id":"a-1")" : "";
        return R"({"app_id":"app-1","event_name":"oa_send_text","sender":{"id":"oa-1")" + admin +
               R"(},"recipient":{"id":"u1"},"message":{"text":")" + text + R"(","msg_id":")" + id +
               R"("},"timestamp":"1795489200000"})";
    }
    static std::string group_change(const std::string& name, const std::string& users = "") {
        return R"({"app_id":"app-1","oa_id":"oa-1","group_id":"g-1","event_name":")" + name + "\"" + users +
               R"(,"timestamp":"1795489200000"})";
    }
    static std::string receipt_event(const std::string& name, const std::string& message) {
        return R"({"app_id":"app-1","event_name":")" + name +
               R"(","sender":{"id":"u1"},"recipient":{"id":"oa-1"},"message":)" + message +
               R"(,"timestamp":"1795489200000"})";
    }
    std::optional<desk::Contact> contact() { return store.contact(Channel::zalo_oa, "u1"); }
    std::optional<desk::Group> group() { return store.group(Channel::zalo_oa, "g-1"); }
};

TEST_F(OaEventsTest, a_question_is_answered) {
    const auto settlement = hear(text_event("u1", "m-1", "một cửa là gì"));
    EXPECT_EQ(settlement.outcome, EventOutcome::handled);
    EXPECT_FALSE(settlement.keep_body) << "it stands in the conversation";
    EXPECT_THAT(log("person:u1"),
                ElementsAre("question: một cửa là gì", "answer: **Một cửa** là cách thức tiếp nhận."));
    EXPECT_THAT(settled, SizeIs(1)) << "told once, though heard twice";
    EXPECT_GE(written, 1);
    ASSERT_TRUE(contact());
    EXPECT_EQ(contact()->last_interaction, clock.now());
}

TEST_F(OaEventsTest, a_text_that_was_cut_is_told_to_the_operator) {
    std::string words;
    while (words.size() <= connectors::longest_text) {
        words += "một cửa ";
    }
    EXPECT_THAT(hear(text_event("u1", "m-1", words)).reason, HasSubstr("cut"));
}

// ---- every sort of event

TEST_F(OaEventsTest, every_name_has_an_outcome_and_its_reason) {
    const std::map<std::string, EventOutcome> outcomes{
        {"user_send_text", EventOutcome::handled},
        {"user_send_sticker", EventOutcome::handled},
        {"user_send_hologram", EventOutcome::handled},
        {"anonymous_send_text", EventOutcome::handled},
        {"user_send_group_text", EventOutcome::ignored},
        {"oa_send_text", EventOutcome::ignored},
        {"oa_send_group_text", EventOutcome::ignored},
        {"oa_send_anonymous_text", EventOutcome::ignored},
        {"user_seen_message", EventOutcome::handled},
        {"user_received_message", EventOutcome::handled},
        {"user_reacted_message", EventOutcome::recorded},
        {"oa_reacted_message", EventOutcome::recorded},
        {"follow", EventOutcome::handled},
        {"unfollow", EventOutcome::handled},
        {"user_click_chatnow", EventOutcome::handled},
        {"user_submit_info", EventOutcome::recorded},
        {"add_user_to_tag", EventOutcome::recorded},
        {"remove_user_from_tag", EventOutcome::recorded},
        {"remove_tag", EventOutcome::recorded},
        {"update_user_info", EventOutcome::recorded},
        {"user_withdraw", EventOutcome::handled},
        {"user_feedback", EventOutcome::recorded},
        {"user_click_response_button", EventOutcome::recorded},
        {"change_template_status", EventOutcome::recorded},
        {"change_template_quality", EventOutcome::recorded},
        {"change_oa_daily_quota", EventOutcome::recorded},
        {"oa_send_consent", EventOutcome::recorded},
        {"user_reply_consent", EventOutcome::recorded},
        {"user_call_oa", EventOutcome::recorded},
        {"oa_call_user", EventOutcome::recorded},
        {"widget_interaction_accepted", EventOutcome::recorded},
        {"widget_failed_to_sync_user_external_id", EventOutcome::recorded},
        {"create_group", EventOutcome::handled},
        {"delete_group", EventOutcome::handled},
        {"update_group_info", EventOutcome::handled},
        {"user_join_group", EventOutcome::recorded},
        {"user_out_group", EventOutcome::recorded},
        {"user_leave_group", EventOutcome::recorded},
        {"user_request_join_group", EventOutcome::recorded},
        {"accept_request_join_group", EventOutcome::recorded},
        {"react_request_join_group_accept", EventOutcome::recorded},
        {"reject_request_join_group", EventOutcome::recorded},
        {"react_request_join_group_reject", EventOutcome::recorded},
        {"add_group_admin", EventOutcome::handled},
        {"remove_group_admin", EventOutcome::handled},
        {"an_event_of_tomorrow", EventOutcome::recorded},
        {"", EventOutcome::recorded},
    };
    for (const auto& [name, outcome] : outcomes) {
        const bool of_group = connectors::zalo_oa::classify(name).place == connectors::zalo_oa::Place::group;
        const bool echo = name.starts_with("oa_");
        const std::string account = R"({"id":"oa-1"})";
        const std::string user = R"({"id":"u1"})";
        const auto settlement =
            hear(R"({"app_id":"app-1","oa_id":"oa-1","event_name":")" + name + R"(","sender":)" +
                 (echo ? account : user) + R"(,"recipient":)" + (echo ? user : account) +
                 (of_group ? R"(,"group_id":"g-1")" : "") +
                 R"(,"follower":{"id":"u1"},"users":[{"id":"u2"}],)" + R"("message":{"msg_id":"m-)" + name +
                 R"(","text":"xin chào","conversation_id":"c-1"},)" + R"("timestamp":"1795489200000"})");
        EXPECT_EQ(settlement.outcome, outcome) << name << ": " << settlement.reason;
        EXPECT_TRUE(outcome == EventOutcome::handled || !settlement.reason.empty()) << name;
        const bool personal = name == "user_submit_info" || name == "update_user_info";
        EXPECT_EQ(settlement.keep_body, outcome == EventOutcome::recorded && !personal) << name;
    }
}

TEST_F(OaEventsTest, what_cannot_be_read_is_malformed_and_stays_for_the_operator) {
    for (
        const std::string body :
        {"",
         "{",
         "[]",
         "1",
         "\"text\"",
         "{\"event_name\":\"follow\"",
         "\xff\xfe",
         R"({"event_name":"user_send_text"})",
         R"({"event_name":"user_send_text","sender":{"id":"u1"},"message":{"text":"xin chào"}})",
         R"({"event_name":"user_send_text","sender":{"id":"u1"},"message":[]})",
         R"({"event_name":"user_send_text","sender":{"id":{}},"message":{"msg_id":"m-1"}})",
         R"({"event_name":"user_send_group_text","sender":{"id":"u1"},"message":{"msg_id":"m-1","text":"a"}})",
         R"({"event_name":"anonymous_send_text","sender":{"id":"u1"},"message":{"msg_id":"m-1","text":"a"}})",
         R"({"event_name":"follow"})",
         R"({"event_name":"unfollow","follower":{}})",
         R"({"event_name":"user_click_chatnow"})",
         R"({"event_name":"user_withdraw"})",
         R"({"event_name":"create_group"})",
         R"({"event_name":"add_group_admin","users":[{"id":"u1"}]})",
         R"({"event_name":"oa_send_text","sender":{"id":"oa-1","admin_id":"a"},"message":{"msg_id":"m"}})"}) {
        const auto settlement = hear(body);
        EXPECT_EQ(settlement.outcome, EventOutcome::malformed) << body;
        EXPECT_FALSE(settlement.reason.empty()) << body;
        EXPECT_TRUE(settlement.keep_body) << body;
    }
    EXPECT_EQ(store.conversation(1), std::nullopt);
}

TEST_F(OaEventsTest, lanes_are_conversations) {
    const auto lane = [this](const std::string& body) {
        desk::ChannelEvent event;
        event.body = body;
        return oa.lane(event);
    };
    EXPECT_EQ(lane(text_event("u1", "m-1", "a")), lane(text_event("u1", "m-2", "b")));
    EXPECT_EQ(lane(text_event("u1", "m-1", "a")), lane(follow_event("follow")));
    EXPECT_EQ(lane(text_event("u1", "m-1", "a")), lane(echo_event("m-2", "b"))) << "the reply stays behind";
    EXPECT_NE(lane(text_event("u1", "m-1", "a")), lane(text_event("u2", "m-2", "b")));
    EXPECT_EQ(lane(group_event("u1", "m-1", "a")), lane(group_event("u2", "m-2", "b"))) << "one group";
    EXPECT_EQ(lane(group_event("u1", "m-1", "a")), lane(group_change("add_group_admin")));
    EXPECT_EQ(lane("no json"), "");
}

// ---- people

TEST_F(OaEventsTest, who_follows_is_welcomed_once) {
    EXPECT_EQ(hear(follow_event("follow")).reason, "welcomed");
    const auto said = deliver();
    ASSERT_THAT(said, SizeIs(1));
    EXPECT_THAT(said.at(0), HasSubstr("Chào anh/chị"));
    EXPECT_THAT(said.at(0), HasSubstr("• Một cửa là gì?\n• Lệ phí?\n• Hạn?"));
    EXPECT_THAT(said.at(0), testing::Not(HasSubstr("Thứ tư"))) << "three are enough";
    EXPECT_TRUE(contact()->follows);

    hear(follow_event("unfollow", "1795489300000"));
    EXPECT_FALSE(contact()->follows);
    hear(follow_event("follow", "1795489400000"));
    hear(follow_event("user_click_chatnow", "1795489500000"));
    EXPECT_TRUE(contact()->follows);
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(OaEventsTest, who_taps_the_button_is_welcomed_without_following) {
    hear(R"({"event_name":"user_click_chatnow","oa_id":"oa-1","user_id":"u1","timestamp":"1795489200000"})");
    EXPECT_THAT(deliver(), ElementsAre(HasSubstr("Chào anh/chị")));
    EXPECT_FALSE(contact()->follows);
    EXPECT_EQ(contact()->last_interaction, clock.now());
}

TEST_F(OaEventsTest, unfollowing_opens_no_window) {
    hear(follow_event("unfollow"));
    EXPECT_FALSE(contact()->last_interaction);
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(OaEventsTest, a_withdrawal_erases) {
    hear(text_event("u1", "m-1", "giá vàng hôm nay"));
    hear(group_event("u1", "m-2", "[@oa-1] giá vàng trong nhóm"));
    hear(text_event("u2", "m-3", "giá bạc hôm nay"));
    const auto settlement =
        hear(R"({"event_name":"user_withdraw","user_id":"u1","oa_id":"oa-1","timestamp":"1795489200000"})");
    EXPECT_EQ(settlement.outcome, EventOutcome::handled);
    const auto erased = "question: " + std::string(desk::texts::erased_words);
    EXPECT_EQ(log("person:u1").at(0), erased);
    EXPECT_EQ(log("group:g-1/u1").at(0), erased);
    EXPECT_EQ(log("person:u2").at(0), "question: giá bạc hôm nay");
    EXPECT_FALSE(contact());
}

// ---- replies of people in Zalo's own tool

TEST_F(OaEventsTest, our_own_echoes_are_ignored) {
    const auto settlement = hear(echo_event("m-1", "Chào anh/chị", false));
    EXPECT_EQ(settlement.outcome, EventOutcome::ignored);
    EXPECT_THAT(log("person:u1"), IsEmpty());
}

TEST_F(OaEventsTest, a_person_answers_the_open_ticket) {
    hear(text_event("u1", "m-1", "giá vàng hôm nay"));
    deliver();
    hear(echo_event("m-2", "Bảy mươi triệu"));
    const auto ticket = store.ticket(1001);
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->state, desk::TicketState::answered);
    EXPECT_EQ(last("person:u1"), "expert_answer: Bảy mươi triệu");
    EXPECT_THAT(deliver(), IsEmpty()) << "the asker has it already";
    EXPECT_THAT(tickets_changed, SizeIs(1));
}

TEST_F(OaEventsTest, behind_a_person_who_began_to_talk_the_bot_is_silent) {
    hear(text_event("u1", "m-1", "một cửa là gì"));
    deliver();
    hear(echo_event("m-2", "Chào anh, em là Lan ở Sở Nội vụ"));
    const auto ticket = store.ticket(1001);
    ASSERT_TRUE(ticket);
    EXPECT_EQ(ticket->reason, desk::HandoverReason::outside_reply);
    EXPECT_EQ(ticket->question, "một cửa là gì");
    hear(text_event("u1", "m-3", "một cửa là gì vậy em"));
    EXPECT_EQ(last("person:u1"), "question: một cửa là gì vậy em");
    EXPECT_EQ(store.ticket(1001)->state, desk::TicketState::open) << "and the console shows that it waits";
    EXPECT_THAT(deliver(), IsEmpty());
}

TEST_F(OaEventsTest, a_photo_that_a_person_sends_is_a_reply_too) {
    hear(
        R"({"event_name":"oa_send_image","sender":{"id":"oa-1","admin_id":"a-1"},"recipient":{"id":"u1"},)"
        R"("message":{"msg_id":"m-1","attachments":[{"type":"image","payload":{"url":"https://a.vn/1.jpg"}}]},)"
        R"("timestamp":"1795489200000"})");
    EXPECT_THAT(last("person:u1"), HasSubstr("https://a.vn/1.jpg"));
}

// ---- receipts

TEST_F(OaEventsTest, receipts_mark_our_messages) {
    hear(text_event("u1", "m-1", "một cửa là gì"));
    deliver();
    const auto sent = [this] { return *store.sent_message(Channel::zalo_oa, last_sent()); };
    clock.advance(std::chrono::seconds(5));
    const auto received_at = clock.now();
    hear(receipt_event("user_received_message", R"({"msg_id":")" + last_sent() + "\"}"));
    EXPECT_EQ(sent().received_at, received_at);
    EXPECT_FALSE(sent().seen_at);
    clock.advance(std::chrono::seconds(5));
    hear(receipt_event("user_seen_message", R"({"msg_ids":["unknown",")" + last_sent() + "\"]}"));
    EXPECT_EQ(sent().seen_at, clock.now());
    EXPECT_EQ(sent().received_at, received_at);
    EXPECT_EQ(hear(receipt_event("user_seen_message", "{}")).outcome, EventOutcome::handled);
}

// ---- groups

TEST_F(OaEventsTest, groups_come_and_go) {
    hear(group_change("create_group"));
    ASSERT_TRUE(group());
    EXPECT_FALSE(group()->gone);
    EXPECT_EQ(group()->speaking, desk::Speaking::when_addressed);
    hear(group_change("delete_group"));
    EXPECT_TRUE(group()->gone);
    hear(group_event("u1", "m-1", "[@oa-1] một cửa là gì"));
    EXPECT_FALSE(group()->gone) << "somebody wrote there";
}

TEST_F(OaEventsTest, admins_are_remembered) {
    hear(group_change("add_group_admin", R"(,"users":[{"id":"u1"},{"id":"u2"}])"));
    EXPECT_THAT(group()->admins, ElementsAre("u1", "u2"));
    hear(group_change("remove_group_admin", R"(,"users":[{"id":"u1"},{"id":"u9"}])"));
    EXPECT_THAT(group()->admins, ElementsAre("u2"));
    hear(group_change("user_join_group", R"(,"users":[{"id":"u5"}])"));
    EXPECT_THAT(group()->admins, ElementsAre("u2"));
}

TEST_F(OaEventsTest, a_prefix_behind_a_mention_counts_as_one) {
    hear(group_change("create_group"));
    auto only_prefix = *group();
    only_prefix.speaking = desk::Speaking::prefix_only;
    store.put_group(only_prefix, "test", clock.now());
    EXPECT_EQ(hear(group_event("u1", "m-1", "[@oa-1] một cửa là gì")).outcome, EventOutcome::ignored);
    EXPECT_EQ(hear(group_event("u1", "m-2", "[@oa-1] /hoi một cửa là gì")).outcome, EventOutcome::handled);
    EXPECT_EQ(hear(group_event("u1", "m-3", "#HOI một cửa là gì")).outcome, EventOutcome::handled);
    EXPECT_EQ(hear(group_event("u1", "m-4", "#hỏi một cửa là gì")).outcome, EventOutcome::ignored);
}

TEST_F(OaEventsTest, a_person_writing_to_a_group_in_zalos_tool_concerns_nobody) {
    const auto settlement =
        hear(R"({"event_name":"oa_send_group_text","oa_id":"oa-1","sender":{"id":"oa-1","admin_id":"a-1"},)"
             R"("recipient":{"id":"g-1"},"message":{"msg_id":"m-1","text":"Chào cả nhà"},)"
             R"("timestamp":"1795489200000"})");
    EXPECT_EQ(settlement.outcome, EventOutcome::ignored);
    EXPECT_FALSE(settlement.keep_body);
}

// ---- failures

TEST_F(OaEventsTest, a_failing_store_is_told_and_the_event_can_be_handled_again) {
    desk::ChannelEvent event;
    event.id = 1;
    event.body = text_event("u1", "m-1", "một cửa là gì");
    for (const auto failure : {fakes::DeskStore::Failure::before, fakes::DeskStore::Failure::after}) {
        store.fail_next_write(failure);
        EXPECT_THROW(oa.handle(event), desk::StoreError);
        store.before_next_settle([&] { store.fail_next_write(failure); });
        EXPECT_THROW(oa.handle(event), desk::StoreError);
    }
    EXPECT_EQ(oa.handle(event).outcome, EventOutcome::handled);
    EXPECT_THAT(log("person:u1"), SizeIs(2));
    EXPECT_EQ(store.depth(), 1);
}

}  // namespace
}  // namespace reformdesk::channels
