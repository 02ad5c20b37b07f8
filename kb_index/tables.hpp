// The files of kb_index/data that are compiled in, as they are.
#pragma once

#include <string_view>

namespace reformdesk::kb_index::tables {

/// Everyday questions that hardly an organisation's articles cover, one a line; "# " begins a comment.
extern const std::string_view outside_questions;

}  // namespace reformdesk::kb_index::tables
