#include "connectors/zalo_oa/inbound.hpp"

#include "nlp/utf8.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

const InboundRules rules{"oa", {"/hoi", "#hoi"}};

Event question(std::string text = "một cửa là gì") {
    Event event;
    event.name = "user_send_text";
    event.kind = EventKind::user_message;
    event.content = ContentKind::text;
    event.oa_id = "oa";
    event.user = "u";
    event.message_id = "m";
    event.timestamp = "1699003881354";
    event.text = std::move(text);
    return event;
}

Event group_question(std::string text) {
    auto event = question(std::move(text));
    event.name = "user_send_group_text";
    event.place = Place::group;
    event.group = "g";
    return event;
}

Event reaction(std::string icon) {
    auto event = question("");
    event.name = "user_reacted_message";
    event.kind = EventKind::user_reaction;
    event.content = ContentKind::none;
    event.detail = std::move(icon);
    return event;
}

// ---- the same event twice

TEST(EventKey, TheSameMessageOnASecondTry) {
    auto second = question();
    second.timestamp = "1699003999999";
    second.text += " ạ";
    EXPECT_EQ(event_key(question(), "body"), "user_send_text/m");
    EXPECT_EQ(event_key(second, "other body"), "user_send_text/m");
}

TEST(EventKey, AnUnknownEventThatNamesAMessageIsThatMessage) {
    auto event = question();
    event.name = "user_edits_text";
    event.kind = EventKind::unknown;
    EXPECT_EQ(event_key(event, "body"), "user_edits_text/m");
}

TEST(EventKey, MessagesAreToldApartByIdAndName) {
    auto other = question();
    other.message_id = "m2";
    EXPECT_NE(event_key(other, ""), event_key(question(), ""));
    other = question();
    other.name = "oa_send_text";
    EXPECT_NE(event_key(other, ""), event_key(question(), ""));
}

TEST(EventKey, ASecondReactionToTheSameMessageIsAnotherEvent) {
    const auto first = reaction("/-heart");
    EXPECT_EQ(event_key(first, "a"), event_key(first, "b"));
    EXPECT_NE(event_key(first, ""), event_key(reaction("/-remove"), ""));
    auto later = first;
    later.timestamp = "1699003999999";
    EXPECT_NE(event_key(first, ""), event_key(later, ""));
    auto somebody_else = first;
    somebody_else.user = "v";
    EXPECT_NE(event_key(first, ""), event_key(somebody_else, ""));
}

TEST(EventKey, AReceiptIsOfItsMessagesWhenever) {
    auto seen = question("");
    seen.name = "user_seen_message";
    seen.kind = EventKind::seen;
    seen.message_id.clear();
    seen.message_ids = {"m1", "m2"};
    auto later = seen;
    later.timestamp = "1699003999999";
    EXPECT_EQ(event_key(seen, "a"), event_key(later, "b"));
    later.message_ids = {"m1", "m3"};
    EXPECT_NE(event_key(seen, ""), event_key(later, ""));
    auto somebody_else = seen;
    somebody_else.user = "v";
    EXPECT_NE(event_key(seen, ""), event_key(somebody_else, ""));
}

TEST(EventKey, WithoutAMessageThePeopleAndTheTimeCount) {
    Event join;
    join.name = "user_join_group";
    join.kind = EventKind::group_joined;
    join.group = "g";
    join.members = {"1", "2"};
    join.timestamp = "1699003881354";
    EXPECT_EQ(event_key(join, "a"), event_key(join, "b"));
    auto other = join;
    other.members = {"12"};
    EXPECT_NE(event_key(join, ""), event_key(other, ""));
    other = join;
    other.timestamp = "1699003881355";
    EXPECT_NE(event_key(join, ""), event_key(other, ""));
}

TEST(EventKey, WithoutAnythingTheBodyCounts) {
    Event event;
    event.name = "change_template_status";
    event.timestamp = "1699003881354";
    EXPECT_EQ(event_key(event, "a"), event_key(event, "a"));
    EXPECT_NE(event_key(event, "a"), event_key(event, "b"));
    auto timeless = reaction("/-heart");
    timeless.timestamp.clear();
    EXPECT_NE(event_key(timeless, "a"), event_key(timeless, "b"));
}

TEST(EventKey, IsShortWhateverTheIdsAre) {
    auto event = reaction("/-heart");
    event.name = std::string(64, 'n');
    event.members = std::vector<std::string>(1000, std::string(128, '1'));
    EXPECT_LE(event_key(event, "").size(), 200u);
    event.kind = EventKind::user_message;
    event.message_id = std::string(128, 'm');
    EXPECT_LE(event_key(event, "").size(), 200u);
}

// ---- whose conversation

TEST(EventThread, SaysWhereAReplyGoes) {
    EXPECT_EQ(thread_of(question()), (Thread{"u", "", ""}));
    EXPECT_EQ(thread_of(group_question("a")), (Thread{"u", "g", ""}));
    auto anonymous = question();
    anonymous.place = Place::anonymous;
    anonymous.anonymous_conversation = "c";
    EXPECT_EQ(thread_of(anonymous), (Thread{"u", "", "c"}));
}

// Without its group or conversation an id would be taken for a person to write to in private.
TEST(EventThread, IsNothingWhenAPartIsMissing) {
    auto event = question();
    event.user.clear();
    EXPECT_EQ(thread_of(event), std::nullopt);
    EXPECT_EQ(missing_in(event), "sender");
    event = group_question("a");
    event.group.clear();
    EXPECT_EQ(thread_of(event), std::nullopt);
    EXPECT_EQ(missing_in(event), "group id");
    event.place = Place::anonymous;
    EXPECT_EQ(thread_of(event), std::nullopt);
    EXPECT_EQ(missing_in(event), "conversation id");
}

TEST(EventThread, APhoneNumberIsNobodysId) {
    auto event = question();
    event.kind = EventKind::phone_received;
    EXPECT_EQ(thread_of(event), std::nullopt);
}

// ---- the message

TEST(Inbound, AQuestionOfOnePerson) {
    const auto inbound = to_inbound(question(" một cửa là gì\n"), rules);
    ASSERT_TRUE(inbound);
    EXPECT_EQ(inbound->message.channel, Channel::zalo_oa);
    EXPECT_EQ(inbound->message.conversation, "person:u");
    EXPECT_EQ(inbound->message.source_id, "m");
    EXPECT_EQ(inbound->message.text, "một cửa là gì");
    EXPECT_FALSE(inbound->message.in_group);
    EXPECT_TRUE(inbound->addressed);
    EXPECT_FALSE(inbound->cut);
}

TEST(Inbound, OneToOneBracketsAreText) {
    EXPECT_EQ(to_inbound(question("[@oa] là gì"), rules)->message.text, "[@oa] là gì");
}

struct GroupCase {
    std::string text;
    bool addressed;
    std::string left;
};

TEST(Inbound, AGroupSpeaksToTheBotByMentionOrPrefix) {
    const std::vector<GroupCase> cases = {
        {"[@oa] một cửa là gì", true, "một cửa là gì"},
        {"/hoi một cửa là gì", true, "một cửa là gì"},
        {"[@9] #hoi một cửa là gì", true, "một cửa là gì"},
        {"[@oa] /hoi một cửa là gì", true, "một cửa là gì"},
        {"[@9] một cửa là gì", false, "một cửa là gì"},
        {"[@g] một cửa là gì", false, "một cửa là gì"},
        {"một cửa là gì", false, "một cửa là gì"},
        {"hỏi /hoi gì", false, "hỏi /hoi gì"},
    };
    for (const auto& [text, addressed, left] : cases) {
        const auto inbound = to_inbound(group_question(text), rules);
        ASSERT_TRUE(inbound) << text;
        EXPECT_EQ(inbound->message.conversation, "group:g/u");
        EXPECT_TRUE(inbound->message.in_group);
        EXPECT_EQ(inbound->addressed, addressed) << text;
        EXPECT_EQ(inbound->message.text, left);
    }
}

TEST(Inbound, ACaptionIsAQuestion) {
    auto photo = question("cái này nộp ở đâu");
    photo.content = ContentKind::image;
    EXPECT_EQ(to_inbound(photo, rules)->message.text, "cái này nộp ở đâu");
}

TEST(Inbound, NothingIsLeftOfACallByName) {
    for (const auto* text : {"[@oa]", " /hoi ", "[@oa] /hoi", "[@oa], "}) {
        EXPECT_FALSE(to_inbound(group_question(text), rules)) << text;
    }
    EXPECT_FALSE(to_inbound(question(" \n\t"), rules));
}

TEST(Inbound, OnlyPeopleAreAnswered) {
    for (int kind = 0; kind <= static_cast<int>(EventKind::group_admin_removed); ++kind) {
        auto event = question();
        event.kind = static_cast<EventKind>(kind);
        EXPECT_EQ(to_inbound(event, rules).has_value(), event.kind == EventKind::user_message) << kind;
    }
}

TEST(Inbound, WithoutAnIdItCouldBeTakenTwice) {
    auto event = question();
    event.message_id.clear();
    EXPECT_FALSE(to_inbound(event, rules));
    EXPECT_EQ(missing_in(event), "message id");
    EXPECT_EQ(missing_in(question()), "");
    EXPECT_EQ(missing_in(Event()), "");
}

// Zalo takes 2000 characters, which can be 8000 bytes.
TEST(Inbound, ALongTextIsCutBetweenCharactersAndSaysSo) {
    std::string emoji;
    for (int i = 0; i < 2000; ++i) {
        emoji += "👋";
    }
    const auto inbound = to_inbound(question("a" + emoji), rules);
    ASSERT_TRUE(inbound);
    EXPECT_TRUE(inbound->cut);
    EXPECT_EQ(inbound->message.text.size(), longest_text - 3);
    EXPECT_TRUE(nlp::is_valid_utf8(inbound->message.text));
    const auto longest = to_inbound(question(std::string(longest_text, 'a')), rules);
    EXPECT_FALSE(longest->cut);
    EXPECT_EQ(longest->message.text.size(), longest_text);
}

// ---- for the expert

TEST(TextForExpert, IsTheTextAndWhatCameWithIt) {
    auto event = question("xem giúp");
    event.attachments.resize(2);
    event.attachments[0].kind = ContentKind::image;
    event.attachments[0].url = "https://u";
    event.attachments[1].kind = ContentKind::sticker;
    EXPECT_EQ(text_for_expert(event), "xem giúp\nHình ảnh: https://u\nNhãn dán");
}

TEST(TextForExpert, NamesWhatItCannotShow) {
    auto event = question("");
    event.content = ContentKind::audio;
    EXPECT_EQ(text_for_expert(event), "Tin thoại (không có liên kết)");
    event.content = ContentKind::other;
    EXPECT_EQ(text_for_expert(event), "Nội dung khác (không có liên kết)");
    EXPECT_EQ(text_for_expert(question("")), "");
}

TEST(TextForExpert, HasNoIdsOfMentionedPeople) {
    EXPECT_EQ(text_for_expert(group_question("[@oa] nhờ [@246800000000000922] xem")), "nhờ xem");
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
