#include "kb_index/decide.hpp"

#include <algorithm>
#include <array>
#include <sstream>

namespace reformdesk::kb_index {

namespace {

// An article out of force gives way to one in force unless the question is about the past or names its
// document.
constexpr double out_of_force_penalty = 6;
constexpr double ended_document_penalty = 1;
// What held at the time asked about goes before what took its place.
constexpr double held_bonus = 1.5;
// Where no day is told, what is still in force gets no penalty for it.
constexpr double undated_bonus = 3;
constexpr double perhaps_held_bonus = 1;
constexpr double not_yet_penalty = 2;
// The question cites documents, and the article names all of them.
constexpr double names_all_cited = 0.99;
// An editor said that who read the one article may ask for the other.
constexpr double related_bonus = 3;
// The choices must hold the right one with at least this probability, and each must be worth its place.
constexpr double worth_asking = 0.35;
constexpr double worth_offering = 0.1;
constexpr std::size_t most_choices = 4;
// Asked in the very words of one article's phrasing and of no other's, there is hardly a doubt left.
constexpr double verbatim = 0.995;
constexpr double verbatim_confidence = 0.98;
// Under this the question is about something else.
constexpr double looks_covered = 0.3;

struct Weighed {
    const Evidence* evidence = nullptr;
    double score = 0;
    double share = 0;
    bool allowed = true;  ///< to be given or offered, by the time asked about
};

struct Ranking {
    std::vector<Weighed> candidates;
    Coverage coverage;
    double covered = 0;
};

// Which articles may answer by the time that the question is about.
class TimeRule {
  public:
    TimeRule(const Found& found, const AskOptions& options)
        : past_(found.past), dated_(found.dated), cites_itself_(!options.context.has_value()) {}

    double score(const Evidence& evidence) const {
        const auto [in_force, held] = evidence.timing;
        if (past_ == Past::no) {
            if (in_force) return 0;
            return by_number(evidence) ? -ended_document_penalty : -out_of_force_penalty;
        }
        if (in_force) return past_ == Past::surely && !held ? -not_yet_penalty : 0;
        if (!held) return -out_of_force_penalty;
        if (past_ == Past::perhaps) return perhaps_held_bonus;
        return dated_ ? held_bonus : undated_bonus;
    }

    // What is out of force may be given, marked as such, to who asks about the past or by an ended document's
    // number.
    bool allows(const Evidence& evidence) const {
        const auto [in_force, held] = evidence.timing;
        if (past_ == Past::no) return in_force || by_number(evidence);
        return held || (in_force && past_ == Past::perhaps);
    }

  private:
    // A follow-up is asked together with the words of an article: what those cite the asker does not cite.
    bool by_number(const Evidence& evidence) const {
        return cites_itself_ && evidence.signals.citation >= names_all_cited;
    }

    Past past_;
    bool dated_;
    bool cites_itself_;
};

Ranking rank(const RankerParameters& parameters, const Found& found, const AskOptions& options) {
    Ranking ranking;
    const auto& context = options.context;
    const TimeRule time(found, options);
    for (const auto& evidence : found.candidates) {
        if (context && context->article == evidence.id) continue;
        double value = score(parameters, evidence.signals) + time.score(evidence);
        if (context && std::ranges::count(context->related, evidence.id) > 0) value += related_bonus;
        ranking.candidates.push_back({&evidence, value, 0, time.allows(evidence)});
    }
    std::sort(ranking.candidates.begin(), ranking.candidates.end(), [](const Weighed& a, const Weighed& b) {
        return a.score != b.score ? a.score > b.score : a.evidence->id < b.evidence->id;
    });
    if (ranking.candidates.empty()) return ranking;
    std::vector<double> scores;
    for (const auto& candidate : ranking.candidates) scores.push_back(candidate.score);
    const auto probabilities = shares(scores);
    for (std::size_t i = 0; i < probabilities.size(); ++i) ranking.candidates[i].share = probabilities[i];

    ranking.coverage.best = ranking.candidates.front().evidence->signals;
    ranking.coverage.certainty = probabilities.front();
    ranking.coverage.unknown = found.unknown;
    ranking.covered = covered(parameters, ranking.coverage);
    return ranking;
}

bool is_verbatim(const Ranking& ranking) {
    const auto same_words = [](const Weighed& candidate) {
        return candidate.evidence->signals.nearest >= verbatim;
    };
    return same_words(ranking.candidates.front()) &&
           std::count_if(ranking.candidates.begin(), ranking.candidates.end(), same_words) == 1;
}

std::vector<std::string> choices_of(const Ranking& ranking) {
    std::vector<std::string> choices;
    double held = 0;
    for (const auto& candidate : ranking.candidates) {
        if (choices.size() == most_choices) break;
        if (!candidate.allowed) continue;
        if (choices.size() >= 2 && candidate.share < worth_offering * ranking.candidates.front().share) break;
        choices.push_back(candidate.evidence->id);
        held += candidate.share;
    }
    if (choices.size() < 2 || held * ranking.covered < worth_asking) choices.clear();
    return choices;
}

}  // namespace

Decision decide(const RankerParameters& parameters, const Found& found, const AskOptions& options) {
    const Ranking ranking = rank(parameters, found, options);
    Decision decision;
    for (const auto& candidate : ranking.candidates) {
        if (decision.ranked.size() == options.limit) break;
        const Evidence& evidence = *candidate.evidence;
        decision.ranked.push_back({evidence.id, candidate.score,
                                   confidence(parameters, ranking.covered, candidate.share),
                                   evidence.timing.in_force, evidence.signals.nearest});
    }
    if (decision.ranked.empty()) {
        const bool empty = found.wordless;
        decision.reason = empty ? EscalationReason::empty_question : EscalationReason::nothing_found;
        return decision;
    }
    Candidate& best = decision.ranked.front();
    if (is_verbatim(ranking)) best.confidence = std::max(best.confidence, verbatim_confidence);
    decision.confidence = best.confidence;
    if (ranking.candidates.front().allowed && best.confidence >= options.precision) {
        decision.kind = DecisionKind::answer;
        return decision;
    }
    decision.choices = choices_of(ranking);
    if (!decision.choices.empty()) {
        decision.kind = DecisionKind::clarify;
        return decision;
    }
    if (found.wordless)
        decision.reason = EscalationReason::empty_question;
    else if (ranking.covered < looks_covered)
        decision.reason = EscalationReason::outside_knowledge;
    else
        decision.reason = EscalationReason::uncertain;
    return decision;
}

std::string describe(const RankerParameters& parameters, const Found& found, const AskOptions& options) {
    const Ranking ranking = rank(parameters, found, options);
    std::ostringstream text;
    const auto list = [&](const char* name, const auto& numbers) {
        text << name;
        for (const double number : numbers) text << ' ' << number;
        text << '\n';
    };
    const auto part = [&](const char* name, double signal, std::size_t weight) {
        std::ostringstream shown;
        shown << "  " << name << ' ' << signal << " (adds " << parameters.weights[weight] * signal << ')';
        return shown.str();
    };
    list("weights (lexical, nearest, linear, citation):", parameters.weights);
    list("coverage (1, lexical, nearest, unknown, certainty):", parameters.coverage);
    list("calibration:", parameters.calibration);
    text << "covered " << ranking.covered << "  unknown " << ranking.coverage.unknown << "  answered from "
         << options.precision << '\n';
    for (std::size_t i = 0; i < std::min(ranking.candidates.size(), options.limit); ++i) {
        const auto& candidate = ranking.candidates[i];
        const auto& signals = candidate.evidence->signals;
        text << i + 1 << ". " << candidate.evidence->id << "  score " << candidate.score << "  share "
             << candidate.share << "  confidence " << confidence(parameters, ranking.covered, candidate.share)
             << part("lexical", signals.lexical, 0) << part("nearest", signals.nearest, 1)
             << part("linear", signals.linear, 2) << part("citation", signals.citation, 3)
             << (candidate.evidence->timing.in_force ? "" : "  not in force")
             << (candidate.evidence->timing.held ? "  held then" : "") << '\n';
    }
    return text.str();
}

}  // namespace reformdesk::kb_index
