// Things to tap: which are offered.
#pragma once

#include "server/desk/dialog.hpp"

#include <span>
#include <string>
#include <vector>

namespace reformdesk::desk {

inline constexpr std::size_t most_follow_ups = 3;
inline constexpr std::size_t fewest_choices = 2;
inline constexpr std::size_t most_choices = 4;

/// What to offer under an article: its follow-ups, then what is related, as far as they exist and hold on
/// that day.
std::vector<Choice> follow_ups_of(const kb_index::Article& article, const DialogKnowledge& knowledge,
                                  kb_index::Date today);

/// The choices of a clarification between these articles, as far as they exist.
std::vector<Choice> choices_between(std::span<const std::string> articles, const DialogKnowledge& knowledge);

/// The choice with this article, or nullptr.
const Choice* find_choice(std::span<const Choice> choices, const std::string& article);

}  // namespace reformdesk::desk
