// How articles stand in the Xapian index. The only place that names prefixes, value slots and metadata keys.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/sparse_vector.hpp"
#include "nlp/question.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index::schema {

/// Raised whenever terms, slots or records change their meaning; an index of another version must be rebuilt.
inline constexpr std::string_view index_version = "5";

/// Metadata keys.
inline constexpr const char* version_key = "reformdesk.version";
inline constexpr const char* revision_key = "reformdesk.revision";
inline constexpr const char* model_key = "reformdesk.model";

/// Value slots: dates as "20250701", empty for an open end; the province code.
inline constexpr unsigned valid_from_slot = 0;
inline constexpr unsigned valid_to_slot = 1;
inline constexpr unsigned territory_slot = 2;

/// What a term is of. Prefixes are single capital letters; terms are in lower case.
enum class Field : char {
    accented = 'A',
    bare = 'B',
    pair = 'Q',  ///< of bare words: accented ones tell apart what two accented words tell apart already
    citation = 'C',
    concept_name = 'S',
    topic = 'T',
    id = 'I',
};

/// Empty when the term would be longer than is worth indexing: pasted junk, not words.
std::string term(Field field, std::string_view text);

/// The term by which a document is replaced and removed; ids of any length up to the limit of Article fit.
std::string id_term(std::string_view id);

/// How much heavier a term that is asked counts than one that is answered.
inline constexpr unsigned asked_weight = 3;

/// A term with how often it stands in what an article asks and in what it answers.
struct CountedTerm {
    std::string term;
    unsigned asked = 0;
    unsigned answered = 0;

    /// How often it counts for Xapian, which knows one field only.
    unsigned count() const { return asked_weight * asked + answered; }
};

/// Counts the terms of an article as its texts come.
class TermCounter {
  public:
    void ask(const nlp::Question& question);
    void answer(std::string_view text);
    void topic(std::string_view topic);
    /// Sorted, each term once; then the counter is empty again.
    std::vector<CountedTerm> take();

  private:
    std::vector<std::string> asked_;
    std::vector<std::string> answered_;
};

/// Counts all of an article but its question and phrasings: the answer, the topic and the sources.
void count_rest(TermCounter& counter, const Article& article);

/// The terms of an article.
std::vector<CountedTerm> article_terms(const Article& article);

struct QueryTerm {
    std::string term;
    double weight = 1;
};

/// The terms to look a question up with, sorted and distinct. A question of nothing but fillers is looked up
/// by these.
std::vector<QueryTerm> query_terms(const nlp::Question& question);

/// The same by feature (lexical.hpp) with the weights of the terms, without making the terms.
SparseVector query_weights(const nlp::Question& question);

/// The feature of a term.
std::uint32_t term_feature(std::string_view term);
/// Whether a term of this feature is a legal citation.
inline bool is_citation(std::uint32_t feature) {
    return is_marked(feature);
}

/// The words of a question; all words when everything is filler. Refers to the question, which must outlive
/// it.
class Words {
  public:
    explicit Words(const nlp::Question& question);
    Words(const Words&) = delete;
    Words& operator=(const Words&) = delete;

    std::span<const std::string> accented;
    std::span<const std::string> bare;

  private:
    std::vector<std::string> all_accented_;
    std::vector<std::string> all_bare_;
};

std::string date_value(const std::optional<Date>& date);
/// Whether a day, all three as date_value gives them, lies within both ends.
bool covers(std::string_view from, std::string_view to, std::string_view day);
/// Whether an article of one territory may answer an asker of another.
bool applies(std::string_view article_territory, std::string_view asker_territory);

}  // namespace reformdesk::kb_index::schema
