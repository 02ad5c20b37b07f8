// The normal form of typed text, and the pieces that everything else works on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// The one form in which texts are compared, shown to other parts and indexed. Takes any bytes. In order:
/// invalid UTF-8 becomes U+FFFD; invisible characters go and every kind of space is one ' '; look-alikes (Ð,
/// ð, Cyrillic and Greek letters within Latin words, full-width ASCII, typographic quotes and dashes) become
/// the letters they are read as; lower case; NFC with Vietnamese marks in any order; the tone of a Vietnamese
/// syllable in one place ("hoà" is "hòa", "thuỷ" is "thủy"). Idempotent. Linear in the length.
std::string normalise(std::string_view text);

/// The same text without diacritics: "cải cách" is "cai cach", "đ" is "d". Other scripts keep their letters.
std::string unaccent(std::string_view normal);

/// The runs of letters and digits of a text in normal form, in order; views into it.
std::vector<std::string_view> tokens(std::string_view normal);

/// A word of which two spellings are in use in one of them: "kĩ" is "kỹ", "bác sĩ" has "sỹ", "quí" is "quý".
/// Only after h, k, l, m, s, t and qu, where no two words differ in that.
std::string one_spelling(std::string_view word);

/// Cut to at most `bytes` bytes without splitting a character of valid UTF-8.
std::string_view cut(std::string_view text, std::size_t bytes);

/// Joined with single spaces.
std::string join(const std::vector<std::string>& words);

/// The parts between the separators; one more than there are separators.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace reformdesk::nlp
