// The port through which the desk asks the knowledge base.
#pragma once

#include "kb_index/decision.hpp"
#include "nlp/question.hpp"

#include <stdexcept>

namespace reformdesk::desk {

/// The index cannot be asked now; the desk then hands over to a person.
struct SearchError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Thread-safe; computes on the calling thread.
class Search {
  public:
    virtual ~Search() = default;
    virtual kb_index::Decision ask(const nlp::Question& question, const kb_index::AskOptions& options) = 0;
};

}  // namespace reformdesk::desk
