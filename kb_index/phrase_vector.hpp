// Questions as sparse vectors of words and letter groups, compared by cosine and weighed by a linear model.
#pragma once

#include "kb_index/sparse_vector.hpp"
#include "nlp/question.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace reformdesk::kb_index {

/// Feature counts of a question, before weighing; the features of letter groups are the marked ones.
SparseVector count_features(const nlp::Question& question);

/// In how many phrasings each feature stands.
class Vocabulary {
  public:
    void add(const SparseVector& counts);
    /// Rare features weigh more; the parts of words and of letter groups have fixed lengths, so that long and
    /// short questions compare.
    SparseVector weigh(const SparseVector& counts) const;
    /// In how many phrasings a feature stands.
    std::uint32_t with(std::uint32_t feature) const;
    /// How many features are known.
    std::size_t size() const { return phrasings_with_.size(); }

    std::string pack() const;
    /// Throws std::invalid_argument.
    static Vocabulary unpack(std::string_view packed);

  private:
    boost::unordered_flat_map<std::uint32_t, std::uint32_t> phrasings_with_;
    std::uint32_t phrasings_ = 0;
};

}  // namespace reformdesk::kb_index
