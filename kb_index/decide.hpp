// The decision over ranked candidates: answer, ask back, or hand over. Pure.
#pragma once

#include "kb_index/decision.hpp"
#include "kb_index/learner.hpp"
#include "kb_index/ranker.hpp"
#include "nlp/question.hpp"

#include <span>
#include <string>

namespace reformdesk::kb_index {

/// A candidate before it is weighed.
struct Evidence {
    std::string id;
    bool in_force = true;
    Signals signals;
};

Decision decide(const Model& model, const nlp::Question& question, std::span<const Evidence> found,
                const AskOptions& options);

/// The signals, shares and thresholds behind decide(), as text for a person.
std::string describe(const Model& model, const nlp::Question& question, std::span<const Evidence> found,
                     const AskOptions& options);

}  // namespace reformdesk::kb_index
