#include "nlp/lexicon.hpp"

#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace reformdesk::nlp {

namespace {

// A reading is a guess next to what was typed; each of several is a weaker one.
constexpr double single_reading = 0.7;
constexpr double shared_readings = 0.6;
// Beside the name that was typed, so that old and new meet on the side of the question and of the article.
constexpr double new_name = 0.4;

// How people call each other and themselves, and the numbers that {n} stands for in intents.
const PhraseClasses& classes() {
    static const PhraseClasses known = {
        {"who", {"em",      "e",   "mình", "mk",   "tôi", "tui", "anh", "chị", "a",  "c",
                 "anh chị", "bạn", "con",  "cháu", "bác", "cô",  "chú", "ông", "bà", "tớ"}},
        {"all", {"mọi người", "mn", "mng", "cả nhà", "các bạn", "các anh chị", "anh chị em", "quý vị"}},
        {"before", {"trước", "trươc", "truớc", "trc", "trk"}},
        // Numbers in figures are one word of the tables.
        {"n", {number_word, "một", "hai", "ba", "bốn", "năm", "nhất", "nhì", "tư", "1st", "2nd"}}};
    return known;
}

PhraseMatcher load_phrases(std::string_view table, Vocabulary& words) {
    std::vector<PhrasePattern> patterns;
    for (const Row& row : rows_of(table)) patterns.push_back({row.at(0), 0});
    return {patterns, classes(), words};
}

// The rows with the name in their first field.
PhraseMatcher load_phrases(std::string_view table, std::string_view name, Vocabulary& words) {
    std::vector<PhrasePattern> patterns;
    for (const Row& row : rows_of(table))
        if (row.at(0) == name)
            for (const auto phrase : split(row.at(1), '|')) patterns.push_back({phrase, 0});
    return {patterns, classes(), words};
}

NamedPhrases load_named_phrases(std::string_view table, Vocabulary& words) {
    std::vector<std::string_view> names;
    std::vector<PhrasePattern> patterns;
    for (const Row& row : rows_of(table)) {
        auto name = std::find(names.begin(), names.end(), row.at(0));
        if (name == names.end()) name = names.insert(name, row.at(0));
        const auto value = static_cast<std::uint32_t>(name - names.begin());
        for (const auto phrase : split(row.at(1), '|')) patterns.push_back({phrase, value});
    }
    return {PhraseMatcher(patterns, classes(), words), std::move(names)};
}

std::vector<bool> load_facets(const NamedPhrases& concepts) {
    std::vector<bool> facets(concepts.names.size());
    for (const Row& row : rows_of(tables::follow_ups)) {
        if (row.at(0) != "facet") continue;
        for (const auto name : split(row.at(1), '|')) {
            const auto at = std::find(concepts.names.begin(), concepts.names.end(), name);
            facets.at(static_cast<std::size_t>(at - concepts.names.begin())) = true;
        }
    }
    return facets;
}

PastPhrases load_past(Vocabulary& words) {
    const auto role = [&](std::string_view name) { return load_phrases(tables::past, name, words); };
    return {.signs = role("sign"),
            .past = role("past"),
            .past_marked = role("past_marked"),
            .old_rules = role("old_rule"),
            .old_goes_on = role("old_goes_on"),
            .last_year = role("last_year"),
            .year_before_last = role("year_before_last"),
            .before = role("before"),
            .around = role("around"),
            .rule = role("rule"),
            .rule_marked = role("rule_marked"),
            .named = role("named"),
            .up_to = role("up_to"),
            .elsewhere = role("elsewhere"),
            .school_year = role("school_year"),
            .then = role("then"),
            .look_alikes = role("look_alike"),
            .ahead = role("ahead"),
            .counted = role("counted"),
            .units = role("unit"),
            .countables = role("countable"),
            .number_of = role("number_of"),
            .back = role("back"),
            .now = role("now"),
            .now_marked = role("now_marked"),
            .no_now = role("no_now"),
            .this_year = role("this_year"),
            .documents = role("document"),
            .issued = role("issued"),
            .without = role("without"),
            .without_marked = role("without_marked"),
            .while_ = role("while"),
            .not_yet = role("not_yet")};
}

using Readings = std::map<WordId, std::vector<std::string_view>>;

Readings load_readings(Vocabulary& words) {
    Readings readings;
    for (const auto table : {tables::abbreviations, tables::shorthand}) {
        for (const Row& row : rows_of(table)) {
            for (const auto value : split(row.at(1), '|')) {
                for (const std::string& key : {std::string(row.at(0)), unaccent(row.at(0))}) {
                    auto& known = readings[words.add(one_spelling(key))];
                    if (std::find(known.begin(), known.end(), value) == known.end()) known.push_back(value);
                }
            }
        }
    }
    return readings;
}

// The words of the phrases and, so that phrases count as phrases, their pairs.
std::vector<WeightedTerm> terms_of(const std::vector<std::string_view>& phrases, double weight) {
    std::vector<WeightedTerm> terms;
    for (const auto phrase : phrases) {
        std::string previous;
        for (const auto word : split(phrase, ' ')) {
            const std::string bare = unaccent(one_spelling(word));
            terms.push_back({bare, weight});
            if (!previous.empty()) terms.push_back({join({previous, bare}), weight});
            previous = bare;
        }
    }
    return terms;
}

std::vector<WeightedTerm> reading_terms(const std::vector<std::string_view>& readings) {
    const double share = shared_readings / static_cast<double>(readings.size());
    return terms_of(readings, readings.size() == 1 ? single_reading : share);
}

PhraseMatcher load_old_names(Vocabulary& words) {
    std::vector<PhrasePattern> patterns;
    std::uint32_t place = 0;
    for (const Row& row : rows_of(tables::names)) {
        for (const auto phrase : split(row.at(0), ';')) patterns.push_back({phrase, place});
        ++place;
    }
    return {patterns, classes(), words};
}

Lexicon load_lexicon() {
    // About as many as the tables have.
    Vocabulary words(4096);
    PhraseMatcher fillers = load_phrases(tables::fillers, words);
    PhraseMatcher joints = load_phrases(tables::joints, words);
    NamedPhrases concepts = load_named_phrases(tables::concepts, words);
    NamedPhrases intents = load_named_phrases(tables::intents, words);
    NamedPhrases document_kinds = load_named_phrases(tables::document_kinds, words);
    const auto role = [&](std::string_view name) { return load_phrases(tables::follow_ups, name, words); };
    FollowUpPhrases follow_ups = {.openers = role("opener"),
                                  .statements = role("statement"),
                                  .aspects = role("aspect"),
                                  .carriers = role("carrier"),
                                  .dependents = role("depends"),
                                  .references = role("refers"),
                                  .continuations = role("continues"),
                                  .facets = load_facets(concepts)};
    PastPhrases past = load_past(words);
    PhraseMatcher old_names = load_old_names(words);
    std::vector<std::vector<WeightedTerm>> new_names;
    for (const Row& row : rows_of(tables::names)) new_names.push_back(terms_of({row.at(1)}, new_name));
    const Readings readings = load_readings(words);
    std::vector<WordId> stop_ids;
    for (const Row& row : rows_of(tables::stop_words)) stop_ids.push_back(words.add(one_spelling(row.at(0))));

    std::vector<std::vector<WeightedTerm>> expansions(words.size());
    for (const auto& [word, values] : readings) expansions[word] = reading_terms(values);
    std::vector<bool> stop_words(words.size());
    for (const WordId word : stop_ids) stop_words[word] = true;
    return {.words = std::move(words),
            .fillers = std::move(fillers),
            .joints = std::move(joints),
            .concepts = std::move(concepts),
            .intents = std::move(intents),
            .document_kinds = std::move(document_kinds),
            .old_names = std::move(old_names),
            .follow_ups = std::move(follow_ups),
            .past = std::move(past),
            .expansions = std::move(expansions),
            .new_names = std::move(new_names),
            .stop_words = std::move(stop_words)};
}

}  // namespace

std::vector<Row> rows_of(std::string_view table) {
    std::vector<Row> rows;
    for (const auto line : split(table, '\n')) {
        // "#{n}" is an entry; a comment has a space after the sign.
        if (line.empty() || line.starts_with("# ")) continue;
        rows.push_back(split(line, '\t'));
    }
    return rows;
}

const Lexicon& lexicon() {
    static const Lexicon loaded = load_lexicon();
    return loaded;
}

WordId Lexicon::find(std::string_view word) const {
    return words.find(one_spelling(word));
}

bool is_shorthand(std::string_view word) {
    return !lexicon().expansions[lexicon().find(word)].empty();
}

bool is_stop_word(std::string_view word) {
    return lexicon().stop_words[lexicon().find(word)];
}

std::vector<ConceptSpan> concept_spans(std::span<const WordId> words) {
    const NamedPhrases& concepts = lexicon().concepts;
    std::vector<ConceptSpan> found;
    for (std::size_t i = 0; i < words.size();) {
        const auto match = concepts.phrases.longest(words, i);
        if (match) found.push_back({concepts.names[match->value], match->value, i, match->length});
        i += match ? match->length : 1;
    }
    return found;
}

}  // namespace reformdesk::nlp
