// The words that mean more, or less, than they say: abbreviations, chat shorthand, fillers, stop words.
#pragma once

#include "nlp/phrase_trie.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// A row of a table: the tab-separated fields of one line.
using Row = std::vector<std::string_view>;
/// The rows of a table of nlp/data, without empty and comment lines.
std::vector<Row> rows_of(std::string_view table);

/// What an abbreviation or chat shorthand may stand for, most likely first; empty when it is neither. The
/// word is in normal form; one typed without diacritics finds "nđ" under "nd".
const std::vector<std::string>& readings_of(std::string_view word);

/// How many of the words from `first` on are one filler phrase, the longest; 0 for none. Within a
/// phrase of several words, one typed without diacritics matches one with them.
std::size_t filler_length(const std::vector<std::string>& words, std::size_t first);

/// Words that name a concept: "lệ phí" and "tốn bao nhiêu tiền" are both "cost".
struct ConceptSpan {
    std::string_view name;
    std::size_t first = 0;
    std::size_t length = 0;  ///< in words
};

/// The concepts that the words name, in their order and without overlap.
std::vector<ConceptSpan> concept_spans(const std::vector<std::string>& words);

/// How people call each other and themselves: the classes "who" and "all" of the phrase tables.
const PhraseClasses& forms_of_address();

/// True for syllables that stand in any question; takes the accented or the bare form.
bool is_stop_word(std::string_view word);

/// Whether a typed word may mean the table's word: the same, or the same without diacritics.
bool may_mean(std::string_view typed, std::string_view meant);

}  // namespace reformdesk::nlp
