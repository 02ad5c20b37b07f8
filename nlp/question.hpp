// What a typed Vietnamese message says, as far as text alone can tell. The one header of nlp that others
// need.
#pragma once

#include "nlp/citation.hpp"
#include "nlp/intent.hpp"
#include "nlp/past.hpp"
#include "nlp/weighted_term.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// The structured question. All texts are valid UTF-8 in normal form.
struct Question {
    std::string normal;                   ///< the whole message in normal form
    std::vector<std::string> syllables;   ///< accented, lower case, fillers removed
    std::vector<std::string> unaccented;  ///< the same without diacritics, position by position
    std::vector<WeightedTerm>
        expansions;  ///< unaccented syllables and pairs ("hanh chinh") that shorthand stands for
    std::vector<std::string> concepts;  ///< what its words name in other words too, such as "cost"
    std::vector<Citation> citations;    ///< legal documents and clauses named
    std::optional<PastTime> past;       ///< the time that it asks about, or names, other than now
    Intent intent;                      ///< small talk or a command, or none
    bool accented = false;              ///< some diacritics were typed
    bool follow_up = false;  ///< asks about what was spoken of before: "thế còn lệ phí?", "nộp ở đâu"
};

/// The longest message that is read, in bytes; more is cut at a character boundary.
inline constexpr std::size_t longest_question = 8000;

/// Reads any bytes: what is not valid UTF-8 becomes U+FFFD. Linear in the length. Pure.
Question read(std::string_view text);

}  // namespace reformdesk::nlp
