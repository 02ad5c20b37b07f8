// The phrasings and linear weights of a whole snapshot, turned around: by feature, so that a question is
// compared with all articles at once, at the cost of the features they share.
#pragma once

#include "kb_index/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

namespace reformdesk::kb_index {

/// Immutable, hence thread-safe.
class FeatureIndex {
  public:
    /// What one article gets, by its position among the records.
    struct Scores {
        std::vector<float> nearest;  ///< the highest cosine among the phrasings
        std::vector<float> linear;   ///< logit, without the bias
    };

    /// Nothing when there is more than this is worth: then comparing only the candidates is cheaper.
    static std::optional<FeatureIndex> over(std::span<const Record> records);

    Scores compare(const SparseVector& question) const;

  private:
    struct Entry {
        std::uint32_t owner = 0;  ///< number of the phrasing, or of the article
        float value = 0;
    };
    struct Range {
        std::uint32_t phrasings = 0;  ///< where the entries of the feature begin
        std::uint32_t phrasings_end = 0;
        std::uint32_t weights = 0;
        std::uint32_t weights_end = 0;
    };

    std::unordered_map<std::uint32_t, Range> ranges_;
    std::vector<Entry> phrasings_;
    std::vector<Entry> weights_;
    std::vector<std::uint32_t> article_of_;  ///< by phrasing
    std::size_t articles_ = 0;
};

}  // namespace reformdesk::kb_index
