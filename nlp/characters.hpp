// What single characters are. Internal to nlp.
#pragma once

namespace reformdesk::nlp {

/// Drawn onto the letter before it.
bool is_mark(char32_t point);
/// Letters, digits and the marks on them.
bool is_word_character(char32_t point);
bool is_invisible(char32_t point);
bool is_space(char32_t point);

/// The lower-case letter or the plain sign that a character is read as: Ð is đ, “ is ".
char32_t plain(char32_t point);

/// Latin letters in lower case, with and without marks.
bool is_latin(char32_t point);
/// Cyrillic and Greek letters, in lower case, that are drawn like a Latin one; 0 for others.
char32_t latin_twin(char32_t point);

}  // namespace reformdesk::nlp
