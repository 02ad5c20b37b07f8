// What the engine makes of a question: a certain answer, a choice to offer, or a hand-over to a person.
#pragma once

#include "kb_index/article.hpp"

#include <optional>
#include <string>
#include <vector>

namespace reformdesk::kb_index {

/// An article that may answer, best first in a ranking.
struct Candidate {
    std::string id;
    double score = 0;       ///< the ranker's own unit; comparable only within one ranking
    double confidence = 0;  ///< calibrated probability that this article answers the question
    bool in_force = true;   ///< valid on the day asked about
    double similarity = 0;  ///< with the nearest of its phrasings, 0 to 1; 1 for the same words
};

enum class DecisionKind { answer, clarify, escalate };

/// Why a question is not answered.
enum class EscalationReason {
    none,
    empty_question,     ///< nothing left after fillers
    nothing_found,      ///< no candidate at all
    outside_knowledge,  ///< candidates, but the question does not look covered
    uncertain,          ///< looks covered, but no article is certain enough
};

struct Decision {
    DecisionKind kind = DecisionKind::escalate;
    double confidence = 0;             ///< of ranked.front(); 0 when nothing was found
    std::vector<Candidate> ranked;     ///< always filled, whatever the decision
    std::vector<std::string> choices;  ///< two to four article ids when kind is clarify
    EscalationReason reason = EscalationReason::none;
};

/// What a follow-up question follows. It is asked together with the words of the article given last, which
/// would always find that article again.
struct AskContext {
    std::string article;                    ///< the one given last: no candidate
    std::vector<std::string> related = {};  ///< likelier than others
};

/// What the asker's surroundings say about the question.
struct AskOptions {
    Date as_of;                  ///< the day on which the answer must hold
    std::string territory = {};  ///< articles of other provinces are left out; empty: no filter
    double precision = 0.95;     ///< wanted among answered questions
    std::optional<AskContext> context = {};
    std::size_t limit = 10;  ///< length of Decision::ranked
};

}  // namespace reformdesk::kb_index
