// The BM25 formula of Xapian's BM25Weight with our parameters: the search and what is learnt must agree on
// it.
#pragma once

#include <algorithm>
#include <cmath>

namespace reformdesk::kb_index::bm25 {

inline constexpr double k1 = 1.2;
inline constexpr double b = 0.75;
inline constexpr double shortest_length = 0.3;  ///< of the average; shorter documents gain no more

/// The weight of a term that `with` of `all` documents have, and the most that one document can get for it.
inline double term_weight(double with, double all) {
    double odds = (all - with + 0.5) / (with + 0.5);
    if (odds < 2) odds = odds * 0.5 + 1;
    return std::log(odds) * (k1 + 1);
}

/// The share of a term's weight that a document gets for `count` occurrences.
inline double share(double count, double length, double average_length) {
    const double relative = std::max(length / average_length, shortest_length);
    return count / (k1 * (relative * b + (1 - b)) + count);
}

}  // namespace reformdesk::kb_index::bm25
