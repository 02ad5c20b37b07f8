// A small knowledge base in which nothing is wrong, for tests that put one thing wrong.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/finding.hpp"

#include <string>
#include <vector>

namespace reformdesk::kb_index {

/// 2026-11-25, and nothing falls due before 2027-01-01.
CheckDays november();
/// Looking ahead to a day.
CheckDays until(Date today, Date day);

Article plain_article(std::string id, std::string question, std::string answer);

/// Puts articles and documents together as the store does: standings follow from the documents.
CheckedBase base_of(std::vector<Article> articles, std::vector<LegalDocument> documents);

/// Two decrees, the one replaced by the other, and six articles of three topics that rest on the newer one.
std::vector<Article> clean_articles();
std::vector<LegalDocument> clean_documents();
CheckedBase clean_base();

/// "kind subject", in their order.
std::vector<std::string> names_of(const Findings& findings);

}  // namespace reformdesk::kb_index
