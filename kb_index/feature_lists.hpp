// Values by feature: which owners have it, and how much.
#pragma once

#include "kb_index/sparse_vector.hpp"

#include <cstdint>
#include <span>
#include <vector>

#include <boost/unordered/unordered_flat_map.hpp>

namespace reformdesk::kb_index {

/// Sparse vectors turned around. Filled in two passes, so that it is one block of memory: count all vectors,
/// allot, add all vectors in the order wanted within a list.
class FeatureLists {
  public:
    struct Entry {
        std::uint32_t owner = 0;
        float value = 0;
    };

    void count(const SparseVector& vector);
    void allot();
    void add(const SparseVector& vector, std::uint32_t owner);

    /// The entries of a feature, in the order in which they were added.
    std::span<const Entry> of(std::uint32_t feature) const;

  private:
    struct Range {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };

    boost::unordered_flat_map<std::uint32_t, Range> ranges_;
    std::vector<Entry> entries_;
};

}  // namespace reformdesk::kb_index
