// A webhook event of a Zalo Official Account, from raw bytes to a value. Pure. Zalo's documentation has gaps,
// and its sources disagree: every name and place of a field that one of them attests is read. tests/golden/
// zalo_oa_events.json has examples.
//
//   const auto parsed = parse_event(body);
//   if (const auto* event = std::get_if<Event>(&parsed)) { … event->kind … }
#pragma once

#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/attachment.hpp"
#include "connectors/zalo_oa/event_kind.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

inline constexpr std::size_t longest_event = 256u << 10;  ///< bytes

/// What a person filled in. Personal data: not for the log.
struct SubmittedInfo {
    std::string name;
    std::string phone;
    std::string birthday;  ///< as Zalo writes it: "30/10/1999"
    std::string gender;    ///< "Nam", …
    std::string city;
    std::string district;  ///< in forms from before 1 July 2025
    std::string ward;
    std::string address;

    bool operator==(const SubmittedInfo&) const = default;
};

/// Ids are opaque, at most 128 bytes without control characters; one that is not counts as missing. All texts
/// are valid UTF-8 without control characters. What is missing is empty.
struct Event {
    std::string name;  ///< event_name as sent, at most 64 bytes
    EventKind kind = EventKind::unknown;
    Place place = Place::one_to_one;
    ContentKind content = ContentKind::none;

    std::string app_id;
    std::string oa_id;  ///< the account that this is about
    /// Who acted, or to whom the account did something: asker, follower, receiver of an echo. Never the
    /// account.
    std::string user;
    std::string user_by_app;             ///< the same person's id in the app
    std::string group;                   ///< not empty when place is group, unless Zalo did not say it
    std::string anonymous_conversation;  ///< likewise for anonymous

    std::string message_id;                ///< of the message itself, or of the one that the event refers to
    std::vector<std::string> message_ids;  ///< of a receipt: every message that it is for
    std::string quote_id;                  ///< the message that this one replies to
    std::string text;                      ///< as typed, with mentions
    std::vector<Attachment> attachments;
    std::vector<std::string> mentions;  ///< in a group: ids behind "[@…]" in the text, in order, each once
    std::vector<std::string> members;   ///< whom a group's or a tag's change is about

    std::string timestamp;  ///< as written
    std::int64_t time_ms =
        0;                   ///< since 1970; 0: unknown, for a timestamp that can be no date of this century
    bool by_person = false;  ///< an echo of what a person wrote in Zalo's own chat tool
    /// A reaction's icon, where a follow came from, a tag's name, a consent's answer, a call's status, the
    /// method of a changed user: one line.
    std::string detail;
    std::optional<SubmittedInfo> info;  ///< of info_submitted

    bool operator==(const Event&) const = default;
};

/// Reads one object of at most longest_event bytes; the problem is for the log. Never throws for any bytes.
/// An object of any other shape is an Event too, of kind unknown, so that it can be recorded.
std::variant<Event, wire::JsonProblem> parse_event(std::string_view body);

/// Milliseconds since 1970 of a number of seconds, milliseconds or microseconds between 2001 and 2286; else
/// 0.
std::int64_t time_in(std::string_view timestamp);

}  // namespace reformdesk::connectors::zalo_oa
