// The articles of an index as they were at one commit, ready to be compared with questions.
#pragma once

#include "kb_index/decide.hpp"
#include "kb_index/index_search.hpp"
#include "kb_index/learner.hpp"
#include "kb_index/memory_search.hpp"

#include <optional>
#include <string>

#include <xapian.h>

namespace reformdesk::kb_index {

/// Not thread-safe. Throws what Xapian throws, and std::invalid_argument for a damaged record.
class Snapshot {
  public:
    explicit Snapshot(Xapian::Database database);

    /// What speaks for which article.
    Found find(const nlp::Question& question, const AskOptions& options);

    /// In how many articles a term of a question stands.
    double articles_with(const std::string& term) const;

    /// Moves to the newest commit.
    void reopen();

    const Model& model() const { return model_; }
    const Xapian::Database& database() const { return database_; }

  private:
    void load();

    Xapian::Database database_;
    Model model_;
    std::optional<MemorySearch> memory_;
    std::optional<IndexSearch> index_;
};

}  // namespace reformdesk::kb_index
