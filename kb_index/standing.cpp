#include "kb_index/standing.hpp"

#include <algorithm>
#include <map>

namespace reformdesk::kb_index {

namespace {

void meet(Standing& standing, const LegalDocument& document) {
    Validity& own = standing.validity;
    const Validity& other = document.effective;
    if (other.from && (!own.from || *own.from < *other.from)) own.from = other.from;
    if (!other.to || (own.to && *own.to <= *other.to)) return;
    own.to = other.to;
    standing.ended_by = document.number;
}

}  // namespace

Standing standing_of(const Article& article, const DocumentLookup& document_of) {
    Standing standing{article.validity, {}, article.sources, {}};
    for (auto& source : standing.sources) {
        const LegalDocument* document = document_of(source.document);
        if (document == nullptr) continue;
        if (source.url.empty()) source.url = document->url;
        meet(standing, *document);
        if (!document->effective.to) continue;
        for (const auto& next : document->replaced_by)
            if (std::ranges::find(standing.replaced_by, next) == standing.replaced_by.end())
                standing.replaced_by.push_back(next);
    }
    return standing;
}

void bound_by(std::span<const LegalDocument> documents, std::span<Article> articles) {
    std::map<std::string_view, const LegalDocument*> by_number;
    for (const auto& document : documents) by_number.emplace(document.number, &document);
    const auto lookup = [&](std::string_view number) {
        const auto found = by_number.find(number);
        return found == by_number.end() ? nullptr : found->second;
    };
    for (auto& article : articles) article.validity = standing_of(article, lookup).validity;
}

}  // namespace reformdesk::kb_index
