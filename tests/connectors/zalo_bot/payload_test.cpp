// What is no event, and what nobody should send. Events are in event_golden_test.
#include "connectors/zalo_bot/payload.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

using testing::IsEmpty;
using wire::Json;

bool is_probe(std::string_view body) {
    return std::holds_alternative<Probe>(parse_webhook(body));
}

bool is_problem(std::string_view body) {
    return std::holds_alternative<wire::JsonProblem>(parse_webhook(body));
}

Event event_in(std::string_view body) {
    const auto payload = parse_webhook(body);
    const auto* event = std::get_if<Event>(&payload);
    EXPECT_NE(event, nullptr) << body;
    return event == nullptr ? Event() : *event;
}

std::string text_event(const std::string& members) {
    return R"({"event_name":"message.text.received","message":{)" + members + "}}";
}

TEST(BotPayload, AnEmptyBodyTriesWhetherTheAddressAnswers) {
    EXPECT_TRUE(is_probe(""));
    EXPECT_TRUE(is_probe(" \r\n"));
    EXPECT_TRUE(is_probe("{}"));
    EXPECT_FALSE(is_probe(R"({"event_name":""})"));
}

TEST(BotPayload, WhatIsNoJsonObjectIsAProblem) {
    for (const auto* body : {"x", "[]", "null", "\"text\"", "1", "{\"event_name\":", "{} {}",
                             "\xEF\xBB\xBF{}", R"({"event_name":"a","event_name":"b"})",
                             "{\"event_name\":\"\xC3\x28\"}", R"({"event_name":"\ud800"})"}) {
        EXPECT_TRUE(is_problem(body)) << body;
    }
}

TEST(BotPayload, TooMuchOfAnythingIsAProblem) {
    const std::string long_text(longest_payload, 'a');
    EXPECT_TRUE(is_problem(text_event(R"("text":")" + long_text + '"')));
    EXPECT_TRUE(is_problem(std::string(100'000, '[')));
    std::string deep = "1";
    for (int i = 0; i < 20; ++i) {
        deep = R"({"a":)" + deep + "}";
    }
    EXPECT_TRUE(is_problem(deep));
}

TEST(BotPayload, MembersOfTheWrongTypeCountAsMissing) {
    const auto event = event_in(text_event(
        R"("message_id":["m"],"date":"soon","from":"u","chat":{"id":{"x":1},"chat_type":7},"text":{"a":1})"));
    Event expected;
    expected.name = "message.text.received";
    expected.kind = EventKind::text;
    expected.in_group = true;  // 7 is no type of chat that anybody knows
    EXPECT_EQ(event, expected);
    EXPECT_EQ(event_in(R"({"event_name":7,"message":[]})").name, "7");
    EXPECT_EQ(event_in(R"({"event_name":["message.text.received"]})"), Event());
    EXPECT_EQ(event_in(R"({"ok":true,"result":"none"})"), Event());
    EXPECT_EQ(event_in(R"({"ok":true,"result":null})"), Event());
}

TEST(BotPayload, AnIdThatIsTooLongOrHasControlCharactersCountsAsMissing) {
    EXPECT_EQ(event_in(text_event(R"("message_id":")" + std::string(128, 'm') + '"')).message_id,
              std::string(128, 'm'));
    EXPECT_EQ(event_in(text_event(R"("message_id":")" + std::string(129, 'm') + '"')).message_id, "");
    EXPECT_EQ(event_in(text_event(R"("message_id":"a\u0000b")")).message_id, "");
    EXPECT_EQ(event_in(text_event(R"("from":{"id":"a\nb"})")).sender, "");
}

TEST(BotPayload, ControlCharactersGoFromTextsAndNames) {
    const auto event = event_in(
        text_event(R"("text":"a\u0000b\u0007\tc\r\nd","from":{"id":"u","display_name":" A\u202Eb\nc "})"));
    EXPECT_EQ(event.text, "ab\tc\nd");
    EXPECT_EQ(event.sender_name, "Ab c");
}

TEST(BotPayload, ATimeBeforeAllTimeIsUnknown) {
    EXPECT_EQ(event_in(text_event(R"("date":-5)")).time_ms, 0);
    EXPECT_EQ(event_in(text_event(R"("date":1.5)")).time_ms, 0);
    EXPECT_EQ(event_in(text_event(R"("date":99999999999999999999)")).time_ms, 0);
}

TEST(BotPayload, LooksForTheLivePlaceOfAPictureFirst) {
    const auto event = event_in(
        R"({"event_name":"message.image.received","message":{"photo":"https://a.vn/1","photo_url":"https://a.vn/2"}})");
    EXPECT_EQ(event.url, "https://a.vn/2");
}

TEST(BotUpdates, ThereMayBeNone) {
    EXPECT_THAT(read_updates(Json()), IsEmpty());
    EXPECT_THAT(read_updates(wire::JsonObject{}), IsEmpty());
    EXPECT_THAT(read_updates(wire::JsonArray{}), IsEmpty());
    EXPECT_THAT(read_updates("text"), IsEmpty());
    EXPECT_THAT(read_updates(wire::JsonArray{1, "a", nullptr}), IsEmpty());
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
