#include "connectors/zalo_bot/payload.hpp"

#include "connectors/json_fields.hpp"
#include "connectors/plain_text.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::connectors::zalo_bot {

using wire::Json;

namespace {

constexpr wire::JsonLimits payload_limits{longest_payload, 16, 20'000};
constexpr std::size_t longest_name = 64;
constexpr std::size_t longest_line = 300;

struct NamedKind {
    std::string_view name;
    EventKind kind;
};

constexpr auto kinds = std::to_array<NamedKind>({
    {"message.text.received", EventKind::text},
    {"message.image.received", EventKind::image},
    {"message.sticker.received", EventKind::sticker},
    {"message.voice.received", EventKind::voice},
    {"message.unsupported.received", EventKind::unsupported},
});

EventKind kind_of(std::string_view name) {
    const auto found = std::find_if(kinds.begin(), kinds.end(),
                                    [name](const NamedKind& known) { return known.name == name; });
    return found == kinds.end() ? EventKind::other : found->kind;
}

bool is_private(std::string_view chat_type) {
    return chat_type == "PRIVATE" || chat_type == "private";
}

// A chat of a type that nobody knows counts as a group: others may read along.
void read_place(Event& event, const Json& message) {
    event.sender = first_id(message, {{"from", "id"}});
    event.chat = first_id(message, {{"chat", "id"}});
    const auto type = first_line(message, {{"chat", "chat_type"}}, longest_name);
    const bool same = event.chat.empty() || event.chat == event.sender;
    event.in_group = type.empty() ? !same : !is_private(type);
    if (event.chat.empty() && !event.in_group) {
        event.chat = event.sender;
    }
}

void read_content(Event& event, const Json& message) {
    switch (event.kind) {
        case EventKind::text:
            event.text = plain_text(message.text_at("text").value_or(""));
            break;
        case EventKind::image:
            event.text = plain_text(message.text_at("caption").value_or(""));
            event.url = first_url(message, {{"photo_url"}, {"photo"}});
            break;
        case EventKind::voice:
            event.url = first_url(message, {{"voice_url"}});
            break;
        case EventKind::sticker:
        case EventKind::unsupported:
        case EventKind::other:
            break;
    }
}

Event read_event(const Json& json) {
    Event event;
    event.name = first_line(json, {{"event_name"}}, longest_name);
    event.kind = kind_of(event.name);
    const auto* message = json.find("message");
    if (message == nullptr) {
        return event;
    }
    event.message_id = first_id(*message, {{"message_id"}});
    event.time_ms = std::max<std::int64_t>(message->integer_at("date").value_or(0), 0);
    event.sender_name = first_line(*message, {{"from", "display_name"}}, longest_line);
    const auto* is_bot = find(*message, {"from", "is_bot"});
    event.from_bot = is_bot != nullptr && is_bot->boolean().value_or(false);
    read_place(event, *message);
    read_content(event, *message);
    return event;
}

}  // namespace

std::variant<Event, Probe, wire::JsonProblem> parse_webhook(std::string_view body) {
    if (trimmed(body).empty()) {
        return Probe{};
    }
    const auto parsed = wire::parse(body, payload_limits);
    if (const auto* problem = std::get_if<wire::JsonProblem>(&parsed)) {
        return *problem;
    }
    const auto& json = std::get<Json>(parsed);
    if (json.object() == nullptr) {
        return wire::JsonProblem{0, "không phải một đối tượng JSON"};
    }
    if (json.object()->empty()) {
        return Probe{};
    }
    const auto* result = json.find("result");
    return read_event(result != nullptr && json.find("event_name") == nullptr ? *result : json);
}

std::vector<Event> read_updates(const Json& result) {
    std::vector<Event> events;
    if (const auto* array = result.array()) {
        for (const auto& item : *array) {
            if (item.object() != nullptr) {
                events.push_back(read_event(item));
            }
        }
    } else if (result.object() != nullptr && !result.object()->empty()) {
        events.push_back(read_event(result));
    }
    return events;
}

}  // namespace reformdesk::connectors::zalo_bot
