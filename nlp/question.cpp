#include "nlp/question.hpp"

#include "nlp/follow_up.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"
#include "nlp/typing.hpp"

#include <algorithm>

namespace reformdesk::nlp {

namespace {

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
        for (const WeightedTerm& term : lexicon().expansions[id]) expansions.push_back(term);
    // Of equal terms the one with the most weight stays.
    std::sort(expansions.begin(), expansions.end(), [](const WeightedTerm& a, const WeightedTerm& b) {
        return a.term != b.term ? a.term < b.term : a.weight > b.weight;
    });
    const auto same = [](const WeightedTerm& a, const WeightedTerm& b) { return a.term == b.term; };
    expansions.erase(std::unique(expansions.begin(), expansions.end(), same), expansions.end());
}

}  // namespace

Question read(std::string_view text) {
    Question question;
    question.normal = normalise(cut(text, longest_question));
    const auto typed = tokens(question.normal);
    question.intent = recognise(question.normal, typed);
    question.citations = find_citations(question.normal, typed);

    question.syllables.assign(typed.begin(), typed.end());
    decode_raw_keys(question.syllables);
    std::vector<WordId> ids;
    ids.reserve(typed.size());
    for (std::string& word : question.syllables) {
        word = one_spelling(word);
        ids.push_back(lexicon().words.find(word));
    }
    drop_fillers(question.syllables, ids);

    question.unaccented.reserve(question.syllables.size());
    for (const std::string& syllable : question.syllables) {
        question.unaccented.push_back(unaccent(syllable));
        question.accented = question.accented || question.unaccented.back() != syllable;
    }
    expand(ids, question.expansions);
    const auto concepts = concept_spans(ids);
    for (const auto& span : concepts) question.concepts.emplace_back(span.name);
    question.follow_up = question.intent.kind == IntentKind::none && question.citations.empty() &&
                         is_follow_up(question.syllables, ids, concepts);
    return question;
}

}  // namespace reformdesk::nlp
