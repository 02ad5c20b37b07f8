// The records of a whole snapshot, turned around: by feature, so that a question is compared with all
// articles at once, at the cost of the features they share.
#pragma once

#include "kb_index/feature_lists.hpp"
#include "kb_index/feature_table.hpp"
#include "kb_index/record.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace reformdesk::kb_index {

/// Immutable, hence thread-safe.
class FeatureIndex {
  public:
    /// What each article gets, by its position among the records.
    struct Scores {
        std::vector<float> lexical;    ///< the weights of the question's terms by their shares
        std::vector<float> nearest;    ///< the highest cosine among the phrasings
        std::vector<float> linear;     ///< logit, without the bias
        std::vector<float> citations;  ///< how many of the cited documents the article names
        double most = 0;               ///< lexical score of an article with all of every term
        double unknown = 0;            ///< what of it falls to terms that stand in no article
        double cited = 0;              ///< how many cited documents some article names
    };

    /// Nothing when there is more than this is worth: then comparing only candidates is cheaper.
    static std::optional<FeatureIndex> over(std::span<const Record> records);

    /// In how many articles a term stands.
    std::size_t articles_with(std::uint32_t term) const { return terms_.of(term).size(); }

    /// `query` has the weights of the question's terms, `features` its weighed features.
    Scores compare(const SparseVector& query, const SparseVector& features) const;

  private:
    void compare_terms(const SparseVector& query, Scores& scores) const;
    void compare_phrasings(const SparseVector& features, Scores& scores) const;

    FeatureLists terms_;
    FeatureTable phrasings_;
    FeatureTable weights_;
    std::vector<std::uint32_t> article_of_;  ///< by phrasing
    std::size_t articles_ = 0;
};

}  // namespace reformdesk::kb_index
