// Long texts for channels that limit a message: cut where a reader pauses, and numbered. Pure.
//
//   text_parts("…", 2000)  ->  "(1/3) …", "(2/3) …", "(3/3) …"
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::connectors {

/// Length as UTF-16 code units, which is never less than as characters: most letters count one, emoji two.
std::size_t utf16_units(std::string_view text);

/// The longest beginning of at most `units` that ends where a reader pauses: behind a paragraph, else a line,
/// a sentence, a word; within a word when that is longer than all. Without white space at its ends.
std::string_view leading_part(std::string_view text, std::size_t units);

/// The whole text in parts of at most `longest` units (32 or more), which count their number: "(2/3) ". One
/// part has none; a text of white space has no parts. Only white space at the cuts is left out. The same text
/// gives the same parts, so that a sender can go on behind those that it has sent.
std::vector<std::string> text_parts(std::string_view text, std::size_t longest);

}  // namespace reformdesk::connectors
