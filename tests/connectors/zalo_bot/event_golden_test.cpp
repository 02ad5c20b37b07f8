// Every payload of tests/golden/zalo_bot_events.json, read as the file says, from a webhook and from
// getUpdates.
#include "connectors/zalo_bot/inbound.hpp"
#include "connectors/zalo_bot/payload.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

using wire::Json;
using wire::JsonObject;

Json golden() {
    std::ifstream file(REFORMDESK_SOURCE_DIR "/tests/golden/zalo_bot_events.json");
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto parsed = wire::parse(text);
    auto* json = std::get_if<Json>(&parsed);
    return json == nullptr ? Json() : std::move(*json);
}

std::string_view name_of(EventKind kind) {
    switch (kind) {
        case EventKind::text:
            return "text";
        case EventKind::image:
            return "image";
        case EventKind::sticker:
            return "sticker";
        case EventKind::voice:
            return "voice";
        case EventKind::unsupported:
            return "unsupported";
        case EventKind::other:
            return "other";
    }
    return {};
}

void set(JsonObject& object, std::string_view key, std::string_view text) {
    if (!text.empty()) {
        object.emplace_back(key, text);
    }
}

void set(JsonObject& object, std::string_view key, bool flag) {
    if (flag) {
        object.emplace_back(key, true);
    }
}

// The members that are not empty, in the order in which the golden file has them.
JsonObject describe(const Event& event, const Profile& bot) {
    JsonObject object;
    set(object, "name", event.name);
    set(object, "kind", name_of(event.kind));
    set(object, "message_id", event.message_id);
    if (event.time_ms != 0) {
        object.emplace_back("time_ms", event.time_ms);
    }
    set(object, "sender", event.sender);
    set(object, "sender_name", event.sender_name);
    set(object, "from_bot", event.from_bot);
    set(object, "chat", event.chat);
    set(object, "in_group", event.in_group);
    set(object, "text", event.text);
    set(object, "url", event.url);
    set(object, "missing", missing_in(event));
    const auto thread = thread_of(event);
    set(object, "conversation", thread ? to_conversation(*thread) : "");
    if (const auto inbound = to_inbound(event, bot)) {
        EXPECT_EQ(inbound->message.channel, Channel::zalo_bot);
        EXPECT_EQ(inbound->message.conversation, to_conversation(*thread));
        EXPECT_EQ(inbound->message.source_id, event.message_id);
        EXPECT_EQ(inbound->message.in_group, event.in_group);
        EXPECT_FALSE(inbound->cut);
        set(object, "inbound", inbound->message.text);
    }
    set(object, "expert", text_for_expert(event, bot));
    return object;
}

TEST(BotEventGolden, EveryPayloadIsReadAsTheFileSays) {
    const auto file = golden();
    const auto* events = file.find("events");
    ASSERT_TRUE(events != nullptr && events->array() != nullptr);
    ASSERT_FALSE(events->array()->empty());
    const auto bot = read_profile(*file.find("bot"));
    for (const auto& item : *events->array()) {
        const auto& body = *item.find("body");
        const auto payload = parse_webhook(wire::write(body));
        const auto* event = std::get_if<Event>(&payload);
        ASSERT_NE(event, nullptr) << *item.text_at("case");
        EXPECT_EQ(wire::write(describe(*event, bot)), wire::write(*item.find("expected")))
            << *item.text_at("case");
    }
}

TEST(BotEventGolden, GetUpdatesHandsOutTheSame) {
    const auto file = golden();
    wire::JsonArray all;
    std::vector<Event> expected;
    for (const auto& item : *file.find("events")->array()) {
        const auto& body = *item.find("body");
        const auto payload = parse_webhook(wire::write(body));
        expected.push_back(std::get<Event>(payload));
        const auto* result = body.find("result");
        all.push_back(result == nullptr ? body : *result);
        EXPECT_EQ(read_updates(all.back()), std::vector{expected.back()});
    }
    EXPECT_EQ(read_updates(all), expected);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
