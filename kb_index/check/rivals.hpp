// Articles that get in each other's way, found by asking the index each phrasing.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/finding.hpp"
#include "kb_index/searcher.hpp"

#include <cstddef>

namespace reformdesk::kb_index {

struct Rivals {
    Findings findings;
    std::size_t phrasings = 0;  ///< of all articles, their questions included
    std::size_t asked = 0;      ///< those the index was asked; the others were compared by their words only
};

/// Pairs of articles that are asked the same, hold on the same day in the same place and answer differently
/// (or alike); phrasings that find another article; phrasings that stand twice in an article. Each phrasing
/// is asked for a day on which its article holds: today where it does. At most `most_asked` are asked, evenly
/// chosen, the questions first.
Rivals find_rivals(const CheckedBase& base, Searcher& searcher, Date today, std::size_t most_asked);

}  // namespace reformdesk::kb_index
