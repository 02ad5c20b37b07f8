// The files of kb_index/data that are compiled in, as they are.
#pragma once

#include <string_view>

namespace reformdesk::kb_index::tables {

/// Everyday questions that hardly an organisation's articles cover, one a line; "# " begins a comment.
extern const std::string_view outside_questions;
/// Words that are right though no dictionary of Vietnamese has them, one a line; "# " begins a comment.
extern const std::string_view known_words;

}  // namespace reformdesk::kb_index::tables
