// All syllables that the rules of nlp/syllable allow, and the ways to type them. For property tests.
#pragma once

#include "nlp/syllable.hpp"
#include "nlp/text.hpp"
#include "nlp/utf8.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp::testing_data {

inline constexpr std::u32string_view vowels = U"aăâeêioôơuưy";

/// The rhymes without tone that some syllable may have.
inline std::vector<std::u32string> rhymes() {
    std::vector<std::u32string> nuclei = {U""};
    for (std::size_t done = 0, length = 0; length < 3; ++length) {
        const std::size_t end = nuclei.size();
        for (; done < end; ++done)
            for (const char32_t vowel : vowels) nuclei.push_back(nuclei[done] + vowel);
    }
    std::vector<std::u32string> found;
    for (const auto& nucleus : nuclei)
        for (const auto* coda : {U"", U"c", U"ch", U"m", U"n", U"ng", U"nh", U"p", U"t"}) {
            const std::u32string rhyme = nucleus + coda;
            const auto at = tone_position(rhyme);
            if (at == std::u32string::npos) continue;
            std::u32string acute = rhyme;
            acute[at] = put_tone(acute[at], Tone::acute);
            if (is_syllable(acute)) found.push_back(rhyme);
        }
    return found;
}

/// A syllable taken apart: its letters without tone, and the tone.
struct Syllable {
    std::u32string toneless;
    Tone tone = Tone::level;

    std::u32string with_tone_at(std::size_t at) const {
        std::u32string letters = toneless;
        letters[at] = put_tone(letters[at], tone);
        return letters;
    }
    std::u32string letters() const { return with_tone_at(tone_position(toneless)); }
    std::string text() const { return encode(letters()); }
};

inline std::vector<Syllable> all_syllables() {
    std::vector<Syllable> found;
    for (const auto& rhyme : rhymes())
        for (const auto* onset :
             {U"",  U"b",  U"c",   U"ch", U"d",  U"đ",  U"g", U"gh", U"gi", U"h",  U"k",  U"kh", U"l", U"m",
              U"n", U"ng", U"ngh", U"nh", U"ph", U"qu", U"r", U"s",  U"t",  U"th", U"tr", U"v",  U"x"})
            for (const auto tone :
                 {Tone::level, Tone::grave, Tone::acute, Tone::hook, Tone::tilde, Tone::dot}) {
                const Syllable syllable{onset + rhyme, tone};
                if (tone_position(syllable.toneless) == std::u32string::npos) continue;
                if (is_syllable(syllable.letters())) found.push_back(syllable);
            }
    return found;
}

/// The mark that a letter's shape or a tone is, as Unicode has it apart.
inline std::u32string shape_mark(char32_t letter) {
    switch (letter) {
        case U'â':
        case U'ê':
        case U'ô':
            return U"\u0302";
        case U'ă':
            return U"\u0306";
        case U'ơ':
        case U'ư':
            return U"\u031B";
        default:
            return U"";
    }
}
inline std::u32string tone_mark(Tone tone) {
    constexpr std::u32string_view marks = U"\0\u0300\u0301\u0309\u0303\u0323";
    return tone == Tone::level ? U"" : std::u32string(1, marks[static_cast<std::size_t>(tone)]);
}

}  // namespace reformdesk::nlp::testing_data
