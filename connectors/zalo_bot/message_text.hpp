// A reply as the texts that the Bot Platform takes: 2,000 characters each, no buttons, no Markdown. Pure.
#pragma once

#include "connectors/message.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace reformdesk::connectors::zalo_bot {

/// In UTF-16 code units: whether Zalo counts them or characters isn't documented, and they are never fewer.
inline constexpr std::size_t longest_part = 2000;

/// The texts to send, one after the other: the whole text in numbered parts, then the choices as lines to
/// answer with a number. In a group one text, shortened with the link to the whole when it is too long; in
/// parts when there is no link. The same message gives the same texts, so that sending can go on behind
/// `parts_delivered`; a message without anything to be seen gives none.
std::vector<std::string> message_texts(const OutboundMessage& message);

}  // namespace reformdesk::connectors::zalo_bot
