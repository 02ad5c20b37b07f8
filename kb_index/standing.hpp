// On which days an article holds, given the documents that it rests on.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/document.hpp"

#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

struct Standing {
    Validity validity;     ///< the article's own dates met with those of its documents
    std::string ended_by;  ///< the document that sets `validity.to`; empty where the article's own date does
    std::vector<LegalBasis> sources;      ///< the article's, with the links of the documents
    std::vector<Succession> replaced_by;  ///< what takes the place of those of its documents that end

    bool operator==(const Standing&) const = default;
};

/// The document of a number, or null for one that is not known.
using DocumentLookup = std::function<const LegalDocument*(std::string_view number)>;

/// An article holds no longer than the first of its documents to end, and not before the last of them to take
/// effect. A source that is no known document (a report in the press) bounds nothing.
Standing standing_of(const Article& article, const DocumentLookup& document);

/// Puts the articles' own dates as their documents make them.
void bound_by(std::span<const LegalDocument> documents, std::span<Article> articles);

}  // namespace reformdesk::kb_index
