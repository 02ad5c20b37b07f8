#include "nlp/syllable_pairs.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>

namespace reformdesk::nlp {

SyllablePairs::SyllablePairs(std::string_view table) {
    const auto number = [&](std::string_view syllable) {
        const WordId id = words_.add(syllable);
        if (id >= syllables_.size()) syllables_.resize(id + 1);
        syllables_[id] = syllable;
        return id;
    };
    for (const Row& row : rows_of(table)) {
        const WordId first = number(row.at(0));
        for (const auto follower : split(row.at(1), ' ')) forward_.emplace_back(first, number(follower));
    }
    for (const auto& [first, second] : forward_) backward_.emplace_back(second, first);
    std::sort(forward_.begin(), forward_.end());
    std::sort(backward_.begin(), backward_.end());
}

bool SyllablePairs::adjoin(std::string_view first, std::string_view second) const {
    return std::binary_search(forward_.begin(), forward_.end(),
                              Pair(words_.find(first), words_.find(second)));
}

std::vector<std::string_view> SyllablePairs::after(std::string_view first) const {
    return partners(forward_, first);
}

std::vector<std::string_view> SyllablePairs::before(std::string_view second) const {
    return partners(backward_, second);
}

std::vector<std::string_view> SyllablePairs::partners(const std::vector<Pair>& pairs,
                                                      std::string_view of) const {
    const WordId id = words_.find(of);
    std::vector<std::string_view> found;
    for (auto at = std::lower_bound(pairs.begin(), pairs.end(), Pair(id, unknown_word));
         at != pairs.end() && at->first == id; ++at)
        found.push_back(syllables_[at->second]);
    return found;
}

const SyllablePairs& syllable_pairs() {
    static const SyllablePairs pairs(tables::syllable_pairs);
    return pairs;
}

}  // namespace reformdesk::nlp
