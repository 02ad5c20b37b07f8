// Which syllables stand side by side in administrative Vietnamese. Internal to nlp.
#pragma once

#include "nlp/vocabulary.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace reformdesk::nlp {

/// All syllables are without diacritics.
class SyllablePairs {
  public:
    /// Reads a table of the form of nlp/data/syllable_pairs.tsv.
    explicit SyllablePairs(std::string_view table);

    bool knows(std::string_view syllable) const { return words_.find(syllable) != unknown_word; }
    bool adjoin(std::string_view first, std::string_view second) const;
    std::vector<std::string_view> after(std::string_view first) const;
    std::vector<std::string_view> before(std::string_view second) const;

  private:
    using Pair = std::pair<WordId, WordId>;

    std::vector<std::string_view> partners(const std::vector<Pair>& pairs, std::string_view of) const;

    Vocabulary words_;
    std::vector<std::string_view> syllables_;  ///< by number
    std::vector<Pair> forward_;                ///< sorted
    std::vector<Pair> backward_;               ///< the same the other way round, sorted
};

/// The compiled-in table, read when first needed.
const SyllablePairs& syllable_pairs();

}  // namespace reformdesk::nlp
