// The desk's view of the knowledge base: the index kept in step with the stored articles.
#pragma once

#include "kb_index/searcher.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"

#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <vector>

namespace reformdesk {

/// Thread-safe. A Searcher is lent to one thread at a time and opened when all are lent.
class Knowledge : public desk::Search {
  public:
    /// `trouble` hears why a question could not be asked.
    Knowledge(std::filesystem::path index, std::function<void(const std::string&)> trouble);

    /// Throws desk::SearchError. A broken index is opened anew once before that.
    kb_index::Decision ask(const nlp::Question& question, const kb_index::AskOptions& options) override;

    /// True when the index is there and was built from this state of the articles.
    bool is_current(const std::string& articles_revision);

    /// Rebuilds the index from the store when it is missing, damaged, of another version or out of date; true
    /// when it did. Throws kb_index::IndexError or desk::StoreError.
    bool bring_up_to_date(desk::ArticleStore& articles);

    /// The same, but tries again for a while when it fails: another process may be writing the index.
    bool catch_up(desk::ArticleStore& articles, std::chrono::milliseconds patience);

    /// Takes over the new dates of the articles of a superseded document, which takes no rebuild when the
    /// index was current before; otherwise the same as catch_up.
    void follow(const desk::Superseded& superseded, desk::ArticleStore& articles,
                std::chrono::milliseconds patience);

  private:
    kb_index::Searcher borrow();
    void give_back(kb_index::Searcher searcher);

    std::filesystem::path index_;
    std::function<void(const std::string&)> trouble_;
    std::mutex mutex_;
    std::vector<kb_index::Searcher> idle_;
};

}  // namespace reformdesk
