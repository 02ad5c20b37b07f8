// A reply as the texts that Zalo takes: one or more messages of at most 2,000 characters. Pure.
#pragma once

#include "connectors/message.hpp"
#include "connectors/thread.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

/// In UTF-16 code units: whether Zalo counts them or characters isn't documented, and they are never fewer.
inline constexpr std::size_t longest_message = 2000;

/// The texts to send, one after the other. The same message gives the same texts, so that sending can go on
/// behind `parts_delivered`; a message without anything to be seen gives none.
///
/// One to one and for anonymous visitors: the whole text in numbered parts, then the choices as lines to
/// answer with a number. In a group: one message that mentions the asker, and so is shortened, with the link
/// to the whole, when it is too long; in parts when there is no link. What the text itself holds never
/// mentions anyone.
std::vector<std::string> message_texts(const OutboundMessage& message, const Thread& thread);

/// What a person wrote, for a group: "[@id]" in it would call that member, and "[@group]" everybody.
std::string without_mentions(std::string_view text);

/// Valid UTF-8, whatever the bytes: others become U+FFFD. Without control characters but line feed and tab.
std::string sendable_text(std::string_view text);

}  // namespace reformdesk::connectors::zalo_oa
