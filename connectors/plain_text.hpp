// Foreign text made harmless to keep and to show: PostgreSQL takes no NUL, and a file's name can turn its own
// reading direction round.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reformdesk::connectors {

/// Without control characters; line ends become line feeds, and tabs stay. Valid UTF-8 stays valid.
std::string plain_text(std::string_view text);

/// One line: without control characters and marks of direction, without spaces around it, at most so many
/// bytes.
std::string plain_line(std::string_view text, std::size_t most_bytes);

/// The beginning of valid UTF-8, at most so many bytes: the last character is whole.
std::string_view cut_at_character(std::string_view text, std::size_t most_bytes);

/// Spaces, tabs and line ends.
bool is_white(char c);

std::string_view trimmed(std::string_view text);

inline constexpr std::size_t longest_url = 2048;  ///< bytes

/// What an expert may open: nothing but http and https, and nothing that ends a link early where it is shown.
/// Empty for anything else.
std::string web_url(std::string_view text);

}  // namespace reformdesk::connectors
