// From an event to what the desk takes: whose it is, the message, what an expert reads, and the key under
// which it is taken once.
#pragma once

#include "connectors/message.hpp"
#include "connectors/thread.hpp"
#include "connectors/zalo_oa/event.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

/// What makes two deliveries the same event, whatever else Zalo changed on the second try: the name with a
/// message's own id; for receipts the person and the messages; otherwise the name, everyone whom it is about,
/// and the timestamp. Without any of these, the SHA-256 of the raw body. One line, at most 200 bytes.
std::string event_key(const Event& event, std::string_view body);

/// Whose conversation; nothing when Zalo did not say enough to reply to it.
std::optional<Thread> thread_of(const Event& event);

/// Names what a message of a person lacks to be taken ("message id"), for the log; empty when nothing is
/// lacking, and for other kinds.
std::string_view missing_in(const Event& event);

struct InboundRules {
    std::string oa_id;                  ///< the bot's own account
    std::vector<std::string> prefixes;  ///< "/hoi", "#hoi": what speaks to the bot in a group
};

struct Inbound {
    InboundMessage message;
    /// Said to the bot: outside of groups always, in a group with a mention or a prefix. Whether a quote
    /// (Event::quote_id) is of one of the bot's messages is for its owner to look up.
    bool addressed = false;
    bool cut = false;  ///< the text was longer than longest_text, and its end is lost
};

/// A message of a person with text in it, be it a photo's. The text goes without mentions (in a group) and
/// prefix. Nothing for all other events, for what missing_in names, and when no text is left.
std::optional<Inbound> to_inbound(const Event& event, const InboundRules& rules);

/// The text, in a group without mentions, and a Vietnamese line for each attachment. A message that has
/// neither gets a line for its kind.
std::string text_for_expert(const Event& event);

}  // namespace reformdesk::connectors::zalo_oa
