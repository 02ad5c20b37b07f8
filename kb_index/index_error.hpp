// What goes wrong with an index, whoever reads or writes it.
#pragma once

#include <stdexcept>

namespace reformdesk::kb_index {

/// The index is missing, damaged, of another version or being written. Unless someone else is writing, the
/// way out is always to rebuild it from the articles.
struct IndexError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace reformdesk::kb_index
