#include "kb_index/check/known_words.hpp"

#include "kb_index/tables.hpp"
#include "nlp/text.hpp"

#include <string>
#include <unordered_set>

namespace reformdesk::kb_index {

namespace {

std::unordered_set<std::string> read_words() {
    std::unordered_set<std::string> words;
    for (const auto line : nlp::split(tables::known_words, '\n'))
        if (!line.starts_with('#')) words.insert(nlp::normalise(line));
    return words;
}

}  // namespace

bool is_known_word(std::string_view word) {
    static const auto words = read_words();
    return words.contains(std::string(word));
}

}  // namespace reformdesk::kb_index
