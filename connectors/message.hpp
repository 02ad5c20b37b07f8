// What goes in and out of every channel, in one shape.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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
    bool in_group = false;                    ///< others read along: nothing personal may be replied
};

inline constexpr std::size_t longest_text = 4000;

/// Something to choose in a reply.
struct OutboundChoice {
    std::string label;    ///< what the asker sees
    std::string article;  ///< the article id behind it: InboundMessage::choice when it is tapped
};

/// A log entry to be brought to its conversation.
struct OutboundMessage {
    std::int64_t delivery = 0;  ///< the outbox row
    Channel channel = Channel::web_chat;
    std::string conversation;   ///< the channel's id of the conversation
    std::int64_t sequence = 0;  ///< of the entry in the conversation's log
    std::string text;           ///< as the channel shows it: plain text, of any length
    std::vector<OutboundChoice> choices = {};
    std::string quote = {};  ///< the channel's id of the message that this replies to; may be empty
    std::string link = {};   ///< where the whole text stands on the web; may be empty
    /// Parts of the text that earlier attempts have delivered; sending goes on behind them.
    std::size_t parts_delivered = 0;
    /// Nobody knows whether the part after those was taken in the attempt before: a process died, or the
    /// answer of the channel was lost.
    bool maybe_taken = false;
    int attempts = 0;  ///< made before this one
};

enum class DeliveryOutcome {
    delivered,  ///< the channel took it, all parts of it
    waiting,    ///< nobody is there now; the entry waits in the log (web chat)
    retry,      ///< a passing failure: nothing was taken behind parts_delivered
    failed,     ///< will never work
    unknown,    ///< the part after parts_delivered may have been taken; to be looked up, then tried again
};

/// Why a delivery failed or waits, where somebody can do something about it.
enum class DeliveryReason {
    none,
    rate_limited,     ///< the channel asked to slow down
    night,            ///< not at this hour
    out_of_quota,     ///< the channel's quota is used up
    window_closed,    ///< the asker has been silent for too long: take another way
    blocked,          ///< the asker does not want messages, or is no member any more: take another way
    group_gone,       ///< the group is deleted or closed, or the account is not in it: take another way
    invalid,          ///< the channel does not take this message
    operator_needed,  ///< account, token or contract: a person at the operator's must act
    unreachable,      ///< the network, or the channel's servers
};

std::string_view to_string(DeliveryReason reason);
std::optional<DeliveryReason> parse_delivery_reason(std::string_view name);

struct DeliveryResult {
    DeliveryOutcome outcome = DeliveryOutcome::retry;
    std::string detail = {};  ///< for the log and the expert; no message text, no secrets
    DeliveryReason reason = DeliveryReason::none;
    std::size_t parts_delivered = 0;            ///< in all attempts together
    std::vector<std::string> message_ids = {};  ///< the channel's ids of the parts of this attempt
    std::optional<std::chrono::milliseconds> retry_after = {};  ///< not before; empty: the outbox chooses
};

}  // namespace reformdesk::connectors
