// What the tables of nlp/data say: abbreviations, chat shorthand, phrases, stop words. Read once, then
// constant.
#pragma once

#include "nlp/phrase_matcher.hpp"
#include "nlp/vocabulary.hpp"
#include "nlp/weighted_term.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::nlp {

/// A row of a table: the tab-separated fields of one line.
using Row = std::vector<std::string_view>;
/// The rows of a table of nlp/data, without empty and comment lines.
std::vector<Row> rows_of(std::string_view table);

/// Phrases by the name of what they mean; a match's value is the place of its name.
struct NamedPhrases {
    PhraseMatcher phrases;
    std::vector<std::string_view> names;
};

/// The roles of nlp/data/follow_ups.tsv.
struct FollowUpPhrases {
    PhraseMatcher openers;
    PhraseMatcher statements;  ///< begin like openers, and do not ask further
    PhraseMatcher aspects;
    PhraseMatcher carriers;
    PhraseMatcher dependents;
    PhraseMatcher references;
    PhraseMatcher continuations;
    std::vector<bool> facets;  ///< by the place of the concept's name
};

/// The roles of nlp/data/past.tsv. Those that are `marked` count only with their diacritics.
struct PastPhrases {
    PhraseMatcher signs;  ///< single words: one stands in every phrase down to `year_before_last`
    PhraseMatcher past;
    PhraseMatcher past_marked;
    PhraseMatcher old_rules;
    PhraseMatcher old_goes_on;
    PhraseMatcher last_year;
    PhraseMatcher year_before_last;
    PhraseMatcher before;  ///< from here to `elsewhere`: what stands before a date
    PhraseMatcher around;
    PhraseMatcher rule;
    PhraseMatcher rule_marked;
    PhraseMatcher named;
    PhraseMatcher up_to;
    PhraseMatcher elsewhere;
    PhraseMatcher school_year;
    PhraseMatcher then;
    PhraseMatcher look_alikes;
    PhraseMatcher ahead;
    PhraseMatcher counted;
    PhraseMatcher units;
    PhraseMatcher countables;
    PhraseMatcher number_of;
    PhraseMatcher back;
    PhraseMatcher now;
    PhraseMatcher now_marked;
    PhraseMatcher no_now;
    PhraseMatcher this_year;
    PhraseMatcher documents;
    PhraseMatcher issued;
    PhraseMatcher without;  ///< what stands before a document
    PhraseMatcher without_marked;
    PhraseMatcher while_;  ///< before and after a document that was yet to come
    PhraseMatcher not_yet;
};

/// Stands for every number in figures where a pattern has {n}; nobody can type it.
inline constexpr std::string_view number_word = "<number>";

struct Lexicon {
    Vocabulary words;
    PhraseMatcher fillers;
    PhraseMatcher joints;
    NamedPhrases concepts;
    NamedPhrases intents;
    NamedPhrases document_kinds;
    PhraseMatcher old_names;
    FollowUpPhrases follow_ups;
    PastPhrases past;
    std::vector<std::vector<WeightedTerm>> expansions;  ///< by word: what shorthand may stand for
    std::vector<std::vector<WeightedTerm>>
        new_names;                 ///< by the value of old_names: what stands in its place
    std::vector<bool> stop_words;  ///< by word

    /// The number of a word in normal form.
    WordId find(std::string_view word) const;
};
const Lexicon& lexicon();

/// What abbreviations and chat shorthand stand for; one typed without diacritics finds "nđ" under "nd".
bool is_shorthand(std::string_view word);

/// True for syllables that stand in any question; takes the accented or the bare form.
bool is_stop_word(std::string_view word);

/// Words that name a concept: "lệ phí" and "tốn bao nhiêu tiền" are both "cost".
struct ConceptSpan {
    std::string_view name;
    std::size_t concept_number = 0;
    std::size_t first = 0;
    std::size_t length = 0;  ///< in words
};

/// The concepts that the words name, in their order and without overlap.
std::vector<ConceptSpan> concept_spans(std::span<const WordId> words);

}  // namespace reformdesk::nlp
