// Questions as sparse vectors of words, pairs and letter groups, compared by cosine and weighed by a linear
// model.
#pragma once

#include "nlp/question.hpp"

#include <bitset>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace reformdesk::kb_index {

struct Component {
    std::uint32_t feature = 0;
    float value = 0;

    bool operator==(const Component&) const = default;
};

/// Sorted by feature, each once.
using SparseVector = std::vector<Component>;

double dot(const SparseVector& a, const SparseVector& b);

/// A vector that is multiplied with many others: most components that it does not have are passed over at
/// once.
class Probe {
  public:
    explicit Probe(SparseVector vector);
    double dot(const SparseVector& other) const;

  private:
    static constexpr std::size_t bits = 8192;
    static std::size_t bit_of(std::uint32_t feature) { return (feature >> 1) % bits; }

    SparseVector vector_;
    std::bitset<bits> seen_;
};

/// Feature counts of a question, before weighing. Features of words and of letter groups are told apart by
/// the lowest bit.
SparseVector count_features(const nlp::Question& question);

/// In how many phrasings each feature stands.
class Vocabulary {
  public:
    void add(const SparseVector& counts);
    /// Rare features weigh more; the parts of words and of letter groups have fixed lengths, so that long and
    /// short questions compare.
    SparseVector weigh(const SparseVector& counts) const;
    /// The share of the question's words, by weight, that stand in no phrasing but those of `without`.
    double unknown_share(const SparseVector& counts, std::span<const SparseVector> without = {}) const;
    /// How many features are known.
    std::size_t size() const { return phrasings_with_.size(); }

    std::string pack() const;
    /// Throws std::invalid_argument.
    static Vocabulary unpack(std::string_view packed);

  private:
    double idf(std::uint32_t feature) const;

    std::unordered_map<std::uint32_t, std::uint32_t> phrasings_with_;
    std::uint32_t phrasings_ = 0;
};

}  // namespace reformdesk::kb_index
