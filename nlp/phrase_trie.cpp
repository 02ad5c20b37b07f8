#include "nlp/phrase_trie.hpp"

#include "nlp/text.hpp"

#include <algorithm>
#include <stdexcept>

namespace reformdesk::nlp {

namespace {

using Phrases = std::vector<std::vector<std::string>>;

std::vector<std::string> words_in(std::string_view text) {
    std::vector<std::string> words;
    for (const auto word : tokens(text)) words.emplace_back(word);
    return words;
}

void append_each(Phrases& phrases, const Phrases& alternatives) {
    Phrases longer;
    for (const auto& phrase : phrases)
        for (const auto& alternative : alternatives) {
            auto& made = longer.emplace_back(phrase);
            made.insert(made.end(), alternative.begin(), alternative.end());
        }
    phrases = std::move(longer);
}

}  // namespace

Phrases phrases_of(std::string_view pattern, const PhraseClasses& classes) {
    const auto until = [&](char end) {
        const auto at = pattern.find(end);
        if (at == pattern.npos) throw std::invalid_argument("pattern without " + std::string(1, end));
        const auto inside = pattern.substr(1, at - 1);
        pattern.remove_prefix(at + 1);
        return inside;
    };
    Phrases phrases{{}};
    while (!pattern.empty()) {
        if (pattern.front() == '[') {
            Phrases alternatives{{}};
            for (const auto alternative : split(until(']'), '|'))
                for (auto& phrase : phrases_of(alternative, classes))
                    alternatives.push_back(std::move(phrase));
            append_each(phrases, alternatives);
        } else if (pattern.front() == '{') {
            Phrases members;
            for (const auto& member : classes.at(std::string(until('}'))))
                members.push_back(words_in(member));
            append_each(phrases, members);
        } else {
            const auto end = std::min(pattern.find_first_of("[{"), pattern.size());
            append_each(phrases, {words_in(pattern.substr(0, end))});
            pattern.remove_prefix(end);
        }
    }
    std::erase_if(phrases, [](const auto& words) { return words.empty(); });
    return phrases;
}

void PhraseTrie::add(std::span<const std::string> words, std::uint32_t value, bool exact) {
    std::uint32_t node = 0;
    for (const auto& word : words) {
        auto& next = nodes_[node].next;
        const auto [begin, end] = next.equal_range(word);
        const auto known = std::find_if(begin, end, [](const auto& entry) { return entry.second.second; });
        if (known != end) {
            node = known->second.first;
            continue;
        }
        const auto made = static_cast<std::uint32_t>(nodes_.size());
        next.emplace(word, std::pair(made, true));
        if (auto bare = unaccent(word); bare != word) next.emplace(std::move(bare), std::pair(made, false));
        nodes_.emplace_back();
        node = made;
    }
    if (node == 0 || nodes_[node].value) return;
    nodes_[node].value = value;
    nodes_[node].exact = exact;
}

std::optional<PhraseTrie::Match> PhraseTrie::longest(std::span<const std::string> words,
                                                     std::size_t first) const {
    std::optional<Match> best;
    look(words, first, 0, true, first, best);
    return best;
}

void PhraseTrie::look(std::span<const std::string> words, std::size_t at, std::uint32_t node,
                      bool typed_exactly, std::size_t first, std::optional<Match>& best) const {
    const Node& here = nodes_[node];
    const bool counts = here.value && (typed_exactly || !here.exact);
    if (counts && (!best || at - first > best->length)) best = Match{at - first, *here.value};
    if (at >= words.size()) return;
    const auto [begin, end] = here.next.equal_range(words[at]);
    for (auto entry = begin; entry != end; ++entry)
        look(words, at + 1, entry->second.first, typed_exactly && entry->second.second, first, best);
}

}  // namespace reformdesk::nlp
