#include "nlp/question.hpp"

#include "nlp/follow_up.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/repair.hpp"
#include "nlp/syllable.hpp"
#include "nlp/text.hpp"

#include <algorithm>

namespace reformdesk::nlp {

namespace {

// Less than that of a reading of shorthand, which is no guess.
constexpr double correction_weight = 0.6;

// Leaves the words that are no filler, and puts their numbers beside them.
void drop_fillers(std::vector<std::string>& words, std::vector<WordId>& ids) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < words.size();) {
        if (const auto filler = lexicon().fillers.longest_certain(ids, i)) {
            i += filler->length;
            continue;
        }
        if (kept != i) {
            words[kept] = std::move(words[i]);
            ids[kept] = ids[i];
        }
        ++kept;
        ++i;
    }
    words.resize(kept);
    ids.resize(kept);
}

void expand(std::span<const WordId> ids, std::vector<WeightedTerm>& expansions) {
    for (const WordId id : ids)
        expansions.insert(expansions.end(), lexicon().expansions[id].begin(), lexicon().expansions[id].end());
}

void add_new_names(std::span<const WordId> ids, std::vector<WeightedTerm>& expansions) {
    for (std::size_t i = 0; i < ids.size();) {
        const auto name = lexicon().old_names.longest(ids, i);
        i += name ? name->length : 1;
        if (!name) continue;
        const auto& terms = lexicon().new_names[name->value];
        expansions.insert(expansions.end(), terms.begin(), terms.end());
    }
}

// What the words that are none may be, alone and beside their neighbours.
void correct(const std::vector<std::string>& bare, std::span<const WordId> ids,
             std::vector<WeightedTerm>& expansions) {
    const auto word_at = [&](std::size_t i) { return i < bare.size() ? std::string_view(bare[i]) : ""; };
    for (std::size_t i = 0; i < bare.size(); ++i) {
        if (ids[i] != unknown_word || is_bare_syllable(bare[i])) continue;
        const auto previous = i == 0 ? std::string_view() : word_at(i - 1);
        const auto found = corrections(previous, bare[i], word_at(i + 1));
        for (const auto correction : found) {
            const double weight = correction_weight / static_cast<double>(found.size());
            const std::string word(correction);
            expansions.push_back({word, weight});
            if (i > 0) expansions.push_back({join({bare[i - 1], word}), weight});
            if (i + 1 < bare.size()) expansions.push_back({join({word, bare[i + 1]}), weight});
        }
    }
}

// Of equal terms the one with the most weight stays.
void keep_heaviest(std::vector<WeightedTerm>& terms) {
    std::sort(terms.begin(), terms.end(), [](const WeightedTerm& a, const WeightedTerm& b) {
        return a.term != b.term ? a.term < b.term : a.weight > b.weight;
    });
    const auto same = [](const WeightedTerm& a, const WeightedTerm& b) { return a.term == b.term; };
    terms.erase(std::unique(terms.begin(), terms.end(), same), terms.end());
}

}  // namespace

Question read(std::string_view text) {
    Question question;
    question.normal = normalise(cut(text, longest_question));
    auto words = tokens(question.normal);
    if (auto repaired = repair(question.normal, words)) {
        question.normal = cut(*repaired, longest_question);
        words = tokens(question.normal);
    }
    question.intent = recognise(question.normal, words);
    question.citations = find_citations(question.normal, words);

    question.syllables.assign(words.begin(), words.end());
    std::vector<WordId> ids;
    ids.reserve(words.size());
    for (std::string& word : question.syllables) {
        word = one_spelling(word);
        ids.push_back(lexicon().words.find(word));
    }
    question.past = find_past(question.normal, words, ids, question.citations);
    drop_fillers(question.syllables, ids);

    question.unaccented.reserve(question.syllables.size());
    for (const std::string& syllable : question.syllables) {
        question.unaccented.push_back(unaccent(syllable));
        question.accented = question.accented || question.unaccented.back() != syllable;
    }
    expand(ids, question.expansions);
    add_new_names(ids, question.expansions);
    correct(question.unaccented, ids, question.expansions);
    keep_heaviest(question.expansions);
    const auto concepts = concept_spans(ids);
    for (const auto& span : concepts) question.concepts.emplace_back(span.name);
    question.follow_up = question.intent.kind == IntentKind::none && question.citations.empty() &&
                         is_follow_up({question.syllables, ids, question.accented}, concepts);
    return question;
}

}  // namespace reformdesk::nlp
