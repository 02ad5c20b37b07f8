// Characters and their bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reformdesk::nlp {

/// Stands for bytes that are no character.
inline constexpr char32_t replacement_character = 0xFFFD;

/// A character with the number of its bytes; an invalid byte is one replacement character.
struct Character {
    char32_t point = replacement_character;
    std::size_t bytes = 1;
    bool valid = true;
};

/// The character at `at`, which is within the text. No overlong forms, no surrogates, nothing above U+10FFFF.
Character character_at(std::string_view text, std::size_t at);

/// Well-formed UTF-8.
bool is_valid_utf8(std::string_view bytes);
bool is_ascii(std::string_view text);

std::u32string decode(std::string_view text);
std::string encode(std::u32string_view text);
void append(std::string& text, char32_t point);

}  // namespace reformdesk::nlp
