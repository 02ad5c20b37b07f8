// Which documents a question is compared with at all: the best of its rarest terms, by Xapian.
#pragma once

#include "kb_index/schema.hpp"

#include <functional>
#include <vector>

#include <xapian.h>

namespace reformdesk::kb_index {

/// A term of a question that stands in some document.
struct KnownTerm {
    const schema::QueryTerm* term = nullptr;
    double documents = 0;  ///< how many have it
};

/// Ids of documents, at most as many as the ranker is meant to choose among. The common terms of a question
/// are left to the ranker where reading their postings would take long: time stays bounded however large the
/// index. `admits` says which documents may answer at all, and is asked of very many; empty: all of them.
std::vector<Xapian::docid> candidates(const Xapian::Database& database, std::vector<KnownTerm> terms,
                                      const std::function<bool(const Xapian::Document&)>& admits);

}  // namespace reformdesk::kb_index
