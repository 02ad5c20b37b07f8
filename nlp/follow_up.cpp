#include "nlp/follow_up.hpp"

#include <algorithm>

namespace reformdesk::nlp {

namespace {

// What is longer tells of a case of its own.
constexpr std::size_t most_words = 12;
constexpr std::size_t most_leaning_words = 8;
// "con par index" is short enough to be "còn PAR INDEX".
constexpr std::size_t most_words_after_bare_opener = 3;

const FollowUpPhrases& known() {
    return lexicon().follow_ups;
}

bool starts_with_digit(const std::string& word) {
    return !word.empty() && word.front() >= '0' && word.front() <= '9';
}

std::size_t length_at(const PhraseMatcher& phrases, const QuestionWords& question, std::size_t at) {
    const auto match = phrases.longest(question.ids, at);
    return match && (match->exact || !question.accented) ? match->length : 0;
}

// Facets and aspects, what they are asked with, and nothing else from `at` on.
bool asks_for_facets_only(const QuestionWords& question, std::span<const ConceptSpan> concepts,
                          std::size_t at) {
    bool any = false;
    auto span = concepts.begin();
    while (at < question.ids.size()) {
        while (span != concepts.end() && span->first < at) ++span;
        if (span != concepts.end() && span->first == at && known().facets[span->concept_number]) {
            any = true;
            at += span->length;
            continue;
        }
        if (const std::size_t aspect = length_at(known().aspects, question, at); aspect > 0) {
            any = true;
            at += aspect;
            continue;
        }
        const std::size_t carrier = length_at(known().carriers, question, at);
        if (carrier == 0 && !lexicon().stop_words[question.ids[at]]) return false;
        at += std::max<std::size_t>(carrier, 1);
    }
    return any;
}

// "còn ở xã thì sao"; but "còn 3 tháng nữa hết hạn" and "còn hiệu lực không" tell of something, and "con toi
// bi ho" may have a child in it.
bool opens(const QuestionWords& question, std::span<const ConceptSpan> concepts) {
    const auto opener = known().openers.longest(question.ids, 0);
    if (!opener || opener->length == question.words.size()) return false;
    if (length_at(known().statements, question, 0) > 0 || starts_with_digit(question.words[opener->length]))
        return false;
    if (opener->exact || opener->length > 1) return opener->exact || !question.accented;
    return !question.accented &&
           (question.words.size() <= 1 + most_words_after_bare_opener || question.words.back() == "sao" ||
            asks_for_facets_only(question, concepts, opener->length));
}

}  // namespace

bool is_follow_up(const QuestionWords& question, std::span<const ConceptSpan> concepts) {
    if (question.words.empty() || question.words.size() > most_words) return false;
    return opens(question, concepts) || asks_for_facets_only(question, concepts, 0);
}

bool leans_on_the_one_before(const QuestionWords& question) {
    if (question.words.size() <= most_leaning_words && length_at(known().dependents, question, 0) > 0)
        return true;
    for (std::size_t i = 0; i < question.words.size(); ++i)
        if (known().references.longest_certain(question.ids, i)) return true;
    return false;
}

bool goes_on(const QuestionWords& question) {
    return length_at(known().continuations, question, 0) > 0;
}

}  // namespace reformdesk::nlp
