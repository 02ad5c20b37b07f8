// Limits of what the desk takes. What each kind of event becomes is in event_golden_test.
#include "connectors/zalo_bot/inbound.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

Event text_event(std::string text) {
    Event event;
    event.name = "message.text.received";
    event.kind = EventKind::text;
    event.message_id = "m1";
    event.sender = "u1";
    event.chat = "u1";
    event.text = std::move(text);
    return event;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

TEST(BotInbound, ATextThatIsTooLongIsCutBetweenCharacters) {
    const auto event = text_event(repeated("ệ", longest_text / 3 + 1));
    const auto inbound = to_inbound(event, {});
    ASSERT_TRUE(inbound);
    EXPECT_TRUE(inbound->cut);
    EXPECT_EQ(inbound->message.text, repeated("ệ", longest_text / 3));
    EXPECT_EQ(text_for_expert(event, {}), event.text);
}

TEST(BotInbound, ATextOfTheGreatestLengthIsWhole) {
    const auto inbound = to_inbound(text_event(std::string(longest_text, 'a')), {});
    ASSERT_TRUE(inbound);
    EXPECT_FALSE(inbound->cut);
}

TEST(BotInbound, WhiteSpaceIsNoText) {
    EXPECT_FALSE(to_inbound(text_event(" \n\t"), {}));
    EXPECT_FALSE(to_inbound(text_event(""), {}));
    EXPECT_EQ(text_for_expert(text_event(" \n"), {}), "");
}

TEST(BotInbound, ABotThatIsNotKnownYetStillHearsPeople) {
    EXPECT_TRUE(to_inbound(text_event("a"), Profile()));
    auto nobody = text_event("a");
    nobody.sender.clear();
    EXPECT_TRUE(to_inbound(nobody, Profile()));
}

TEST(BotChat, IsTheGroupOrThePrivateChat) {
    EXPECT_EQ(chat_of("person:u%2F1")->id, "u/1");
    EXPECT_FALSE(chat_of("person:u1")->is_group);
    EXPECT_EQ(chat_of("group:g1/u1")->id, "g1");
    EXPECT_TRUE(chat_of("group:g1/u1")->is_group);
    EXPECT_FALSE(chat_of("anonymous:c1/u1"));
    EXPECT_FALSE(chat_of("v1.0123456789abcdef"));
    EXPECT_FALSE(chat_of(""));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
