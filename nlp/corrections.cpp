#include "nlp/repair.hpp"
#include "nlp/syllable.hpp"
#include "nlp/syllable_pairs.hpp"

#include <algorithm>

namespace reformdesk::nlp {

namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t longest_word = longest_syllable + 1;
constexpr std::size_t most_corrections = 3;

// Equal but for one letter that is wrong, missing, too many, or swapped with the next.
bool is_one_slip_away(std::string_view typed, std::string_view meant) {
    const auto [in_typed, in_meant] = std::mismatch(typed.begin(), typed.end(), meant.begin(), meant.end());
    const std::string_view a(in_typed, typed.end());
    const std::string_view b(in_meant, meant.end());
    if (a.empty() || b.empty()) return a.size() + b.size() == 1;
    if (a.size() == b.size() + 1) return a.substr(1) == b;
    if (b.size() == a.size() + 1) return b.substr(1) == a;
    if (a.size() != b.size()) return false;
    const bool swapped = a.size() > 1 && a[0] == b[1] && a[1] == b[0] && a.substr(2) == b.substr(2);
    return swapped || a.substr(1) == b.substr(1);
}

void keep_close(std::vector<std::string_view> candidates, std::string_view word,
                std::vector<std::string_view>& found) {
    for (const auto candidate : candidates)
        if (is_one_slip_away(word, candidate) &&
            std::find(found.begin(), found.end(), candidate) == found.end())
            found.push_back(candidate);
}

}  // namespace

std::vector<std::string_view> corrections(std::string_view previous, std::string_view word,
                                          std::string_view next) {
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (word.size() < shortest_word || word.size() > longest_word ||
        !std::all_of(word.begin(), word.end(), is_letter))
        return {};
    std::vector<std::string_view> after_previous;
    std::vector<std::string_view> before_next;
    keep_close(syllable_pairs().after(previous), word, after_previous);
    keep_close(syllable_pairs().before(next), word, before_next);
    std::vector<std::string_view> both;
    for (const auto candidate : after_previous)
        if (std::find(before_next.begin(), before_next.end(), candidate) != before_next.end())
            both.push_back(candidate);
    if (both.empty()) {
        both = std::move(after_previous);
        for (const auto candidate : before_next)
            if (std::find(both.begin(), both.end(), candidate) == both.end()) both.push_back(candidate);
    }
    if (both.size() > most_corrections) both.clear();
    return both;
}

}  // namespace reformdesk::nlp
