// The records of a whole snapshot, turned around: by feature, so that a question is compared with all
// articles at once, at the cost of the features they share.
#pragma once

#include "kb_index/feature_lists.hpp"
#include "kb_index/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace reformdesk::kb_index {

/// Immutable, hence thread-safe.
class FeatureIndex {
  public:
    /// What one article gets, by its position among the records.
    struct Scores {
        std::vector<float> lexical;    ///< the weights of the question's terms by their shares
        std::vector<float> nearest;    ///< the highest cosine among the phrasings
        std::vector<float> linear;     ///< logit, without the bias
        std::vector<float> citations;  ///< how many of the cited documents the article names
    };

    /// Nothing when there is more than this is worth: then comparing only the candidates is cheaper.
    static std::optional<FeatureIndex> over(std::span<const Record> records);

    /// In how many articles a term stands.
    std::size_t articles_with(std::uint32_t term) const { return terms_.of(term).size(); }

    /// `query` has the weights of the question's terms, `features` its weighed features.
    Scores compare(const SparseVector& query, const SparseVector& features) const;

  private:
    FeatureLists terms_;
    FeatureLists phrasings_;
    FeatureLists weights_;
    std::vector<std::uint32_t> article_of_;  ///< by phrasing
    std::size_t articles_ = 0;
};

}  // namespace reformdesk::kb_index
