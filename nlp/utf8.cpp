#include "nlp/utf8.hpp"

#include <algorithm>

namespace reformdesk::nlp {

Character character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
    const std::size_t left = text.size() - at;
    const char32_t lead = byte(0);
    const auto continues = [&](std::size_t i) { return i < left && (byte(i) & 0xC0u) == 0x80; };
    const auto bits = [&](std::size_t i) { return static_cast<char32_t>(byte(i) & 0x3Fu); };
    constexpr Character invalid{replacement_character, 1, false};
    if (lead < 0x80) return {lead, 1, true};
    if (lead < 0xC2 || lead > 0xF4 || !continues(1)) return invalid;
    if (lead < 0xE0) return {(lead & 0x1Fu) << 6 | bits(1), 2, true};
    if (!continues(2)) return invalid;
    if (lead < 0xF0) {
        const char32_t point = (lead & 0x0Fu) << 12 | bits(1) << 6 | bits(2);
        const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
        return point < 0x800 || surrogate ? invalid : Character{point, 3, true};
    }
    if (!continues(3)) return invalid;
    const char32_t point = (lead & 0x07u) << 18 | bits(1) << 12 | bits(2) << 6 | bits(3);
    return point < 0x10000 || point > 0x10FFFF ? invalid : Character{point, 4, true};
}

bool is_valid_utf8(std::string_view bytes) {
    for (std::size_t i = 0; i < bytes.size();) {
        const Character character = character_at(bytes, i);
        if (!character.valid) return false;
        i += character.bytes;
    }
    return true;
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::u32string decode(std::string_view text) {
    std::u32string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Character character = character_at(text, i);
        decoded += character.point;
        i += character.bytes;
    }
    return decoded;
}

std::string encode(std::u32string_view text) {
    std::string encoded;
    encoded.reserve(text.size() * 2);
    for (const char32_t point : text) append(encoded, point);
    return encoded;
}

void append(std::string& text, char32_t point) {
    const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (point < 0x80) {
        add(point);
    } else if (point < 0x800) {
        add(0xC0 | point >> 6);
        add(0x80 | (point & 0x3F));
    } else if (point < 0x10000) {
        add(0xE0 | point >> 12);
        add(0x80 | (point >> 6 & 0x3F));
        add(0x80 | (point & 0x3F));
    } else {
        add(0xF0 | point >> 18);
        add(0x80 | (point >> 12 & 0x3F));
        add(0x80 | (point >> 6 & 0x3F));
        add(0x80 | (point & 0x3F));
    }
}

}  // namespace reformdesk::nlp
