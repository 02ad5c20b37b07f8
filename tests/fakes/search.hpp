// A knowledge base that says what the test tells it to.
#pragma once

#include "server/desk/search.hpp"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace reformdesk::fakes {

inline kb_index::Decision answer(std::string article, double confidence = 0.97) {
    kb_index::Decision decision;
    decision.kind = kb_index::DecisionKind::answer;
    decision.confidence = confidence;
    decision.ranked = {{std::move(article), 10.0, confidence, true}};
    return decision;
}

inline kb_index::Decision clarify(std::vector<std::string> articles) {
    kb_index::Decision decision;
    decision.kind = kb_index::DecisionKind::clarify;
    decision.confidence = 0.5;
    for (const auto& article : articles) {
        decision.ranked.push_back({article, 5.0, 0.5, true});
    }
    decision.choices = std::move(articles);
    return decision;
}

inline kb_index::Decision escalate(kb_index::EscalationReason reason) {
    kb_index::Decision decision;
    decision.reason = reason;
    return decision;
}

/// Thread-safe. Knows questions by their normal form; what it does not know is not found.
class Search : public desk::Search {
  public:
    void say(const std::string& text, kb_index::Decision decision) {
        const std::scoped_lock lock(mutex_);
        decisions_[nlp::read(text).normal] = std::move(decision);
    }
    /// From now on the index can't be asked.
    void break_down(bool broken = true) {
        const std::scoped_lock lock(mutex_);
        broken_ = broken;
    }
    std::vector<kb_index::AskOptions> asked() const {
        const std::scoped_lock lock(mutex_);
        return asked_;
    }

    kb_index::Decision ask(const nlp::Question& question, const kb_index::AskOptions& options) override {
        const std::scoped_lock lock(mutex_);
        asked_.push_back(options);
        if (broken_) {
            throw desk::SearchError("the index is broken");
        }
        const auto found = decisions_.find(question.normal);
        return found == decisions_.end() ? escalate(kb_index::EscalationReason::nothing_found)
                                         : found->second;
    }

  private:
    mutable std::mutex mutex_;
    std::map<std::string, kb_index::Decision> decisions_;
    std::vector<kb_index::AskOptions> asked_;
    bool broken_ = false;
};

}  // namespace reformdesk::fakes
