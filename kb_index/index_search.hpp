// Looks questions up in an index too large for memory: Xapian brings in candidates, their records are
// compared.
#pragma once

#include "kb_index/entry.hpp"
#include "kb_index/learner.hpp"
#include "nlp/question.hpp"

#include <unordered_map>

namespace reformdesk::kb_index {

/// Not thread-safe: keeps the records read last.
class IndexSearch {
  public:
    explicit IndexSearch(Xapian::Database database) : database_(std::move(database)) {}

    /// Throws what read_entry throws.
    Found find(const Model& model, const nlp::Question& question, const AskOptions& options);

  private:
    const Entry& entry(Xapian::docid id);

    Xapian::Database database_;
    std::unordered_map<Xapian::docid, Entry> entries_;
};

}  // namespace reformdesk::kb_index
