// Plays questions that an index has not seen: each phrasing of its own articles in turn as if it were not
// there, and everyday questions that no article covers.
#pragma once

#include "kb_index/learner.hpp"

#include <span>
#include <vector>

namespace reformdesk::kb_index {

/// A question played, with what the search would have found for it. The values without its article are those
/// of phrasings; a question from outside has none.
struct Trial {
    std::vector<Signals> candidates;
    std::size_t right = 0;       ///< index of its article among the candidates; their number: none is right
    double unknown = 0;          ///< Coverage::unknown without this phrasing
    double unknown_outside = 0;  ///< the same without its whole article
    double lexical_outside = 1;  ///< by what lexical signals shrink when its whole article is gone
};

/// What was played.
struct Trials {
    std::vector<Trial> held_out;  ///< phrasings
    std::vector<Trial> outside;   ///< everyday questions
};

/// Trials of the phrasings of articles that have several, evenly chosen where there are very many. `articles`
/// have their terms and the vectors of their phrasings in their records.
Trials play_held_out(std::span<const Prepared> articles, std::span<const Article* const> sources,
                     const Model& model);

}  // namespace reformdesk::kb_index
