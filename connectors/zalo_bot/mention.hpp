// The bot's own name in what is written to it in a group: Zalo sends mentions as plain text. Pure.
//
//   without_mentions("@Bot Cải cách hành chính, cho hỏi …", {"Bot Cải cách hành chính"})  ->  "cho hỏi …"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace reformdesk::connectors::zalo_bot {

/// Without "@" and one of these names at the beginning and at the end, and what then stands between the name
/// and the words. Names are compared without regard to case, diacritics, the form of accents and the kind of
/// spaces, and must be whole: "@Botany" does not mention "Bot". Mentions within a sentence stay.
std::string without_mentions(std::string_view text, std::span<const std::string> names);

}  // namespace reformdesk::connectors::zalo_bot
