#include "nlp/syllable.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::nlp {

namespace {

// One row for each vowel: the level letter, then grave, acute, hook, tilde, dot.
constexpr std::array<std::u32string_view, 12> vowel_rows = {
    U"aàáảãạ", U"ăằắẳẵặ", U"âầấẩẫậ", U"eèéẻẽẹ", U"êềếểễệ", U"iìíỉĩị",
    U"oòóỏõọ", U"ôồốổỗộ", U"ơờớởỡợ", U"uùúủũụ", U"ưừứửữự", U"yỳýỷỹỵ",
};

// Longest first, so that the first match is the whole onset.
constexpr std::array<std::u32string_view, 27> onsets = {
    U"ngh", U"ng", U"nh", U"ch", U"gh", U"gi", U"kh", U"ph", U"qu", U"th", U"tr", U"b", U"c", U"d",
    U"đ",   U"g",  U"h",  U"k",  U"l",  U"m",  U"n",  U"p",  U"r",  U"s",  U"t",  U"v", U"x",
};

constexpr std::array<std::u32string_view, 8> codas = {U"ch", U"ng", U"nh", U"c", U"m", U"n", U"p", U"t"};

// The vowels of rhymes without a final consonant, then those that may have one.
constexpr std::array<std::u32string_view, 46> open_rhymes = {
    U"a",   U"e",   U"ê",   U"i",   U"o",  U"ô",  U"ơ",  U"u",   U"ư",   U"y",   U"ai", U"ao",
    U"au",  U"ay",  U"âu",  U"ây",  U"eo", U"êu", U"ia", U"iu",  U"iêu", U"oa",  U"oe", U"oi",
    U"oai", U"oay", U"oao", U"oeo", U"ôi", U"ơi", U"ua", U"uê",  U"ui",  U"uơ",  U"uy", U"uôi",
    U"uya", U"uyu", U"uây", U"uêu", U"ưa", U"ưi", U"ưu", U"ươi", U"ươu", U"yêu",
};
constexpr std::array<std::u32string_view, 23> closed_vowels = {
    U"a",  U"ă",  U"â",  U"e",  U"ê",  U"i",  U"o",  U"ô",  U"ơ",  U"u",   U"ư", U"y",
    U"iê", U"oa", U"oă", U"oe", U"uâ", U"uê", U"uô", U"uy", U"ươ", U"uyê", U"yê"};

template <std::size_t N>
bool contains(const std::array<std::u32string_view, N>& set, std::u32string_view text) {
    return std::find(set.begin(), set.end(), text) != set.end();
}

struct Parts {
    std::u32string_view onset;
    std::u32string_view vowels;
    std::u32string_view coda;
};

// Splits without judging the vowels. The 'u' of "qu" and the 'i' of "gi" belong to the onset when a vowel
// follows.
Parts split(std::u32string_view letters) {
    Parts parts;
    for (const auto onset : onsets) {
        if (!letters.starts_with(onset)) continue;
        if (onset == U"gi" && (letters.size() == 2 || !is_vowel(letters[2]))) continue;
        if (onset == U"qu" && letters.size() == 2) continue;
        parts.onset = letters.substr(0, onset.size());
        break;
    }
    letters.remove_prefix(parts.onset.size());
    const auto end = std::find_if_not(letters.begin(), letters.end(), is_vowel);
    parts.vowels = letters.substr(0, static_cast<std::size_t>(end - letters.begin()));
    parts.coda = letters.substr(parts.vowels.size());
    return parts;
}

bool well_formed(const Parts& parts) {
    if (parts.vowels.empty()) return false;
    if (parts.coda.empty()) return contains(open_rhymes, parts.vowels);
    return contains(codas, parts.coda) && contains(closed_vowels, parts.vowels);
}

bool spelling_agrees(const Parts& parts) {
    const char32_t first = strip_shape(parts.vowels.front());
    const bool front = first == U'e' || first == U'i' || first == U'y';
    if (parts.onset == U"k" || parts.onset == U"gh" || parts.onset == U"ngh") return front;
    if (parts.onset == U"c" || parts.onset == U"ng") return !front;
    return true;
}

}  // namespace

Letter take_tone(char32_t letter) {
    if (letter < 0x80) return {letter, Tone::level};
    for (const auto row : vowel_rows) {
        const auto at = row.find(letter);
        if (at != row.npos) return {row.front(), static_cast<Tone>(at)};
    }
    return {letter, Tone::level};
}

char32_t put_tone(char32_t base, Tone tone) {
    for (const auto row : vowel_rows)
        if (row.front() == base) return row[static_cast<std::size_t>(tone)];
    return base;
}

char32_t strip_shape(char32_t base) {
    switch (base) {
        case U'ă':
        case U'â':
            return U'a';
        case U'ê':
            return U'e';
        case U'ô':
        case U'ơ':
            return U'o';
        case U'ư':
            return U'u';
        case U'đ':
            return U'd';
        default:
            return base;
    }
}

bool is_vowel(char32_t base) {
    return std::u32string_view(U"aăâeêioôơuưy").find(base) != std::u32string_view::npos;
}

std::size_t tone_position(std::u32string_view toneless) {
    constexpr auto none = std::u32string_view::npos;
    const Parts parts = split(toneless);
    if (parts.vowels.empty() || parts.vowels.size() > 3) return none;
    if (!parts.coda.empty() && !contains(codas, parts.coda)) return none;
    const std::size_t start = parts.onset.size();
    // The last shaped vowel carries it: "ươ" on ơ, "uyê" on ê.
    for (std::size_t i = parts.vowels.size(); i-- > 0;)
        if (strip_shape(parts.vowels[i]) != parts.vowels[i]) return start + i;
    if (parts.vowels.size() == 1) return start;
    if (parts.vowels.size() == 3) return start + 1;
    return start + (parts.coda.empty() ? 0 : 1);
}

bool is_syllable(std::u32string_view letters) {
    if (letters.empty() || letters.size() > 7) return false;
    std::u32string toneless;
    Tone tone = Tone::level;
    for (const char32_t letter : letters) {
        const Letter taken = take_tone(letter);
        if (taken.tone != Tone::level) {
            if (tone != Tone::level) return false;
            tone = taken.tone;
        }
        toneless += taken.base;
    }
    const Parts parts = split(toneless);
    if (!well_formed(parts) || !spelling_agrees(parts)) return false;
    const bool stopped =
        parts.coda == U"c" || parts.coda == U"ch" || parts.coda == U"p" || parts.coda == U"t";
    return !stopped || tone == Tone::acute || tone == Tone::dot;
}

bool is_bare_syllable(std::string_view ascii) {
    if (ascii.empty() || ascii.size() > 7) return false;
    const std::u32string letters(ascii.begin(), ascii.end());
    const Parts parts = split(letters);
    if (parts.vowels.empty()) return false;
    const auto bare_match = [&](std::u32string_view rhyme) {
        return std::equal(rhyme.begin(), rhyme.end(), parts.vowels.begin(), parts.vowels.end(),
                          [](char32_t shaped, char32_t bare) { return strip_shape(shaped) == bare; });
    };
    if (parts.coda.empty()) return std::any_of(open_rhymes.begin(), open_rhymes.end(), bare_match);
    return contains(codas, parts.coda) && std::any_of(closed_vowels.begin(), closed_vowels.end(), bare_match);
}

}  // namespace reformdesk::nlp
