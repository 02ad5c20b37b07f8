// How a Vietnamese syllable is built: onset, rhyme, tone. Rules, no word list.
#pragma once

#include <string>
#include <string_view>

namespace reformdesk::nlp {

enum class Tone { level, grave, acute, hook, tilde, dot };

/// A Vietnamese letter taken apart: 'ấ' is {'â', acute}. Other characters come back unchanged and level.
struct Letter {
    char32_t base = 0;
    Tone tone = Tone::level;
};

Letter take_tone(char32_t letter);
/// The letter with the tone on it; the letter itself when it is no vowel.
char32_t put_tone(char32_t base, Tone tone);
/// "â" is 'a', "đ" is 'd'; takes a letter without tone.
char32_t strip_shape(char32_t base);
bool is_vowel(char32_t base);

/// "nghiêng" has seven letters.
inline constexpr std::size_t longest_syllable = 7;

/// The tone's own place in a toneless, lower-case syllable: the index of the letter that carries it, or npos
/// when the letters cannot be one syllable. "hoa" has it on 'o' (hòa), "hoan" on 'a' (hoàn).
std::size_t tone_position(std::u32string_view toneless);

/// Letters in lower case and NFC that could be a written syllable, with a tone that its ending allows.
bool is_syllable(std::u32string_view letters);
/// The same for letters without diacritics: some way of adding them makes a syllable.
bool is_bare_syllable(std::string_view ascii);

}  // namespace reformdesk::nlp
