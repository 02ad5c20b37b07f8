// Rows of the knowledge base that more than one port reads or writes: articles with their standing,
// documents, review tasks.
#pragma once

#include "server/desk/store.hpp"
#include "server/store/session.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::store {

/// Nobody else changes articles, documents or review tasks until the end of the transaction. Returns the
/// revision.
std::string lock_articles(Session& session);

/// Names the state of articles and documents anew, after a change.
std::string renew_articles_revision(Session& session);

/// In the order of their numbers.
std::vector<kb_index::LegalDocument> read_documents(Session& session);

/// `documents` in the order of their numbers; they must outlive the function.
kb_index::DocumentLookup lookup_in(std::span<const kb_index::LegalDocument> documents);

/// Articles with their standing by all documents. Columns: content, version, changed_at.
std::vector<desk::StoredArticle> read_articles(Session& session, const std::string& statement,
                                               const Parameters& parameters);

/// Notes what these articles, by their ids, rest on, and forgets what earlier versions of them did.
void put_sources(Session& session, const std::map<std::string_view, const kb_index::Article*>& articles);

/// Opens those of which there is none yet with the same article, document and last day. Returns how many.
std::size_t open_reviews(Session& session, std::span<const desk::ReviewTask> tasks);

}  // namespace reformdesk::store
