// Every event of tests/golden/zalo_oa_events.json, read as the file says.
#include "connectors/zalo_oa/event.hpp"
#include "connectors/zalo_oa/inbound.hpp"

#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using wire::Json;
using wire::JsonArray;
using wire::JsonObject;

Json golden() {
    std::ifstream file(REFORMDESK_SOURCE_DIR "/tests/golden/zalo_oa_events.json");
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    auto parsed = wire::parse(text);
    auto* json = std::get_if<Json>(&parsed);
    return json == nullptr ? Json() : std::move(*json);
}

std::vector<Json> items(const Json& json, std::string_view key) {
    const auto* member = json.find(key);
    return member == nullptr || member->array() == nullptr ? std::vector<Json>() : *member->array();
}

// Sets the members that are not empty, in the order in which the golden file has them.
class Description {
  public:
    void set(std::string_view key, std::string_view text) {
        if (!text.empty()) {
            object_.emplace_back(key, text);
        }
    }
    void set(std::string_view key, const std::vector<std::string>& texts) {
        if (!texts.empty()) {
            object_.emplace_back(key, JsonArray(texts.begin(), texts.end()));
        }
    }
    void set_flag(std::string_view key, bool flag) {
        if (flag) {
            object_.emplace_back(key, true);
        }
    }
    void set_number(std::string_view key, std::int64_t number) {
        if (number != 0) {
            object_.emplace_back(key, number);
        }
    }
    JsonObject take() { return std::move(object_); }

  private:
    JsonObject object_;
};

void describe_ids(Description& description, const Event& event) {
    description.set("app_id", event.app_id);
    description.set("oa_id", event.oa_id);
    description.set("user", event.user);
    description.set("user_by_app", event.user_by_app);
    description.set("group", event.group);
    description.set("anonymous_conversation", event.anonymous_conversation);
    description.set("message_id", event.message_id);
    description.set("message_ids", event.message_ids);
    description.set("quote_id", event.quote_id);
}

void describe_inbound(Description& description, const Event& event, const InboundRules& rules) {
    if (const auto thread = thread_of(event)) {
        description.set("conversation", to_conversation(*thread));
    }
    if (const auto inbound = to_inbound(event, rules)) {
        EXPECT_EQ(inbound->message.conversation, to_conversation(*thread_of(event)));
        EXPECT_EQ(inbound->message.source_id, event.message_id);
        EXPECT_EQ(inbound->message.channel, Channel::zalo_oa);
        description.set_flag("in_group", inbound->message.in_group);
        description.set_flag("addressed", inbound->addressed);
        description.set("inbound", inbound->message.text);
    }
}

std::vector<std::string> lines_about(const Event& event) {
    std::vector<std::string> lines;
    for (const auto& attachment : event.attachments) {
        lines.push_back(line_about(attachment));
    }
    return lines;
}

JsonObject describe(const Event& event, const InboundRules& rules) {
    Description description;
    description.set("kind", to_string(event.kind));
    description.set("place", to_string(event.place));
    description.set("content", event.content == ContentKind::none ? "" : to_string(event.content));
    describe_ids(description, event);
    description.set("text", event.text);
    description.set("mentions", event.mentions);
    description.set("members", event.members);
    description.set("timestamp", event.timestamp);
    description.set_number("time_ms", event.time_ms);
    description.set_flag("by_person", event.by_person);
    description.set("detail", event.detail);
    if (const auto& info = event.info) {
        description.set("info", std::vector{info->name, info->phone, info->birthday, info->gender, info->city,
                                            info->district, info->ward, info->address});
    }
    description.set("lines", lines_about(event));
    describe_inbound(description, event, rules);
    return description.take();
}

TEST(ZaloEventsGolden, AreReadAsTheFileSays) {
    const auto file = golden();
    InboundRules rules{file.text_at("bot").value_or(""), {}};
    for (const auto& prefix : items(file, "prefixes")) {
        rules.prefixes.push_back(*prefix.text());
    }
    const auto events = items(file, "events");
    ASSERT_GE(events.size(), 20u);
    for (const auto& example : events) {
        const auto body = wire::write(*example.find("body"));
        const auto parsed = parse_event(body);
        ASSERT_TRUE(std::holds_alternative<Event>(parsed)) << body;
        const auto& event = std::get<Event>(parsed);
        EXPECT_EQ(event.name, example.find("body")->text_at("event_name"));
        EXPECT_EQ(wire::write(describe(event, rules)), wire::write(*example.find("expected")))
            << example.text_at("case").value_or("");
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
