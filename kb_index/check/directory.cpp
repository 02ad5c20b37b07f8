#include "kb_index/check/directory.hpp"

#include "nlp/citation.hpp"
#include "nlp/text.hpp"

#include <optional>

namespace reformdesk::kb_index {

namespace {

// A name that begins otherwise ("Báo Khánh Hòa, bài về 118/2025/NĐ-CP") is no legal text itself.
std::optional<nlp::Citation> leading_citation(std::string_view name) {
    const auto normal = nlp::normalise(name);
    auto citations = nlp::find_citations(normal);
    if (citations.empty() || citations.front().offset != 0 || citations.front().issuer.empty())
        return std::nullopt;
    return std::move(citations.front());
}

// What every way of writing a number has in common.
std::string key_of(const nlp::Citation& citation) {
    return citation.number + '/' + citation.year + '/' + citation.kind + '-' + citation.issuer;
}

}  // namespace

DocumentDirectory::DocumentDirectory(std::span<const LegalDocument> documents) {
    for (const auto& document : documents) {
        by_number_.emplace(document.number, &document);
        if (const auto citation = leading_citation(document.number))
            by_citation_.emplace(key_of(*citation), &document);
    }
}

const LegalDocument* DocumentDirectory::find(std::string_view number) const {
    const auto found = by_number_.find(number);
    return found == by_number_.end() ? nullptr : found->second;
}

const LegalDocument* DocumentDirectory::like(std::string_view name) const {
    const auto citation = leading_citation(name);
    if (!citation) return nullptr;
    const auto found = by_citation_.find(key_of(*citation));
    return found == by_citation_.end() ? nullptr : found->second;
}

bool names_legal_text(std::string_view name) {
    return leading_citation(name).has_value();
}

}  // namespace reformdesk::kb_index
