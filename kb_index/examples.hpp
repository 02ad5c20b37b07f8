// What the linear model learns from: the phrasings of each article and how its answer begins.
#pragma once

#include "kb_index/learner.hpp"
#include "kb_index/linear_model.hpp"

#include <span>
#include <vector>

namespace reformdesk::kb_index {

/// Refers to the vectors of the articles; these must outlive it.
class Examples {
  public:
    Examples(std::span<const Prepared> articles, const Vocabulary& vocabulary);

    std::vector<LabelledVector> all() const;
    /// Without the phrasings held out in a fold; an article's only phrasing is never held out.
    std::vector<LabelledVector> without(std::size_t fold, std::size_t folds) const;

    static std::size_t fold_of(std::size_t article, std::size_t phrasing, std::size_t folds) {
        return (article + phrasing) % folds;
    }

  private:
    std::vector<LabelledVector> select(std::size_t fold, std::size_t folds) const;

    std::span<const Prepared> articles_;
    std::vector<SparseVector> answers_;
};

}  // namespace reformdesk::kb_index
