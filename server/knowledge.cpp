#include "server/knowledge.hpp"

#include "kb_index/writer.hpp"

#include <thread>
#include <utility>

namespace reformdesk {

Knowledge::Knowledge(std::filesystem::path index, std::function<void(const std::string&)> trouble)
    : index_(std::move(index)), trouble_(std::move(trouble)) {}

kb_index::Searcher Knowledge::borrow() {
    {
        const std::lock_guard lock(mutex_);
        if (!idle_.empty()) {
            auto searcher = std::move(idle_.back());
            idle_.pop_back();
            return searcher;
        }
    }
    return kb_index::Searcher(index_);
}

void Knowledge::give_back(kb_index::Searcher searcher) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(searcher));
}

kb_index::Decision Knowledge::ask(const nlp::Question& question, const kb_index::AskOptions& options) {
    try {
        auto searcher = borrow();
        auto decision = searcher.ask(question, options);
        give_back(std::move(searcher));
        return decision;
    } catch (const kb_index::IndexError& error) {
        trouble_(error.what());
    }
    try {
        kb_index::Searcher fresh(index_);
        auto decision = fresh.ask(question, options);
        give_back(std::move(fresh));
        return decision;
    } catch (const kb_index::IndexError& error) {
        throw desk::SearchError(error.what());
    }
}

bool Knowledge::is_current(const std::string& articles_revision) {
    try {
        auto searcher = borrow();
        const bool current = searcher.revision() == articles_revision;
        give_back(std::move(searcher));
        return current;
    } catch (const kb_index::IndexError&) {
        return false;
    }
}

bool Knowledge::bring_up_to_date(desk::ArticleStore& articles) {
    const auto revision = articles.articles_revision();
    if (is_current(revision)) {
        return false;
    }
    std::vector<kb_index::Article> all;
    for (auto& stored : articles.articles()) {
        all.push_back(std::move(stored.article));
        all.back().validity = stored.standing.validity;
    }
    kb_index::rebuild(index_, all, revision);
    return true;
}

bool Knowledge::catch_up(desk::ArticleStore& articles, std::chrono::milliseconds patience) {
    constexpr std::chrono::milliseconds pause{100};
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        try {
            return bring_up_to_date(articles);
        } catch (const kb_index::IndexError&) {
            if (std::chrono::steady_clock::now() >= deadline) {
                throw;
            }
        }
        std::this_thread::sleep_for(pause);
    }
}

void Knowledge::follow(const desk::Superseded& superseded, desk::ArticleStore& articles,
                       std::chrono::milliseconds patience) {
    if (is_current(superseded.revision_before)) {
        try {
            kb_index::Writer writer(index_);
            for (const auto& stored : superseded.articles) {
                writer.set_validity(stored.article.id, stored.standing.validity);
            }
            writer.commit(superseded.revision);
            return;
        } catch (const kb_index::IndexError& error) {
            trouble_(error.what());  // somebody else is writing it: then by the long way
        }
    }
    catch_up(articles, patience);
}

}  // namespace reformdesk
