// What Zalo's Bot Platform sends to a webhook and hands out through getUpdates, from JSON to a value. Pure.
// Zalo's documentation shows it wrapped, {"ok":true,"result":{"event_name":…,"message":{…}}}; what comes is
// flat,
// {"event_name":…,"message":{…}}. Both are read.
//
//   const auto payload = parse_webhook(body);
//   if (const auto* event = std::get_if<Event>(&payload)) { … event->kind … }
#pragma once

#include "connectors/wire/json.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reformdesk::connectors::zalo_bot {

inline constexpr std::size_t longest_payload = 256u << 10;  ///< bytes of a webhook's body

enum class EventKind {
    text,
    image,
    sticker,
    voice,
    unsupported,  ///< Zalo tells that there was something: files, links, what protected people send
    other,        ///< none that this version knows
};

/// Ids are opaque, at most 128 bytes without control characters; one that is not counts as missing. All texts
/// are valid UTF-8 without control characters but line feed and tab. What is missing is empty.
struct Event {
    std::string name;  ///< event_name as sent, at most 64 bytes
    EventKind kind = EventKind::other;
    std::string message_id;
    std::int64_t time_ms = 0;  ///< since 1970; 0: unknown
    std::string sender;        ///< who wrote
    std::string sender_name;   ///< as they call themselves; one line
    bool from_bot = false;     ///< of a bot, perhaps of this one
    std::string chat;          ///< where to reply: in a group the group
    bool in_group = false;
    std::string text;  ///< as typed, or a picture's caption
    std::string url;   ///< of a picture or a voice message, http or https; public, and dies some day

    bool operator==(const Event&) const = default;
};

/// Zalo tries whether the address answers: an empty body, or `{}`. It wants 200 and has no effect.
struct Probe {
    bool operator==(const Probe&) const = default;
};

/// The problem is for the log. Never throws for any bytes. JSON of any other shape is an Event of kind other,
/// so that it can be recorded.
std::variant<Event, Probe, wire::JsonProblem> parse_webhook(std::string_view body);

/// The result of getUpdates: one event, or an array of them; nothing for anything else.
std::vector<Event> read_updates(const wire::Json& result);

}  // namespace reformdesk::connectors::zalo_bot
