#include "nlp/question.hpp"

#include "nlp/follow_up.hpp"
#include "nlp/lexicon.hpp"
#include "nlp/text.hpp"
#include "nlp/typing.hpp"

#include <algorithm>
#include <map>

namespace reformdesk::nlp {

namespace {

// A reading is a guess next to what was typed; each of several is a weaker one.
constexpr double single_reading = 0.7;
constexpr double shared_readings = 0.6;

std::vector<std::string> without_fillers(const std::vector<std::string>& words) {
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < words.size();) {
        const std::size_t filler = filler_length(words, i);
        if (filler == 0) kept.push_back(words[i]);
        i += std::max<std::size_t>(filler, 1);
    }
    return kept;
}

// The words of the readings and, so that phrases count as phrases, their pairs.
void expand(const std::string& word, std::map<std::string, double>& expansions) {
    const auto& readings = readings_of(word);
    const double weight =
        readings.size() == 1 ? single_reading : shared_readings / static_cast<double>(readings.size());
    for (const std::string& reading : readings) {
        const std::string bare = unaccent(reading);
        std::string previous;
        for (const auto syllable : tokens(bare)) {
            const auto add = [&](const std::string& term) {
                auto& known = expansions[term];
                known = std::max(known, weight);
            };
            add(std::string(syllable));
            if (!previous.empty()) add(previous + ' ' + std::string(syllable));
            previous = syllable;
        }
    }
}

}  // namespace

Question read(std::string_view text) {
    Question question;
    const std::string_view kept = cut(text, longest_question);
    question.normal = normalise(kept);
    question.intent = recognise(question.normal);
    question.citations = find_citations(question.normal);

    std::vector<std::string> words;
    for (const auto token : tokens(question.normal)) words.emplace_back(token);
    decode_raw_keys(words);
    question.syllables = without_fillers(words);
    for (const auto& span : concept_spans(question.syllables)) question.concepts.emplace_back(span.name);
    question.follow_up = question.intent.kind == IntentKind::none && question.citations.empty() &&
                         is_follow_up(question.syllables);
    std::map<std::string, double> expansions;
    for (const std::string& syllable : question.syllables) {
        question.unaccented.push_back(unaccent(syllable));
        question.accented = question.accented || question.unaccented.back() != syllable;
        expand(syllable, expansions);
    }
    for (const auto& [term, weight] : expansions) question.expansions.push_back({term, weight});
    return question;
}

}  // namespace reformdesk::nlp
