// Puts right the words that keyboards and haste make of Vietnamese ones. Internal to nlp.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// Whether the letters, their diacritics aside, could be one Vietnamese syllable.
bool could_be_syllable(std::string_view word);

/// The text in normal form with the words put right that can be read in one way only: raw keys ("cair
/// cachs"), letters typed on and on ("điiii"), words without spaces between them ("thủ tục hànhchính").
/// Nothing when no word needs it.
std::optional<std::string> repair(std::string_view normal, std::span<const std::string_view> tokens);

/// The syllables that a glued word is made of; empty when it cannot be told.
std::vector<std::string> split_glued(std::string_view word);

/// What a mistyped word without diacritics may be, next to its neighbours (empty at the ends): few words, or
/// none.
std::vector<std::string_view> corrections(std::string_view previous, std::string_view word,
                                          std::string_view next);

}  // namespace reformdesk::nlp
