#include "nlp/follow_up.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/phrase_trie.hpp"
#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <unordered_set>

namespace reformdesk::nlp {

namespace {

// What is longer tells of a case of its own.
constexpr std::size_t most_words = 12;

struct FollowUps {
    PhraseTrie openers;
    PhraseTrie statements;
    PhraseTrie carriers;
    std::unordered_set<std::string_view> facets;
};

FollowUps load_follow_ups() {
    FollowUps loaded;
    for (const Row& row : rows_of(tables::follow_ups)) {
        for (const auto phrase : split(row.at(1), '|')) {
            if (row.at(0) == "facet") {
                loaded.facets.insert(phrase);
                continue;
            }
            auto& phrases = row.at(0) == "opener"      ? loaded.openers
                            : row.at(0) == "statement" ? loaded.statements
                                                       : loaded.carriers;
            for (const auto& words : phrases_of(phrase, {})) phrases.add(words, 0, false);
        }
    }
    return loaded;
}

bool starts_with_digit(const std::string& word) {
    return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

// "còn ở xã thì sao"; but "còn 3 tháng nữa hết hạn" and "còn hiệu lực không" tell of something.
bool opens(const FollowUps& known, const std::vector<std::string>& words) {
    const auto opener = known.openers.longest(words, 0);
    if (!opener || opener->length == words.size()) return false;
    return !known.statements.longest(words, 0) && !starts_with_digit(words[opener->length]);
}

bool asks_for_facets_only(const FollowUps& known, const std::vector<std::string>& words) {
    const auto spans = concept_spans(words);
    bool facet = false;
    auto span = spans.begin();
    for (std::size_t i = 0; i < words.size();) {
        if (span != spans.end() && span->first == i) {
            const bool is_facet = known.facets.contains(span->name);
            facet = facet || is_facet;
            const std::size_t length = (span++)->length;
            if (is_facet) {
                i += length;
                continue;
            }
        }
        const auto carrier = known.carriers.longest(words, i);
        if (!carrier && !is_stop_word(words[i])) return false;
        i += carrier ? carrier->length : 1;
        while (span != spans.end() && span->first < i) ++span;
    }
    return facet;
}

}  // namespace

bool is_follow_up(const std::vector<std::string>& words) {
    static const FollowUps known = load_follow_ups();
    if (words.empty() || words.size() > most_words) return false;
    return opens(known, words) || asks_for_facets_only(known, words);
}

}  // namespace reformdesk::nlp
