#include "nlp/repair.hpp"
#include "nlp/syllable.hpp"
#include "nlp/syllable_pairs.hpp"
#include "nlp/text.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace reformdesk::nlp {

namespace {

constexpr std::size_t fewest_letters = 4;
constexpr std::size_t most_letters = 80;

// What a way of splitting costs: many syllables, ones that are not met otherwise, and neighbours that are
// not.
constexpr int each_syllable = 10;
constexpr int rare_syllable = 6;
constexpr int strange_neighbours = 8;
constexpr int impossible = std::numeric_limits<int>::max() / 2;

// Finds the cheapest split of a word; letters with and without diacritics go side by side.
class Splitter {
  public:
    Splitter(std::u32string_view letters, std::string_view bare) : letters_(letters), bare_(bare) {
        best_.resize(bare.size() + 1);
    }

    /// The ends of the syllables, or nothing.
    std::vector<std::size_t> split() {
        for (std::size_t end = 1; end <= bare_.size(); ++end)
            for (std::size_t length = 1; length <= std::min(longest_syllable, end); ++length)
                reach(end, length);
        std::size_t length = cheapest_at(bare_.size());
        if (best_.back()[length].cost >= impossible) return {};
        std::vector<std::size_t> ends;
        for (std::size_t end = bare_.size(); end > 0;) {
            ends.push_back(end);
            const std::size_t before = best_[end][length].previous;
            end -= length;
            length = before;
        }
        std::reverse(ends.begin(), ends.end());
        return ends;
    }

  private:
    struct Way {
        int cost = impossible;
        std::size_t previous = 0;  ///< the length of the syllable before
    };

    void reach(std::size_t end, std::size_t length) {
        const std::size_t begin = end - length;
        if (!is_possible(begin, length)) return;
        const std::string_view syllable = bare_.substr(begin, length);
        const int own = each_syllable + (syllable_pairs().knows(syllable) ? 0 : rare_syllable);
        Way& way = best_[end][length];
        if (begin == 0) {
            way = {own, 0};
            return;
        }
        for (std::size_t before = 1; before <= std::min(longest_syllable, begin); ++before) {
            const int so_far = best_[begin][before].cost;
            if (so_far >= impossible) continue;
            const bool adjoin = syllable_pairs().adjoin(bare_.substr(begin - before, before), syllable);
            const int cost = so_far + own + (adjoin ? 0 : strange_neighbours);
            if (cost < way.cost) way = {cost, before};
        }
    }

    bool is_possible(std::size_t begin, std::size_t length) const {
        const auto letters = letters_.substr(begin, length);
        const auto bare = bare_.substr(begin, length);
        if (!is_bare_syllable(bare)) return false;
        return std::equal(letters.begin(), letters.end(), bare.begin(), bare.end()) || is_syllable(letters);
    }

    std::size_t cheapest_at(std::size_t end) const {
        const auto& ways = best_[end];
        const auto cheapest = std::min_element(ways.begin(), ways.end(),
                                               [](const Way& a, const Way& b) { return a.cost < b.cost; });
        return static_cast<std::size_t>(cheapest - ways.begin());
    }

    std::u32string_view letters_;
    std::string_view bare_;
    std::vector<std::array<Way, longest_syllable + 1>> best_;  ///< by end and length of the last syllable
};

// Diacritics tell Vietnamese; without them most neighbours must be known ones: "online" is "on li ne"
// too.
bool is_convincing(const std::vector<std::string>& bare, bool accented) {
    if (bare.size() < 2) return false;
    std::size_t known = 0;
    for (std::size_t i = 1; i < bare.size(); ++i) known += syllable_pairs().adjoin(bare[i - 1], bare[i]);
    const std::size_t pairs = bare.size() - 1;
    const bool all_met = std::all_of(bare.begin(), bare.end(),
                                     [](const auto& syllable) { return syllable_pairs().knows(syllable); });
    return accented ? known > 0 || all_met : all_met && 2 * known >= pairs;
}

}  // namespace

std::vector<std::string> split_glued(std::string_view word) {
    if (word.size() < fewest_letters) return {};
    const std::u32string letters = decode(word);
    const std::string bare = unaccent(word);
    const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
    if (letters.size() > most_letters || bare.size() != letters.size() ||
        !std::all_of(bare.begin(), bare.end(), is_letter))
        return {};
    std::vector<std::string> syllables;
    std::vector<std::string> plain;
    std::size_t begin = 0;
    for (const std::size_t end : Splitter(letters, bare).split()) {
        syllables.push_back(encode(std::u32string_view(letters).substr(begin, end - begin)));
        plain.push_back(bare.substr(begin, end - begin));
        begin = end;
    }
    if (!is_convincing(plain, bare != word)) return {};
    return syllables;
}

}  // namespace reformdesk::nlp
