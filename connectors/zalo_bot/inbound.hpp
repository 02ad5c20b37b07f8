// From an event to what the desk takes: whose it is, the message, and what an expert reads. Pure.
#pragma once

#include "connectors/message.hpp"
#include "connectors/thread.hpp"
#include "connectors/zalo_bot/payload.hpp"
#include "connectors/zalo_bot/replies.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::connectors::zalo_bot {

/// Whose conversation; nothing when Zalo did not say enough to reply to it. In a private chat the person is
/// the chat's id, not the sender's: replies go to chats, and although both have been the same wherever they
/// were seen, nothing promises it.
std::optional<Thread> thread_of(const Event& event);

/// Where replies go.
struct Chat {
    std::string id;
    bool is_group = false;
};
/// Nothing for a conversation that thread_of never gave.
std::optional<Chat> chat_of(const std::string& conversation);

/// Something that a person sent: not of a kind that nobody knows, nor of a bot. Zalo brings our own messages
/// back.
bool is_from_person(const Event& event, const Profile& bot);

/// Names what a message of a person lacks to be taken ("message id"), for the log; empty when nothing is
/// lacking.
std::string_view missing_in(const Event& event);

struct Inbound {
    InboundMessage message;
    bool cut = false;  ///< the text was longer than longest_text, and its end is lost
};

/// A message of a person with text in it, be it a picture's, in a group without the mention of the bot.
/// Nothing for all other events, for what missing_in names, and when no text is left: then a notice that the
/// bot reads text alone is due in a private chat.
std::optional<Inbound> to_inbound(const Event& event, const Profile& bot);

/// The text, in a group without the mention, and a Vietnamese line for what came beside it: "Hình ảnh:
/// https://…".
std::string text_for_expert(const Event& event, const Profile& bot);

}  // namespace reformdesk::connectors::zalo_bot
