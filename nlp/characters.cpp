#include "nlp/characters.hpp"

#include <string_view>

#include <utf8proc.h>

namespace reformdesk::nlp {

namespace {

utf8proc_category_t category(char32_t point) {
    return utf8proc_category(static_cast<utf8proc_int32_t>(point));
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

char32_t lower(char32_t point) {
    if (point < 0x80) return point >= 'A' && point <= 'Z' ? point + 32 : point;
    return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(point)));
}

}  // namespace

bool is_mark(char32_t point) {
    if (point < 0x300) return false;
    const auto kind = category(point);
    return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_MC || kind == UTF8PROC_CATEGORY_ME;
}

bool is_word_character(char32_t point) {
    if (point < 0x80)
        return (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9') ||
               (point >= 'A' && point <= 'Z');
    // The common letters: Latin with marks.
    if ((point >= 0x100 && point <= 0x24F) || (point >= 0x1E00 && point <= 0x1EFF)) return true;
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

char32_t plain(char32_t point) {
    return lower(replace_look_alike(point));
}

bool is_latin(char32_t point) {
    return (point >= 'a' && point <= 'z') || (point >= 0xC0 && point <= 0x24F) ||
           (point >= 0x1E00 && point <= 0x1EFF);
}

char32_t latin_twin(char32_t point) {
    constexpr std::u32string_view foreign = U"аеорсухіјѕһԁмтвнкοαινρτυκ";
    constexpr std::u32string_view latin = U"aeopcyxijshdmtbhkoaivptuk";
    const auto at = foreign.find(point);
    return at == foreign.npos ? 0 : latin[at];
}

}  // namespace reformdesk::nlp
