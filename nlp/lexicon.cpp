#include "nlp/lexicon.hpp"

#include "nlp/phrase_trie.hpp"
#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

namespace reformdesk::nlp {

namespace {

using Readings = std::unordered_map<std::string, std::vector<std::string>>;

Readings load_readings() {
    Readings readings;
    const auto add = [&](const std::string& key, std::string_view value) {
        auto& known = readings[key];
        if (std::find(known.begin(), known.end(), value) == known.end()) known.emplace_back(value);
    };
    for (const auto table : {tables::abbreviations, tables::shorthand}) {
        for (const Row& row : rows_of(table)) {
            const std::string key(row.at(0));
            for (const auto value : split(row.at(1), '|')) {
                add(key, value);
                if (const std::string bare = unaccent(key); bare != key) add(bare, value);
            }
        }
    }
    return readings;
}

PhraseTrie load_fillers() {
    PhraseTrie fillers;
    for (const Row& row : rows_of(tables::fillers))
        for (const auto& words : phrases_of(row.at(0), forms_of_address()))
            // "nha" without diacritics may be "nhà": a single word must be the filler itself.
            fillers.add(words, 0, words.size() == 1);
    return fillers;
}

struct Concepts {
    PhraseTrie phrases;
    std::vector<std::string> names;
};

Concepts load_concepts() {
    Concepts concepts;
    for (const Row& row : rows_of(tables::concepts)) {
        const auto number = static_cast<std::uint32_t>(concepts.names.size());
        concepts.names.emplace_back(row.at(0));
        for (const auto phrase : split(row.at(1), '|'))
            for (const auto& words : phrases_of(phrase, {})) concepts.phrases.add(words, number, false);
    }
    return concepts;
}

std::unordered_set<std::string> load_stop_words() {
    std::unordered_set<std::string> words;
    for (const Row& row : rows_of(tables::stop_words)) words.emplace(row.at(0));
    return words;
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

const std::vector<std::string>& readings_of(std::string_view word) {
    static const Readings readings = load_readings();
    static const std::vector<std::string> none;
    const auto found = readings.find(std::string(word));
    return found == readings.end() ? none : found->second;
}

const PhraseClasses& forms_of_address() {
    static const PhraseClasses classes = {
        {"who", {"em",      "e",   "mình", "mk",   "tôi", "tui", "anh", "chị", "a",  "c",
                 "anh chị", "bạn", "con",  "cháu", "bác", "cô",  "chú", "ông", "bà", "tớ"}},
        {"all", {"mọi người", "mn", "mng", "cả nhà", "các bạn", "các anh chị", "anh chị em", "quý vị"}}};
    return classes;
}

bool may_mean(std::string_view typed, std::string_view meant) {
    return typed == meant || typed == unaccent(meant);
}

std::size_t filler_length(const std::vector<std::string>& words, std::size_t first) {
    static const PhraseTrie fillers = load_fillers();
    const auto match = fillers.longest(words, first);
    return match ? match->length : 0;
}

std::vector<ConceptSpan> concept_spans(const std::vector<std::string>& words) {
    static const Concepts concepts = load_concepts();
    std::vector<ConceptSpan> found;
    for (std::size_t i = 0; i < words.size();) {
        const auto match = concepts.phrases.longest(words, i);
        if (match) found.push_back({concepts.names[match->value], i, match->length});
        i += match ? match->length : 1;
    }
    return found;
}

bool is_stop_word(std::string_view word) {
    static const std::unordered_set<std::string> words = load_stop_words();
    return words.contains(std::string(word));
}

}  // namespace reformdesk::nlp
