// The decision over ranked candidates: answer, ask back, or hand over. Pure.
#pragma once

#include "kb_index/asked_day.hpp"
#include "kb_index/decision.hpp"
#include "kb_index/ranker.hpp"

#include <string>
#include <vector>

namespace reformdesk::kb_index {

/// A candidate before it is weighed.
struct Evidence {
    std::string id;
    Timing timing;
    Signals signals;
};

/// What a question found.
struct Found {
    std::vector<Evidence> candidates;
    double unknown = 1;     ///< Coverage::unknown
    bool wordless = false;  ///< nothing left after fillers
    Past past = Past::no;   ///< whether the question is about the past
    bool dated = false;     ///< a day in the past is told
};

Decision decide(const RankerParameters& parameters, const Found& found, const AskOptions& options);

/// The signals, shares and thresholds behind decide(), as text for a person.
std::string describe(const RankerParameters& parameters, const Found& found, const AskOptions& options);

}  // namespace reformdesk::kb_index
