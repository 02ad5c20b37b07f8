// Approved articles, the documents they rest on and the reviews they wait for, in memory.
#pragma once

#include "server/desk/store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace reformdesk::fakes {

inline kb_index::Article article(std::string id, std::string question, std::string answer) {
    kb_index::Article made;
    made.id = std::move(id);
    made.question = std::move(question);
    made.answer = std::move(answer);
    return made;
}

/// Thread-safe.
class Articles : public desk::ArticleStore, public desk::DocumentStore, public desk::ReviewStore {
  public:
    /// From now on nothing can be read or written.
    void break_down(bool broken = true) {
        const std::scoped_lock lock(mutex_);
        broken_ = broken;
    }

    std::optional<desk::StoredArticle> article(const std::string& id) override {
        return locked([&]() -> std::optional<desk::StoredArticle> {
            const auto found = kept_.find(id);
            return found == kept_.end() ? std::nullopt : std::optional(standing(found->second.back()));
        });
    }

    std::vector<desk::StoredArticle> articles() override {
        return locked([&] {
            std::vector<desk::StoredArticle> all;
            for (const auto& [id, versions] : kept_) {
                all.push_back(standing(versions.back()));
            }
            return all;
        });
    }

    std::size_t import_articles(std::span<const kb_index::Article> articles, const std::string&,
                                desk::Timestamp now) override {
        return locked([&] {
            std::size_t changed = 0;
            for (const auto& article : articles) {
                auto& versions = kept_[article.id];
                if (versions.empty() || versions.back().article != article) {
                    const auto version = static_cast<std::int64_t>(versions.size()) + 1;
                    versions.push_back({article, version, now});
                    ++changed;
                }
            }
            revision_ += changed == 0 ? 0 : 1;
            return changed;
        });
    }

    std::string articles_revision() override {
        return locked([&] { return revision(); });
    }

    std::vector<desk::StoredArticle> versions(const std::string& id) override {
        return locked([&] {
            std::vector<desk::StoredArticle> all;
            const auto found = kept_.find(id);
            if (found != kept_.end()) {
                std::transform(found->second.rbegin(), found->second.rend(), std::back_inserter(all),
                               [&](const auto& stored) { return standing(stored); });
            }
            return all;
        });
    }

    std::optional<kb_index::LegalDocument> document(const std::string& number) override {
        return locked([&] {
            const auto* found = find_document(number);
            return found == nullptr ? std::nullopt : std::optional(*found);
        });
    }

    std::vector<kb_index::LegalDocument> documents() override {
        return locked([&] {
            std::vector<kb_index::LegalDocument> all;
            for (const auto& [number, document] : documents_) {
                all.push_back(document);
            }
            return all;
        });
    }

    std::size_t import_documents(std::span<const kb_index::LegalDocument> documents, const std::string&,
                                 desk::Timestamp) override {
        return locked([&] {
            std::size_t changed = 0;
            for (const auto& document : documents) {
                changed += put(document) ? 1 : 0;
            }
            revision_ += changed == 0 ? 0 : 1;
            return changed;
        });
    }

    desk::Superseded supersede(const desk::Supersession& supersession) override {
        return locked([&] { return apply(supersession); });
    }

    std::size_t open_reviews(std::span<const desk::ReviewTask> tasks) override {
        return locked([&] {
            std::size_t opened = 0;
            for (const auto& task : tasks) {
                opened += open(task) ? 1 : 0;
            }
            return opened;
        });
    }

    std::vector<desk::ReviewTask> reviews(const desk::ReviewQuery& query) override {
        return locked([&] {
            auto listed = reviews_;
            if (!query.open) {
                std::reverse(listed.begin(), listed.end());
            }
            std::erase_if(listed, [&](const desk::ReviewTask& task) {
                const bool behind = query.open ? task.id > query.after : task.id < query.after;
                return task.closed_at.has_value() == query.open || (query.after != 0 && !behind);
            });
            listed.resize(std::min(listed.size(), query.limit));
            return listed;
        });
    }

    std::int64_t open_review_count() override {
        return locked([&] {
            return std::int64_t{
                std::ranges::count_if(reviews_, [](const auto& task) { return !task.closed_at; })};
        });
    }

    std::optional<desk::ReviewTask> close_review(std::int64_t id, const std::string& account,
                                                 desk::Timestamp at) override {
        return change_review(id, [&](desk::ReviewTask& task) {
            if (!task.closed_at) {
                task.closed_at = at;
                task.closed_by = account;
            }
        });
    }

    std::optional<desk::ReviewTask> reopen_review(std::int64_t id, const std::string&,
                                                  desk::Timestamp) override {
        return change_review(id, [](desk::ReviewTask& task) {
            task.closed_at.reset();
            task.closed_by.clear();
        });
    }

  private:
    template <class Work>
    std::invoke_result_t<const Work&> locked(const Work& work) {
        const std::scoped_lock lock(mutex_);
        if (broken_) {
            throw desk::StoreError("the disk is gone");
        }
        return work();
    }

    template <class Change>
    std::optional<desk::ReviewTask> change_review(std::int64_t id, const Change& change) {
        return locked([&]() -> std::optional<desk::ReviewTask> {
            const auto found = std::ranges::find(reviews_, id, &desk::ReviewTask::id);
            if (found == reviews_.end()) {
                return std::nullopt;
            }
            change(*found);
            return *found;
        });
    }

    std::string revision() const { return "fake-" + std::to_string(revision_); }

    const kb_index::LegalDocument* find_document(std::string_view number) const {
        const auto found = documents_.find(number);
        return found == documents_.end() ? nullptr : &found->second;
    }

    desk::StoredArticle standing(desk::StoredArticle stored) const {
        stored.standing = kb_index::standing_of(
            stored.article, [&](std::string_view number) { return find_document(number); });
        return stored;
    }

    bool put(const kb_index::LegalDocument& document) {
        const auto* present = find_document(document.number);
        if (present != nullptr && *present == document) {
            return false;
        }
        documents_.insert_or_assign(document.number, document);
        return true;
    }

    std::vector<desk::StoredArticle> resting_on(const std::string& number) const {
        std::vector<desk::StoredArticle> found;
        for (const auto& [id, versions] : kept_) {
            const auto& sources = versions.back().article.sources;
            if (std::ranges::find(sources, number, &kb_index::LegalBasis::document) != sources.end()) {
                found.push_back(standing(versions.back()));
            }
        }
        return found;
    }

    desk::Superseded apply(const desk::Supersession& supersession) {
        const auto& [old_number, new_number, from, account, at] = supersession;
        desk::Superseded result;
        result.revision_before = revision();
        result.known = find_document(old_number) != nullptr || !resting_on(old_number).empty();
        if (result.known) {
            const bool changed = replace(supersession, result.added);
            revision_ += changed ? 1 : 0;
            result.articles = resting_on(old_number);
            for (const auto& [article, version, changed_at, standing] : result.articles) {
                if (!article.validity.to || *article.validity.to >= from) {
                    result.tasks += open({0,
                                          article.id,
                                          desk::ReviewReason::superseded,
                                          old_number,
                                          new_number,
                                          standing.validity.to,
                                          at,
                                          account,
                                          {},
                                          ""})
                                        ? 1
                                        : 0;
                }
            }
        }
        result.revision = revision();
        return result;
    }

    bool replace(const desk::Supersession& supersession, std::vector<std::string>& added) {
        for (const auto& number : {supersession.old_number, supersession.new_number}) {
            if (find_document(number) == nullptr) {
                put({.number = number, .confidence = "unverified"});
                added.push_back(number);
            }
        }
        const bool changed = put(kb_index::superseded(documents_.at(supersession.old_number),
                                                      supersession.new_number, supersession.from));
        return changed || !added.empty();
    }

    bool open(desk::ReviewTask task) {
        const auto same = [&](const desk::ReviewTask& known) {
            return known.article == task.article && known.document == task.document &&
                   known.last_day == task.last_day;
        };
        if (std::ranges::any_of(reviews_, same)) {
            return false;
        }
        task.id = static_cast<std::int64_t>(reviews_.size()) + 1;
        reviews_.push_back(std::move(task));
        return true;
    }

    mutable std::mutex mutex_;
    std::map<std::string, std::vector<desk::StoredArticle>> kept_;
    std::map<std::string, kb_index::LegalDocument, std::less<>> documents_;
    std::vector<desk::ReviewTask> reviews_;
    int revision_ = 0;
    bool broken_ = false;
};

}  // namespace reformdesk::fakes
