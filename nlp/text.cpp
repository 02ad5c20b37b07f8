#include "nlp/text.hpp"

#include "nlp/syllable.hpp"

#include <algorithm>
#include <stdexcept>

#include <utf8proc.h>

namespace reformdesk::nlp {

namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr char32_t word_break = 0x200B;
// A letter carries at most this many marks: no language needs more, and sorting them stays cheap.
constexpr std::size_t most_marks = 6;

std::u32string decode(std::string_view text) {
    std::u32string decoded;
    decoded.reserve(text.size());
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    for (std::size_t i = 0; i < text.size();) {
        utf8proc_int32_t point = 0;
        const auto left = static_cast<utf8proc_ssize_t>(text.size() - i);
        const auto length = utf8proc_iterate(bytes + i, left, &point);
        decoded += length > 0 ? static_cast<char32_t>(point) : replacement;
        i += length > 0 ? static_cast<std::size_t>(length) : 1;
    }
    return decoded;
}

void append(std::string& text, char32_t point) {
    utf8proc_uint8_t bytes[4];
    const auto length = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes);
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(length));
}

utf8proc_category_t category(char32_t point) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(point));
}

bool is_mark(char32_t point) {
    if (point < 0x300) return false;
    const auto kind = category(point);
    return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_MC || kind == UTF8PROC_CATEGORY_ME;
}

bool is_word_character(char32_t point) {
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') ||
               (point >= 'A' && point <= 'Z');
    const auto kind = category(point);
    return (kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO) || is_mark(point) ||
           kind == UTF8PROC_CATEGORY_ND;
}

bool is_invisible(char32_t point) {
    return point == 0x00AD || point == 0x034F || point == 0x061C || point == 0x180E || point == 0xFEFF ||
           (point >= 0x200C && point <= 0x200F) || (point >= 0x202A && point <= 0x202E) ||
           (point >= 0x2060 && point <= 0x206F) || (point >= 0xFE00 && point <= 0xFE0F) ||
           (point >= 0xE0000 && point <= 0xE0FFF);
}

bool is_space(char32_t point) {
    if (point < 0x20 || (point >= 0x7F && point <= 0xA0)) return true;
    const auto kind = category(point);
    return kind == UTF8PROC_CATEGORY_ZS || kind == UTF8PROC_CATEGORY_ZL || kind == UTF8PROC_CATEGORY_ZP ||
           point == 0x2800 || point == 0x3164;
}

char32_t replace_look_alike(char32_t point) {
    if (point >= 0xFF01 && point <= 0xFF5E) return point - 0xFF01 + '!';
    if (point >= 0x2010 && point <= 0x2015) return '-';
    switch (point) {
        case U'Ð':
        case U'ð':
        case U'Ɖ':
        case U'ɖ':
            return U'đ';
        case U'ı':
            return U'i';
        case 0x2212:
            return '-';
        case 0x2018:
        case 0x2019:
        case 0x201A:
        case 0x201B:
        case 0x2032:
            return '\'';
        case 0x201C:
        case 0x201D:
        case 0x201E:
        case 0x201F:
        case 0x2033:
        case 0x00AB:
        case 0x00BB:
            return '"';
        default:
            return point;
    }
}

// Cyrillic and Greek letters, in lower case, that are drawn like a Latin one; 0 for others.
char32_t latin_twin(char32_t point) {
    constexpr std::u32string_view foreign = U"аеорсухіјѕһԁмтвнкοαινρτυκ";
    constexpr std::u32string_view latin = U"aeopcyxijshdmtbhkoaivptuk";
    const auto at = foreign.find(point);
    return at == foreign.npos ? 0 : latin[at];
}

bool is_latin(char32_t point) {
    return (point >= 'a' && point <= 'z') || (point >= 0xC0 && point <= 0x24F) ||
           (point >= 0x1E00 && point <= 0x1EFF);
}

char32_t lower(char32_t point) {
    if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point)));
}

std::u32string clean(std::u32string_view text) {
    std::u32string cleaned;
    cleaned.reserve(text.size());
    std::size_t marks = 0;
    for (char32_t point : text) {
        if (is_invisible(point)) continue;
        point = lower(replace_look_alike(is_space(point) ? U' ' : point));
        marks = is_mark(point) ? marks + 1 : 0;
        if (marks > most_marks) continue;
        if (marks > 0 && !cleaned.empty() && cleaned.back() == word_break) cleaned.pop_back();
        cleaned += point;
    }
    return cleaned;
}

std::vector<utf8proc_int32_t> decompose(std::u32string_view text) {
    const std::string encoded = [&] {
        std::string bytes;
        for (const char32_t point : text) append(bytes, point);
        return bytes;
    }();
    const auto* source = reinterpret_cast<const utf8proc_uint8_t*>(encoded.data());
    const auto size = static_cast<utf8proc_ssize_t>(encoded.size());
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
    std::vector<utf8proc_int32_t> points(text.size() * 4 + 4);
    auto length = utf8proc_decompose(source, size, points.data(),
                                     static_cast<utf8proc_ssize_t>(points.size()), options);
    if (length > static_cast<utf8proc_ssize_t>(points.size())) {
        points.resize(static_cast<std::size_t>(length));
        length = utf8proc_decompose(source, size, points.data(), length, options);
    }
    if (length < 0) throw std::logic_error("normalise: text was not cleaned before decomposition");
    points.resize(static_cast<std::size_t>(length));
    return points;
}

// The circumflex or breve first: Unicode gives it the class of the tones, so "á" + circumflex would not
// become "ấ".
void order_marks(std::vector<utf8proc_int32_t>& points) {
    const auto is_shape = [](utf8proc_int32_t point) { return point == 0x0302 || point == 0x0306; };
    const auto above = [](utf8proc_int32_t point) {
        return point >= 0x300 && utf8proc_get_property(point)->combining_class == 230;
    };
    for (auto first = points.begin(); first != points.end();) {
        if (!above(*first)) {
            ++first;
            continue;
        }
        const auto last = std::find_if_not(first, points.end(), above);
        std::stable_partition(first, last, is_shape);
        first = last;
    }
}

void limit_marks(std::vector<utf8proc_int32_t>& points) {
    std::size_t marks = 0;
    std::erase_if(points, [&](utf8proc_int32_t point) {
        marks = is_mark(static_cast<char32_t>(point)) ? marks + 1 : 0;
        return marks > most_marks;
    });
}

std::u32string compose(std::vector<utf8proc_int32_t> points) {
    // utf8proc wants room for a terminating zero.
    const auto size = static_cast<utf8proc_ssize_t>(points.size());
    points.push_back(0);
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    const auto length = utf8proc_normalize_utf32(points.data(), size, options);
    if (length < 0) throw std::logic_error("normalise: composition failed");
    return {points.begin(), points.begin() + length};
}

void latinise(std::u32string& word) {
    if (!std::any_of(word.begin(), word.end(), is_latin)) return;
    const auto foreign = [](char32_t point) {
        return !is_latin(point) && latin_twin(point) == 0 && !is_mark(point) &&
               !(point >= '0' && point <= '9');
    };
    if (std::any_of(word.begin(), word.end(), foreign)) return;
    for (char32_t& point : word)
        if (const char32_t twin = latin_twin(point)) point = twin;
}

// A zero-width space stands for a word break in some texts and is noise within a syllable in others.
void settle_word_breaks(std::u32string& word) {
    if (word.find(word_break) == word.npos) return;
    std::u32string joined = word;
    std::erase(joined, word_break);
    if (is_syllable(joined)) {
        word = joined;
        return;
    }
    std::replace(word.begin(), word.end(), word_break, U' ');
}

void place_tone(std::u32string& word) {
    std::u32string toneless;
    Tone tone = Tone::level;
    for (const char32_t point : word) {
        const Letter letter = take_tone(point);
        if (letter.tone != Tone::level && tone != Tone::level) return;
        if (letter.tone != Tone::level) tone = letter.tone;
        toneless += letter.base;
    }
    if (tone == Tone::level) return;
    const auto at = tone_position(toneless);
    if (at == std::u32string::npos) return;
    toneless[at] = put_tone(toneless[at], tone);
    word = std::move(toneless);
}

template <typename Edit>
std::u32string edit_words(std::u32string_view text, bool breaks_join, Edit edit) {
    std::u32string edited;
    edited.reserve(text.size());
    const auto in_word = [&](char32_t point) {
        return is_word_character(point) || (breaks_join && point == word_break);
    };
    for (auto first = text.begin(); first != text.end();) {
        if (!in_word(*first)) {
            edited += *first++;
            continue;
        }
        const auto last = std::find_if_not(first, text.end(), in_word);
        std::u32string word(first, last);
        edit(word);
        edited += word;
        first = last;
    }
    return edited;
}

std::string encode_with_single_spaces(std::u32string_view text) {
    std::string encoded;
    encoded.reserve(text.size() * 2);
    for (const char32_t point : text) {
        if (point != U' ')
            append(encoded, point);
        else if (!encoded.empty() && encoded.back() != ' ')
            encoded += ' ';
    }
    if (!encoded.empty() && encoded.back() == ' ') encoded.pop_back();
    return encoded;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace

std::string normalise(std::string_view text) {
    if (is_ascii(text)) return encode_with_single_spaces(clean(std::u32string(text.begin(), text.end())));
    auto points = decompose(clean(decode(text)));
    order_marks(points);
    limit_marks(points);
    // Homoglyphs are replaced while marks are apart, so that a Cyrillic letter can take a Vietnamese mark.
    const std::u32string apart = edit_words(std::u32string(points.begin(), points.end()), false, latinise);
    const std::u32string composed = compose({apart.begin(), apart.end()});
    const std::u32string settled = edit_words(composed, true, settle_word_breaks);
    return encode_with_single_spaces(edit_words(settled, false, place_tone));
}

std::string unaccent(std::string_view normal) {
    if (is_ascii(normal)) return std::string(normal);
    std::string bare;
    bare.reserve(normal.size());
    for (const char32_t point : decode(normal)) {
        if (point < 0x80) {
            bare += static_cast<char>(point);
        } else if (!is_mark(point)) {
            const char32_t base = strip_shape(take_tone(point).base);
            append(bare, base);
        }
    }
    return bare;
}

std::vector<std::string_view> tokens(std::string_view normal) {
    std::vector<std::string_view> found;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(normal.data());
    std::size_t start = 0;
    bool inside = false;
    for (std::size_t i = 0; i < normal.size();) {
        utf8proc_int32_t point = 0;
        const auto read =
            utf8proc_iterate(bytes + i, static_cast<utf8proc_ssize_t>(normal.size() - i), &point);
        const bool word = read > 0 && is_word_character(static_cast<char32_t>(point));
        if (word && !inside) start = i;
        if (!word && inside) found.push_back(normal.substr(start, i - start));
        inside = word;
        i += read > 0 ? static_cast<std::size_t>(read) : 1;
    }
    if (inside) found.push_back(normal.substr(start));
    return found;
}

std::string_view cut(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    std::size_t end = bytes;
    // A character has at most three continuation bytes; more of them is no UTF-8 and may be split anywhere.
    for (int i = 0; i < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++i) --end;
    if ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) end = bytes;
    return text.substr(0, end);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == text.npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& words) {
    std::string joined;
    for (const auto& word : words) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

}  // namespace reformdesk::nlp
