// Questions that ask about what was spoken of before. Internal to nlp.
#pragma once

#include <string>
#include <vector>

namespace reformdesk::nlp {

/// Whether the words, without fillers, ask further: they begin as such a question does ("còn ở xã thì sao"),
/// or ask for a facet and name no topic ("bao lâu vậy", "nộp ở đâu").
bool is_follow_up(const std::vector<std::string>& words);

}  // namespace reformdesk::nlp
