// Words that are right although no dictionary of Vietnamese has them.
#pragma once

#include <string_view>

namespace reformdesk::kb_index {

/// Whether kb_index/data/known_words.txt has the word; takes the normal form.
bool is_known_word(std::string_view word);

}  // namespace reformdesk::kb_index
