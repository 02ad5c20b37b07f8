// What goes in and out of every channel, in one shape.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::connectors {

enum class Channel { web_chat, api, zalo_oa, zalo_bot };

std::string_view to_string(Channel channel);
std::optional<Channel> parse_channel(std::string_view name);

/// A message as a channel delivered it. Ids are opaque text of the channel's own making.
struct InboundMessage {
    Channel channel = Channel::web_chat;
    std::string conversation;  ///< the channel's id of the conversation
    std::string source_id;  ///< the channel's id of the message: the idempotency key within the conversation
    std::string text;       ///< valid UTF-8, 1 to longest_text bytes
    std::optional<std::string> choice = {};   ///< the article id behind a tapped choice
    std::optional<std::int64_t> ticket = {};  ///< the ticket that the asker writes to
    bool new_question = false;                ///< explicitly not a reply to the expert who answered last
};

inline constexpr std::size_t longest_text = 4000;

/// A log entry to be brought to its conversation.
struct OutboundMessage {
    std::int64_t delivery = 0;  ///< the outbox row
    Channel channel = Channel::web_chat;
    std::string conversation;   ///< the channel's id of the conversation
    std::int64_t sequence = 0;  ///< of the entry in the conversation's log
    std::string text;
};

enum class DeliveryOutcome {
    delivered,  ///< the channel took it
    waiting,    ///< nobody is there now; the entry waits in the log (web chat)
    retry,      ///< a passing failure
    failed,     ///< will never work
};

struct DeliveryResult {
    DeliveryOutcome outcome = DeliveryOutcome::retry;
    std::string detail;  ///< for the log and the expert; no message text
};

}  // namespace reformdesk::connectors
