#pragma once

#include <string>

namespace reformdesk::nlp {

/// A term to look up, with its weight in the question.
struct WeightedTerm {
    std::string term;
    double weight = 1.0;

    bool operator==(const WeightedTerm&) const = default;
};

}  // namespace reformdesk::nlp
