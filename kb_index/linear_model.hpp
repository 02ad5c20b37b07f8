// Softmax regression over sparse vectors: which words and letter groups speak for which article, and against
// it.
#pragma once

#include "kb_index/sparse_vector.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace reformdesk::kb_index {

struct LabelledVector {
    const SparseVector* vector = nullptr;
    std::uint32_t label = 0;
};

class LinearModel {
  public:
    /// More weights than this are not learnt: such an index is ranked without this signal.
    static constexpr std::size_t most_weights = 48'000'000;

    /// Whether so many features and classes can be learnt at all.
    static bool feasible(std::size_t features, std::size_t classes) {
        return features * classes <= most_weights;
    }

    /// Deterministic: the same examples in the same order give the same model.
    LinearModel(std::span<const LabelledVector> examples, std::size_t classes);

    std::vector<float> logits(const SparseVector& vector) const;
    /// The weights of one class that matter, sorted by feature.
    SparseVector weights_of(std::size_t label) const;
    float bias_of(std::size_t label) const { return biases_[label]; }

  private:
    void train_on(const LabelledVector& example, float rate);

    std::size_t classes_;
    std::size_t width_;  ///< of a row
    boost::unordered_flat_map<std::uint32_t, std::size_t> rows_;
    std::vector<float> weights_;  ///< a row of all classes for each feature
    std::vector<float> biases_;
};

}  // namespace reformdesk::kb_index
