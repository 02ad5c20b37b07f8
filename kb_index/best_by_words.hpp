// Which articles of all are weighed against each other: those with most of the words of a question.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace reformdesk::kb_index {

/// As many as the ranker is meant to choose among, in every search alike.
inline constexpr std::size_t most_candidates = 48;

/// The order of articles by their lexical scores, best first; of equals the first article.
template <typename Number>
auto better_by_words(const std::vector<Number>& lexical) {
    return [&lexical](std::uint32_t a, std::uint32_t b) {
        return lexical[a] != lexical[b] ? lexical[a] > lexical[b] : a < b;
    };
}

/// Keeps the articles with the best lexical scores, in no order. `lexical` is by article; of equals the first
/// are kept.
template <typename Number>
void keep_best_by_words(std::vector<std::uint32_t>& articles, const std::vector<Number>& lexical) {
    if (articles.size() <= most_candidates) return;
    std::nth_element(articles.begin(), articles.begin() + most_candidates, articles.end(),
                     better_by_words(lexical));
    articles.resize(most_candidates);
}

}  // namespace reformdesk::kb_index
