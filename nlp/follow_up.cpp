#include "nlp/follow_up.hpp"

namespace reformdesk::nlp {

namespace {

// What is longer tells of a case of its own.
constexpr std::size_t most_words = 12;

bool starts_with_digit(const std::string& word) {
    return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

// "còn ở xã thì sao"; but "còn 3 tháng nữa hết hạn" and "còn hiệu lực không" tell of something.
bool opens(std::span<const std::string> words, std::span<const WordId> ids) {
    const auto opener = lexicon().follow_up_openers.longest(ids, 0);
    if (!opener || opener->length == words.size()) return false;
    return !lexicon().follow_up_statements.longest(ids, 0) && !starts_with_digit(words[opener->length]);
}

// Facets, what they are asked with, and nothing else.
bool asks_for_facets_only(std::span<const WordId> ids, std::span<const ConceptSpan> concepts) {
    bool any = false;
    auto span = concepts.begin();
    for (std::size_t i = 0; i < ids.size();) {
        while (span != concepts.end() && span->first < i) ++span;
        if (span != concepts.end() && span->first == i && lexicon().facets[span->concept_number]) {
            any = true;
            i += span->length;
            continue;
        }
        const auto carrier = lexicon().follow_up_carriers.longest(ids, i);
        if (!carrier && !lexicon().stop_words[ids[i]]) return false;
        i += carrier ? carrier->length : 1;
    }
    return any;
}

}  // namespace

bool is_follow_up(std::span<const std::string> words, std::span<const WordId> ids,
                  std::span<const ConceptSpan> concepts) {
    if (words.empty() || words.size() > most_words) return false;
    return opens(words, ids) || asks_for_facets_only(ids, concepts);
}

}  // namespace reformdesk::nlp
