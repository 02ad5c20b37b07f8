// Asks the index: a snapshot of the articles as they were at the last commit.
#pragma once

#include "kb_index/decision.hpp"
#include "kb_index/index_error.hpp"
#include "nlp/question.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace reformdesk::kb_index {

/// Not thread-safe: one for each thread. Reads a snapshot and moves to the newest commit by itself.
class Searcher {
  public:
    /// Throws IndexError.
    explicit Searcher(const std::filesystem::path& index);
    ~Searcher();
    Searcher(Searcher&&) noexcept;
    Searcher& operator=(Searcher&&) noexcept;

    /// Ranks and decides. Never throws for any text of the question; throws IndexError when the index broke.
    Decision ask(const nlp::Question& question, const AskOptions& options);

    /// Every term, weight and feature behind a decision, as text for a person (`kb ask --explain`).
    std::string explain(const nlp::Question& question, const AskOptions& options);

    /// The revision that Writer::commit was given.
    std::string revision();

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace reformdesk::kb_index
