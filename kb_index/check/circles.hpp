// Circles in what points to each other.
#pragma once

#include <cstddef>
#include <vector>

namespace reformdesk::kb_index {

/// By node, the nodes that it points to.
using Graph = std::vector<std::vector<std::size_t>>;

/// The groups of nodes that can all be reached from each other: two or more, or one that points to itself.
/// Linear; each group in ascending order.
std::vector<std::vector<std::size_t>> circles(const Graph& graph);

}  // namespace reformdesk::kb_index
