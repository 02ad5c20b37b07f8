// Sparse vectors of hashed features: what questions, phrasings and articles are compared as.
#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

struct Component {
    std::uint32_t feature = 0;
    float value = 0;

    bool operator==(const Component&) const = default;
};

/// Sorted by feature, each once.
using SparseVector = std::vector<Component>;

/// FNV-1a of a kind and a text. The lowest bit is the mark, free for the caller's use.
class FeatureHash {
  public:
    explicit FeatureHash(char kind) { mix(kind); }
    FeatureHash& add(std::string_view text) {
        for (const char c : text) mix(c);
        return *this;
    }
    std::uint32_t feature(bool marked) const { return (hash_ & ~1U) | (marked ? 1U : 0U); }

  private:
    void mix(char c) {
        hash_ ^= static_cast<unsigned char>(c);
        hash_ *= 16777619U;
    }

    std::uint32_t hash_ = 2166136261U;
};

inline std::uint32_t feature_of(char kind, std::string_view text, bool marked) {
    return FeatureHash(kind).add(text).feature(marked);
}
inline bool is_marked(std::uint32_t feature) {
    return (feature & 1U) != 0;
}

/// Puts the components in order; those of one feature become their sum.
void sort_and_add_up(SparseVector& components);

/// The value of a feature, 0 when the vector has none.
float value_of(const SparseVector& vector, std::uint32_t feature);

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

}  // namespace reformdesk::kb_index
