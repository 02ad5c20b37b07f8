// Questions that ask about what was spoken of before. Internal to nlp.
#pragma once

#include "nlp/lexicon.hpp"

#include <span>
#include <string>

namespace reformdesk::nlp {

/// Whether the words, without fillers, ask further: they begin as such a question does ("còn ở xã thì sao"),
/// or ask for a facet and name no topic ("bao lâu vậy", "nộp ở đâu").
bool is_follow_up(std::span<const std::string> words, std::span<const WordId> ids,
                  std::span<const ConceptSpan> concepts);

}  // namespace reformdesk::nlp
