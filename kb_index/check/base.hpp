// What the checks look at: a whole knowledge base as it is.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/document.hpp"
#include "kb_index/standing.hpp"

#include <vector>

namespace reformdesk::kb_index {

/// An article with the days on which it holds by its documents.
struct CheckedArticle {
    Article article;
    Standing standing;
};

struct CheckedBase {
    std::vector<CheckedArticle> articles;
    std::vector<LegalDocument> documents;
};

/// The days that a check is about.
struct CheckDays {
    Date today;      ///< what rests on documents that ended before is wrong
    Date as_of;      ///< on which documents are judged; not before today
    Date due_until;  ///< what ends from today to this day falls due; not before as_of
};

}  // namespace reformdesk::kb_index
