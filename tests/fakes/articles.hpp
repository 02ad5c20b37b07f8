// Approved articles in memory.
#pragma once

#include "server/desk/store.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <mutex>
#include <string>
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
class Articles : public desk::ArticleStore {
  public:
    /// From now on nothing can be read or written.
    void break_down(bool broken = true) {
        const std::scoped_lock lock(mutex_);
        broken_ = broken;
    }

    std::optional<desk::StoredArticle> article(const std::string& id) override {
        const std::scoped_lock lock(mutex_);
        check();
        const auto found = kept_.find(id);
        return found == kept_.end() ? std::nullopt : std::optional(found->second.back());
    }

    std::vector<desk::StoredArticle> articles() override {
        const std::scoped_lock lock(mutex_);
        check();
        std::vector<desk::StoredArticle> all;
        for (const auto& [id, versions] : kept_) {
            all.push_back(versions.back());
        }
        return all;
    }

    std::size_t import_articles(std::span<const kb_index::Article> articles, const std::string&,
                                desk::Timestamp now) override {
        const std::scoped_lock lock(mutex_);
        check();
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
    }

    std::string articles_revision() override {
        const std::scoped_lock lock(mutex_);
        check();
        return "fake-" + std::to_string(revision_);
    }

    std::vector<desk::StoredArticle> versions(const std::string& id) override {
        const std::scoped_lock lock(mutex_);
        check();
        const auto found = kept_.find(id);
        if (found == kept_.end()) {
            return {};
        }
        return {found->second.rbegin(), found->second.rend()};
    }

  private:
    void check() const {
        if (broken_) {
            throw desk::StoreError("the disk is gone");
        }
    }

    mutable std::mutex mutex_;
    std::map<std::string, std::vector<desk::StoredArticle>> kept_;
    int revision_ = 0;
    bool broken_ = false;
};

}  // namespace reformdesk::fakes
