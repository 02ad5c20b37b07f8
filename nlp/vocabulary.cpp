#include "nlp/vocabulary.hpp"

namespace reformdesk::nlp {

WordId Vocabulary::add(std::string_view word) {
    const auto known = numbers_.find(word);
    if (known != numbers_.end()) return known->second;
    const auto number = static_cast<WordId>(size());
    numbers_.emplace(word, number);
    return number;
}

WordId Vocabulary::find(std::string_view word) const {
    const auto known = numbers_.find(word);
    return known == numbers_.end() ? unknown_word : known->second;
}

}  // namespace reformdesk::nlp
