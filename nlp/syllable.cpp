#include "nlp/syllable.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace reformdesk::nlp {

namespace {

// One row for each vowel: the level letter, then grave, acute, hook, tilde, dot.
constexpr std::array<std::u32string_view, 12> vowel_rows = {
    U"aàáảãạ", U"ăằắẳẵặ", U"âầấẩẫậ", U"eèéẻẽẹ", U"êềếểễệ", U"iìíỉĩị",
    U"oòóỏõọ", U"ôồốổỗộ", U"ơờớởỡợ", U"uùúủũụ", U"ưừứửữự", U"yỳýỷỹỵ",
};

constexpr char32_t first_toned = U'à';
constexpr char32_t last_toned = U'ỹ';
constexpr auto toned_letters = [] {
    std::array<Letter, last_toned - first_toned + 1> letters{};
    for (const auto row : vowel_rows)
        for (std::size_t tone = 1; tone < row.size(); ++tone)
            letters[row[tone] - first_toned] = {row.front(), static_cast<Tone>(tone)};
    return letters;
}();

constexpr char32_t shapeless(char32_t base) {
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

constexpr bool is_vowel_letter(char32_t base) {
    switch (base) {
        case U'a':
        case U'ă':
        case U'â':
        case U'e':
        case U'ê':
        case U'i':
        case U'o':
        case U'ô':
        case U'ơ':
        case U'u':
        case U'ư':
        case U'y':
            return true;
        default:
            return false;
    }
}

constexpr std::u32string_view rhyme_list =
    U"a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu iêu oa oe oi oai oay oao oeo ôi ơi ua uê ui uơ uy "
    U"uôi uya uyu uây uêu ưa ưi ưu ươi ươu yêu "
    U"ac ăc âc ec oc ôc uc ưc iêc uôc ươc oac oăc ach êch ich oach uêch uych ych "
    U"am ăm âm em êm im om ôm ơm um ưm iêm yêm uôm ươm oam oăm oem "
    U"an ăn ân en ên in on ôn ơn un iên yên uôn ươn oan oăn oen uân uyên uyn yn "
    U"ang ăng âng eng ong ông ung ưng iêng yêng uông ương oang oăng uâng "
    U"anh ênh inh oanh uênh uynh ynh "
    U"ap ăp âp ep êp ip op ôp ơp up iêp yêp ươp oap oăp uyp "
    U"at ăt ât et êt it ot ôt ơt ut ưt iêt yêt uôt ươt oat oăt oet uât uêt uyt uyêt yt";
constexpr std::size_t rhyme_count =
    static_cast<std::size_t>(std::count(rhyme_list.begin(), rhyme_list.end(), U' ')) + 1;
constexpr std::size_t longest_rhyme = 5;

using Rhymes = std::array<std::uint64_t, rhyme_count>;

// Eleven bits for each letter.
constexpr std::uint64_t with_letter(std::uint64_t packed, char32_t letter) {
    return packed << 11 | letter;
}

constexpr Rhymes pack_rhymes(bool bare) {
    Rhymes packed{};
    std::size_t rhyme = 0;
    for (const char32_t letter : rhyme_list) {
        if (letter == U' ')
            ++rhyme;
        else
            packed[rhyme] = with_letter(packed[rhyme], bare ? shapeless(letter) : letter);
    }
    std::sort(packed.begin(), packed.end());
    return packed;
}
constexpr Rhymes rhymes = pack_rhymes(false);
constexpr Rhymes bare_rhymes = pack_rhymes(true);

std::size_t onset_length(std::u32string_view letters) {
    const auto at = [&](std::size_t i) { return i < letters.size() ? letters[i] : U'\0'; };
    switch (at(0)) {
        case U'n':
            if (at(1) == U'g') return at(2) == U'h' ? 3 : 2;
            return at(1) == U'h' ? 2 : 1;
        case U'c':
        case U'k':
        case U'p':
            return at(1) == U'h' ? 2 : 1;
        case U't':
            return at(1) == U'h' || at(1) == U'r' ? 2 : 1;
        case U'g':
            // The 'i' of "gi" belongs to the onset when a vowel follows, but "giê" is "g" with "iê".
            if (at(1) == U'i') return is_vowel_letter(at(2)) && at(2) != U'ê' ? 2 : 1;
            return at(1) == U'h' ? 2 : 1;
        case U'q':
            return at(1) == U'u' && letters.size() > 2 ? 2 : 0;
        default:
            return std::u32string_view(U"bdđhlmrsvx").find(at(0)) != std::u32string_view::npos ? 1 : 0;
    }
}

struct Parts {
    std::u32string_view onset;
    std::u32string_view vowels;
    std::u32string_view coda;
};

// Splits without judging the rhyme.
Parts split(std::u32string_view letters) {
    Parts parts;
    parts.onset = letters.substr(0, onset_length(letters));
    letters.remove_prefix(parts.onset.size());
    const auto end = std::find_if_not(letters.begin(), letters.end(), is_vowel_letter);
    parts.vowels = letters.substr(0, static_cast<std::size_t>(end - letters.begin()));
    parts.coda = letters.substr(parts.vowels.size());
    return parts;
}

bool is_coda(std::u32string_view letters) {
    if (letters.size() == 1) return std::u32string_view(U"cmnpt").find(letters[0]) != letters.npos;
    return letters == U"ng" || letters == U"nh" || letters == U"ch";
}

bool is_rhyme(const Parts& parts, const Rhymes& known) {
    const std::size_t size = parts.vowels.size() + parts.coda.size();
    if (parts.vowels.empty() || size > longest_rhyme) return false;
    std::uint64_t packed = 0;
    for (const auto letters : {parts.vowels, parts.coda}) {
        for (const char32_t letter : letters) {
            if (letter >= 1u << 11) return false;
            packed = with_letter(packed, letter);
        }
    }
    return std::binary_search(known.begin(), known.end(), packed);
}

bool spelling_agrees(const Parts& parts) {
    const char32_t first = shapeless(parts.vowels.front());
    const bool front = first == U'e' || first == U'i' || first == U'y';
    if (parts.onset == U"k" || parts.onset == U"gh" || parts.onset == U"ngh") return front;
    if (parts.onset == U"c" || parts.onset == U"ng") return !front;
    if (parts.onset == U"qu") return first != U'u';
    if (parts.onset == U"gi") return first != U'i';
    return true;
}

}  // namespace

Letter take_tone(char32_t letter) {
    if (letter < first_toned || letter > last_toned) return {letter, Tone::level};
    const Letter taken = toned_letters[letter - first_toned];
    return taken.base == 0 ? Letter{letter, Tone::level} : taken;
}

char32_t put_tone(char32_t base, Tone tone) {
    for (const auto row : vowel_rows)
        if (row.front() == base) return row[static_cast<std::size_t>(tone)];
    return base;
}

char32_t strip_shape(char32_t base) {
    return shapeless(base);
}

bool is_vowel(char32_t base) {
    return is_vowel_letter(base);
}

std::size_t tone_position(std::u32string_view toneless) {
    constexpr auto none = std::u32string_view::npos;
    const Parts parts = split(toneless);
    if (parts.vowels.empty() || parts.vowels.size() > 3) return none;
    if (!parts.coda.empty() && !is_coda(parts.coda)) return none;
    const std::size_t start = parts.onset.size();
    // The last shaped vowel carries it: "ươ" on ơ, "uyê" on ê.
    for (std::size_t i = parts.vowels.size(); i-- > 0;)
        if (shapeless(parts.vowels[i]) != parts.vowels[i]) return start + i;
    if (parts.vowels.size() == 1) return start;
    if (parts.vowels.size() == 3) return start + 1;
    return start + (parts.coda.empty() ? 0 : 1);
}

bool is_syllable(std::u32string_view letters) {
    if (letters.empty() || letters.size() > longest_syllable) return false;
    std::array<char32_t, longest_syllable> toneless{};
    Tone tone = Tone::level;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const Letter taken = take_tone(letters[i]);
        if (taken.tone != Tone::level) {
            if (tone != Tone::level) return false;
            tone = taken.tone;
        }
        toneless[i] = taken.base;
    }
    const Parts parts = split({toneless.data(), letters.size()});
    if (!is_rhyme(parts, rhymes) || !spelling_agrees(parts)) return false;
    // Only words from other languages begin with "p", and they have no tone.
    if (parts.onset == U"p" && tone != Tone::level) return false;
    const bool stopped =
        parts.coda == U"c" || parts.coda == U"ch" || parts.coda == U"p" || parts.coda == U"t";
    return !stopped || tone == Tone::acute || tone == Tone::dot;
}

bool is_bare_syllable(std::string_view ascii) {
    if (ascii.empty() || ascii.size() > longest_syllable) return false;
    std::array<char32_t, longest_syllable> letters{};
    std::copy(ascii.begin(), ascii.end(), letters.begin());
    const Parts parts = split({letters.data(), ascii.size()});
    return is_rhyme(parts, bare_rhymes) && spelling_agrees(parts);
}

}  // namespace reformdesk::nlp
