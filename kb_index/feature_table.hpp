// Sparse vectors turned around for products: by feature, the rare ones as lists and the common ones as rows.
#pragma once

#include "kb_index/sparse_vector.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace reformdesk::kb_index {

/// The products of one vector with many. Once built it is immutable, hence thread-safe.
class FeatureTable {
  public:
    FeatureTable() = default;
    explicit FeatureTable(std::span<const SparseVector* const> vectors);

    /// The product of `vector` with each of the vectors, in their order.
    std::vector<float> products(const SparseVector& vector) const;

  private:
    struct Entry {
        std::uint32_t owner = 0;
        float value = 0;
    };
    struct Place {
        std::uint32_t begin = 0;  ///< in entries_; of a row its number
        std::uint32_t end = 0;    ///< of a row `row_mark`
    };
    static constexpr std::uint32_t row_mark = UINT32_MAX;

    void allot(std::size_t rows_from);
    void add(const SparseVector& vector, std::uint32_t owner);

    boost::unordered_flat_map<std::uint32_t, Place> places_;
    std::vector<Entry> entries_;
    std::vector<float> rows_;
    std::size_t vectors_ = 0;
    std::size_t width_ = 0;  ///< of a row
};

}  // namespace reformdesk::kb_index
