#include "kb_index/check/prose.hpp"

#include "nlp/utf8.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_ascii_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The capital letters of Vietnamese, and others of Latin script.
bool is_capital(char32_t point) {
    if (point < 0x80) return point >= U'A' && point <= U'Z';
    if (point < 0x100) return point >= U'À' && point <= U'Þ' && point != U'×';
    if (point == U'Ơ' || point == U'Ư') return true;
    const bool in_turns = (point < 0x180 && point != U'ĸ') || (point >= U'Ạ' && point <= U'ỹ');
    return in_turns && point % 2 == 0;
}

// "dichvucong.gov.vn", "hotro@khanhhoa.gov.vn": letters on both sides of a dot or an at sign.
bool is_address(std::string_view chunk) {
    if (chunk.find("://") != std::string_view::npos) return true;
    for (std::size_t i = 1; i + 1 < chunk.size(); ++i)
        if ((chunk[i] == '.' || chunk[i] == '@') && is_ascii_letter(chunk[i - 1]) &&
            is_ascii_letter(chunk[i + 1]))
            return true;
    return false;
}

// "NĐ-CP", "QĐ-UBND": the authority of a document number without the number.
bool is_authority(std::string_view chunk) {
    chunk.remove_prefix(std::min(chunk.find_first_not_of("([*\"'"), chunk.size()));
    const auto hyphen = chunk.find('-');
    return hyphen != std::string_view::npos && is_all_capitals(chunk.substr(0, hyphen)) &&
           hyphen + 1 < chunk.size() && is_capital(nlp::character_at(chunk, hyphen + 1).point);
}

void blank_targets(std::string& text) {
    for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 1)) {
        const auto end = std::min(text.find_first_of(")\n", at), text.size());
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(at),
                  text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
}

}  // namespace

std::string prose_of(std::string_view markdown) {
    std::string text(markdown);
    blank_targets(text);
    for (std::size_t first = 0; first < text.size();) {
        if (is_blank(text[first])) {
            ++first;
            continue;
        }
        const auto begin = text.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = std::find_if(begin, text.end(), is_blank);
        const std::string_view chunk(text.data() + first, static_cast<std::size_t>(end - begin));
        first += chunk.size();
        if (std::ranges::any_of(chunk, is_digit) || is_address(chunk) || is_authority(chunk))
            std::fill(begin, end, ' ');
    }
    return text;
}

bool is_all_capitals(std::string_view word) {
    std::size_t letters = 0;
    for (std::size_t i = 0; i < word.size(); ++letters) {
        const auto character = nlp::character_at(word, i);
        if (!is_capital(character.point)) return false;
        i += character.bytes;
    }
    return letters > 1;
}

bool has_inner_capital(std::string_view word) {
    for (std::size_t i = 0; i < word.size();) {
        const auto character = nlp::character_at(word, i);
        if (i > 0 && is_capital(character.point)) return true;
        i += character.bytes;
    }
    return false;
}

}  // namespace reformdesk::kb_index
