// Whose conversation: one person, one person within a group, or an anonymous visitor. A conversation's id of
// a channel that has groups says it, so that it is all that has to be kept to reply.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::connectors {

struct Thread {
    std::string person;     ///< the channel's id of the asker; not empty
    std::string group;      ///< the group in which the asker writes; empty: one to one
    std::string anonymous;  ///< an anonymous visitor's conversation; empty: not anonymous

    bool operator==(const Thread&) const = default;
};

/// "person:ID", "group:GROUP/ID" or "anonymous:CONVERSATION/ID". Ids are opaque: "%" and "/" in them are
/// written as in URLs.
std::string to_conversation(const Thread& thread);

/// Nothing for what to_conversation never wrote.
std::optional<Thread> parse_thread(std::string_view conversation);

}  // namespace reformdesk::connectors
