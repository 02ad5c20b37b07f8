// Dates as people type them. Internal to nlp.
#pragma once

#include "nlp/phrase_matcher.hpp"
#include "nlp/vocabulary.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace reformdesk::nlp {

/// The words of a text in normal form and their numbers in the lexicon.
struct TextWords {
    std::string_view normal;
    std::span<const std::string_view> words;
    std::span<const WordId> ids;

    std::size_t size() const { return words.size(); }
    /// Where the word begins in the text.
    std::size_t offset(std::size_t at) const;
    /// What stands between a word and the one before it.
    std::string_view gap_before(std::size_t at) const;
    /// Whether the word begins with a digit.
    bool is_figure(std::size_t at) const;
    /// The words of the longest phrase that begins at a word and is typed with all its diacritics or with
    /// none; 0 when there is none. "nam trước" is not "năm trước".
    std::size_t length_of(const PhraseMatcher& phrases, std::size_t at) const;
    /// The same words without those from a place on.
    TextWords before(std::size_t at) const { return {normal, words.first(at), ids.first(at)}; }
};

/// "1/7/2025", "tháng 7 năm 2025", "năm 2024", "năm ngoái": a day, or all days of a month or a year.
struct TypedDate {
    struct Days {
        std::chrono::year_month_day first;
        std::chrono::year_month_day last;
    };
    std::size_t end = 0;       ///< the word after it
    std::optional<Days> days;  ///< nothing where there are none, as of "31/2/2025", or only years are told
    int years_ago = 0;         ///< 1 of "năm ngoái"
    bool whole_year = false;
};

/// The date that begins at a word. After words that want a date (`expected`) also one that may else be the
/// number of a document, "3/2024", and years of two digits.
std::optional<TypedDate> date_at(const TextWords& text, std::size_t at, bool expected);

/// Whether the words from `first` to before `end` that end in "trước" tell the order of things and no time:
/// "5 ngày trước", "năm trước khi nghỉ".
bool tells_order(const TextWords& text, std::size_t first, std::size_t end);

}  // namespace reformdesk::nlp
