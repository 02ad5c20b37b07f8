#include "server/desk/follow_up.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"
#include "server/desk/texts.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace reformdesk::desk {

namespace {

using kb_index::Decision;
using kb_index::DecisionKind;

// A candidate less certain than this is not meant.
constexpr double worth_offering = 0.1;
// By the follow-up's own words more is asked: they say little.
constexpr double worth_offering_alone = 0.2;
constexpr double likely_enough = 0.5;
constexpr std::size_t most_offered = 3;

bool holds(const std::vector<std::string>& ids, const std::string& wanted) {
    return std::find(ids.begin(), ids.end(), wanted) != ids.end();
}

// The words of a question that say what it is about.
std::set<std::string> content_of(const nlp::Question& question) {
    std::set<std::string> content;
    for (std::size_t i = 0; i < question.unaccented.size(); ++i) {
        if (!nlp::is_stop_word(question.syllables[i])) {
            content.insert(question.unaccented[i]);
        }
    }
    return content;
}

// Without the words that only say that it follows up: "thế còn lệ phí thì sao" asks for "lệ phí".
nlp::Question core_of(const nlp::Question& question) {
    constexpr std::string_view before[] = {"con", "the", "vay", "roi", "xong", "thi", "neu", "a"};
    constexpr std::string_view after[] = {"thi", "sao", "vay", "the", "nhi", "ha", "a"};
    auto words = question.syllables;
    while (!words.empty() && std::ranges::count(before, nlp::unaccent(words.front())) > 0) {
        words.erase(words.begin());
    }
    while (!words.empty() && std::ranges::count(after, nlp::unaccent(words.back())) > 0) {
        words.pop_back();
    }
    return nlp::read(nlp::join(words));
}

// Whether an article speaks of what the follow-up asks for.
bool speaks_of(const kb_index::Article& article, const nlp::Question& question) {
    std::set<std::string> words;
    auto phrasings = article.phrasings;
    phrasings.push_back(article.question);
    for (const auto& phrasing : phrasings) {
        const auto read = nlp::read(phrasing);
        const auto named = [&](const std::string& name) { return holds(read.concepts, name); };
        if (!question.concepts.empty() && std::ranges::all_of(question.concepts, named)) {
            return true;
        }
        words.insert(read.unaccented.begin(), read.unaccented.end());
    }
    const auto content = content_of(question);
    const auto named = std::ranges::count_if(content, [&](const auto& word) { return words.contains(word); });
    return !content.empty() && 3 * static_cast<std::size_t>(named) >= 2 * content.size();
}

struct Candidate {
    std::string id;
    double alone = 0;   ///< confidence by the follow-up's own words
    double joined = 0;  ///< confidence together with the topic
    double score = 0;   ///< of both
    bool related = false;
};

// Weighs the follow-up's own reading against that with its topic.
class Weighing {
  public:
    Weighing(const nlp::Question& question, const kb_index::Article& last, const Decision& alone,
             const Decision& joined, const DialogKnowledge& knowledge)
        : last_(last), alone_(alone), joined_(joined) {
        const auto core = core_of(question);
        names_no_topic_ = core.follow_up;
        std::map<std::string, Candidate> found;
        add(alone, &Candidate::alone, found);
        add(joined, &Candidate::joined, found);
        for (auto& [id, candidate] : found) {
            const auto stored = knowledge.article(id);
            if (stored && speaks_of(stored->article, core)) {
                speaking_.push_back(std::move(candidate));
            }
        }
        std::ranges::stable_sort(speaking_, std::greater(), &Candidate::score);
    }

    Decision decide() const {
        if (alone_.kind == DecisionKind::answer && is_own_answer()) {
            const auto* better = better_with_topic();
            return better == nullptr ? alone_ : choice_between({better->id, alone_.ranked.front().id});
        }
        if (holds(alone_.choices, last_.id)) {
            return alone_;
        }
        const auto likely = likely_ones();
        const auto* best = best_with_topic();
        if (best != nullptr && is_certain(*best, likely)) {
            return joined_;
        }
        return ask_back(likely);
    }

  private:
    void add(const Decision& decision, double Candidate::*confidence,
             std::map<std::string, Candidate>& found) {
        for (const auto& ranked : decision.ranked) {
            if (!ranked.in_force || ranked.id == last_.id) {
                continue;
            }
            auto& candidate = found[ranked.id];
            candidate.id = ranked.id;
            candidate.*confidence = ranked.confidence;
            candidate.score += ranked.score;
            candidate.related = is_related(ranked.id);
        }
    }

    bool is_related(const std::string& id) const {
        return holds(last_.follow_ups, id) || holds(last_.related, id);
    }

    static bool is_linked(const Candidate& candidate) {
        return candidate.related || candidate.joined >= worth_offering;
    }

    // Words without a topic of their own mean the topic before them, or nothing.
    bool is_own_answer() const {
        const auto& own = alone_.ranked.front().id;
        const auto found = std::ranges::find(speaking_, own, &Candidate::id);
        return own == last_.id || !names_no_topic_ || (found != speaking_.end() && is_linked(*found));
    }

    const Candidate* best_with_topic() const {
        for (const auto& ranked : joined_.ranked) {
            if (ranked.in_force) {
                const auto found = std::ranges::find(speaking_, ranked.id, &Candidate::id);
                return found == speaking_.end() ? nullptr : &*found;
            }
        }
        return nullptr;
    }

    // "vậy người dân có quyền gì" after an article on personal data.
    const Candidate* better_with_topic() const {
        const auto* best = best_with_topic();
        const auto& own = alone_.ranked.front().id;
        const bool better = best != nullptr && own != last_.id && best->id != own && best->related &&
                            best->joined >= likely_enough;
        return better ? best : nullptr;
    }

    std::vector<Candidate> likely_ones() const {
        std::vector<Candidate> likely;
        for (const auto& candidate : speaking_) {
            if (is_linked(candidate) || (!names_no_topic_ && candidate.alone >= worth_offering_alone)) {
                likely.push_back(candidate);
            }
        }
        return likely;
    }

    // Where words without a topic fit something that an editor says comes next, nothing else is certain.
    bool is_certain(const Candidate& best, const std::vector<Candidate>& likely) const {
        const auto rival = [&](const Candidate& each) { return each.id != best.id && each.related; };
        return joined_.kind == DecisionKind::answer &&
               (!names_no_topic_ || best.related || std::ranges::none_of(likely, rival));
    }

    // Of one article alone, words without a topic say too little.
    bool is_worth_asking(const std::vector<Candidate>& likely) const {
        const auto near = [](const Candidate& each) { return each.related || each.joined >= likely_enough; };
        return !names_no_topic_ || likely.size() >= 2 || std::ranges::any_of(likely, near);
    }

    Decision ask_back(const std::vector<Candidate>& likely) const {
        if (!is_worth_asking(likely)) {
            return hand_over();
        }
        std::vector<std::string> choices;
        const auto offer = [&](const std::string& id) {
            if (choices.size() < most_offered && !holds(choices, id)) {
                choices.push_back(id);
            }
        };
        for (const auto& candidate : likely) {
            offer(candidate.id);
        }
        const auto next = std::ranges::find_if(joined_.ranked, &kb_index::Candidate::in_force);
        if (next != joined_.ranked.end() && is_related(next->id)) {
            offer(next->id);
        }
        for (const auto& candidate : speaking_) {
            if (choices.size() == 1 && holds(alone_.choices, candidate.id)) {
                offer(candidate.id);
            }
        }
        for (const auto& ranked : joined_.ranked) {
            if (choices.size() == 1 && !likely.empty() && ranked.in_force && is_related(ranked.id)) {
                offer(ranked.id);
            }
        }
        if (choices.size() >= 2) {
            return choice_between(std::move(choices));
        }
        if (choices.empty() && !names_no_topic_) {
            return alone_;
        }
        if (likely.size() == 1 && likely.front().related) {
            return choice_between({likely.front().id, last_.id});  // the answer before it may say it too
        }
        return hand_over();
    }

    Decision hand_over() const {
        Decision decision = joined_;
        decision.kind = DecisionKind::escalate;
        decision.choices.clear();
        decision.reason = kb_index::EscalationReason::uncertain;
        return decision;
    }

    Decision choice_between(std::vector<std::string> articles) const {
        Decision decision = joined_;
        decision.kind = DecisionKind::clarify;
        decision.reason = kb_index::EscalationReason::none;
        decision.choices = std::move(articles);
        return decision;
    }

    const kb_index::Article& last_;
    const Decision& alone_;
    const Decision& joined_;
    bool names_no_topic_ = false;      ///< "bao lâu", unlike "viên chức thì sao"
    std::vector<Candidate> speaking_;  ///< of what the follow-up asks for, best first
};

kb_index::AskContext context_of(const kb_index::Article& article) {
    kb_index::AskContext context{article.id, article.follow_ups};
    context.related.insert(context.related.end(), article.related.begin(), article.related.end());
    return context;
}

}  // namespace

std::optional<Topic> topic_of(const DialogState& state, const DialogKnowledge& knowledge, Timestamp now) {
    if (state.last_article.empty()) {
        return std::nullopt;
    }
    const auto since = knowledge.answered_at();
    const auto stored = knowledge.article(state.last_article);
    if (!since || now - *since > topic_lasts || !stored) {
        return std::nullopt;
    }
    return Topic{stored->article.question, stored->article};
}

std::optional<Decision> ask_in_topic(const nlp::Question& question, const std::optional<Topic>& topic,
                                     const DialogKnowledge& knowledge) {
    auto alone = knowledge.ask(question, std::nullopt);
    if (!alone || !question.follow_up || !topic) {
        return alone;
    }
    const auto together = nlp::read(topic->question + ' ' + question.normal);
    if (!topic->article) {
        auto joined = knowledge.ask(together, std::nullopt);
        return alone->kind == DecisionKind::answer || !joined ? alone : joined;
    }
    const auto joined = knowledge.ask(together, context_of(*topic->article));
    return joined ? Weighing(question, *topic->article, *alone, *joined, knowledge).decide() : alone;
}

std::string with_topic(const std::string& words, const std::optional<Topic>& topic) {
    return topic ? words + ' ' + texts::question_before(topic->question) : words;
}

}  // namespace reformdesk::desk
