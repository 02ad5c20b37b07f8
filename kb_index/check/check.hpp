// All checks of a knowledge base.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/dictionary.hpp"
#include "kb_index/check/finding.hpp"
#include "kb_index/searcher.hpp"

#include <cstddef>

namespace reformdesk::kb_index {

/// What the checks need beside the knowledge base.
struct CheckTools {
    Searcher& searcher;            ///< over an index of the same articles
    const Dictionary* dictionary;  ///< null: spelling is not checked
    /// How many phrasings the index is asked; bounds the time for a large base.
    std::size_t most_asked = 25'000;
};

struct CheckResult {
    Findings findings;  ///< in the order of their kinds
    std::size_t phrasings = 0;
    std::size_t asked = 0;
};

/// Time and memory grow with the knowledge base, not with its square. Throws IndexError.
CheckResult check(const CheckedBase& base, const CheckDays& days, const CheckTools& tools);

}  // namespace reformdesk::kb_index
