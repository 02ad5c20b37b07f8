// Whether the list of documents agrees with itself.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/finding.hpp"

#include <optional>
#include <span>
#include <string>

namespace reformdesk::kb_index {

/// Says that a document is over by that day although no date ends it, so that articles resting on it are
/// still given as current; Vietnamese. Nothing for others.
std::optional<std::string> over_without_date(const LegalDocument& document, Date day);

/// Successors that are not in the list or lead in a circle, a status against the dates on `days.as_of`, and
/// documents that have ended with nothing in their place.
Findings check_documents(std::span<const LegalDocument> documents, const CheckDays& days);

}  // namespace reformdesk::kb_index
