// What the index keeps of an article beside its terms: all that ranking needs.
#pragma once

#include "kb_index/phrase_vector.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace reformdesk::kb_index {

struct Record {
    std::string id;
    SparseVector terms;                   ///< their shares, see lexical.hpp
    std::vector<SparseVector> phrasings;  ///< the question first
    SparseVector weights;                 ///< of the linear model
    float bias = 0;
    bool learnt = false;  ///< false for an article that came after the last rebuild: it has no weights yet

    /// A record of what is compared with alone; it leaves this one.
    Record take_vectors() {
        return {.id = {},
                .terms = std::exchange(terms, {}),
                .phrasings = std::exchange(phrasings, {}),
                .weights = std::exchange(weights, {})};
    }
};

std::string pack(const Record& record);
/// Throws std::invalid_argument.
Record unpack_record(std::string_view packed);

}  // namespace reformdesk::kb_index
