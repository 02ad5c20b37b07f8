// The words of a text as it was written, without what is no prose.
#pragma once

#include <string>
#include <string_view>

namespace reformdesk::kb_index {

/// The text with blanks in place of the targets of links, addresses, and everything with a figure in it:
/// document numbers, dates, sums. As long as the text, so that places stay what they were.
std::string prose_of(std::string_view markdown);

/// The letters of an abbreviation: two or more capitals, nothing else.
bool is_all_capitals(std::string_view word);

/// Capitals within the word: "VNeID", "PDF".
bool has_inner_capital(std::string_view word);

}  // namespace reformdesk::kb_index
