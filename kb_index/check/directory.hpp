// Finds documents by their number.
#pragma once

#include "kb_index/document.hpp"

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

namespace reformdesk::kb_index {

class DocumentDirectory {
  public:
    /// Points into the documents.
    explicit DocumentDirectory(std::span<const LegalDocument> documents);

    /// The document of exactly this number, or null.
    const LegalDocument* find(std::string_view number) const;
    /// The one whose number says the same: "118/2025/ND-CP", "Nghị định số 118/2025/NĐ-CP". Or null.
    const LegalDocument* like(std::string_view name) const;

  private:
    std::unordered_map<std::string_view, const LegalDocument*> by_number_;
    std::unordered_map<std::string, const LegalDocument*> by_citation_;
};

/// Whether the name of a source begins with the full number of a legal text, whatever follows.
bool names_legal_text(std::string_view name);

}  // namespace reformdesk::kb_index
