// Legal documents as JSON: the lines of a documents file.
#pragma once

#include "connectors/wire/json.hpp"
#include "kb_index/document.hpp"

#include <variant>
#include <vector>

namespace reformdesk {

/// Members in their documented order, unknown ones last.
connectors::wire::Json document_to_json(const kb_index::LegalDocument& document);

/// The document, or every field that is wrong; kb_index::problems_of has been asked too.
std::variant<kb_index::LegalDocument, std::vector<kb_index::FieldProblem>> document_from_json(
    const connectors::wire::Json& json);

}  // namespace reformdesk
