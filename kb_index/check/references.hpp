// Where articles lead to.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/finding.hpp"

namespace reformdesk::kb_index {

/// Related articles and follow-ups that are not there or are the article itself, and follow-ups that lead
/// round and round: nobody gets out of the circle.
Findings check_references(const CheckedBase& base);

/// Articles without a topic, and topics with far fewer articles than the others.
Findings check_topics(const CheckedBase& base);

}  // namespace reformdesk::kb_index
