// What keyboards do to Vietnamese: raw Telex and VNI keys that no input method turned into letters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

enum class InputMethod { telex, vni };

/// The syllable that the keys of one word give: "cair" is "cải", "thur9" nothing. Nothing unless the result
/// is a well-formed syllable with a diacritic. Marks may be typed anywhere after their letter, as on a real
/// keyboard.
std::optional<std::string> decode_keys(std::string_view word, InputMethod method);

/// The keys for a word in normal form, marks and tone last: "cải" is "cair" or "cai3".
std::string encode_keys(std::string_view word, InputMethod method);

/// Replaces words typed in raw keys, in place. A word stays when it is a syllable, an abbreviation or
/// shorthand as it stands, and all stay when only one of several words looks like raw keys.
void decode_raw_keys(std::vector<std::string>& words);

}  // namespace reformdesk::nlp
