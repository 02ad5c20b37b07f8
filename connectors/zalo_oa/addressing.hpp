// Whether a text in a group speaks to the bot. A mention stands in the text as "[@id]": of a person, of the
// account, or of the group, which means everyone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

/// Ids behind "[@…]", in order, each once. "[@ai đó]" is text like any other: an id has no spaces.
std::vector<std::string> mentioned_ids(std::string_view text);

struct Mention {
    bool of_bot = false;  ///< everyone is not the bot
    std::string text;     ///< without mentions; spaces tidied, lines kept; may be empty
};

/// An empty bot id is never mentioned.
Mention read_mention(std::string_view text, std::string_view bot);

/// "/hoi thủ tục…": the text behind the prefix, trimmed; nothing when the text does not begin with the
/// prefix, followed by a space or the end. ASCII letters may be of either case, as phones write the first
/// one.
std::optional<std::string> text_behind_prefix(std::string_view text, std::string_view prefix);

}  // namespace reformdesk::connectors::zalo_oa
