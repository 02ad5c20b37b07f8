// What articles rest on, and until when.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/finding.hpp"

namespace reformdesk::kb_index {

/// Articles without a source, with one that is not in the list of documents or has ended, or that never hold;
/// and what falls due, by document.
Findings check_sources(const CheckedBase& base, const CheckDays& days);

}  // namespace reformdesk::kb_index
