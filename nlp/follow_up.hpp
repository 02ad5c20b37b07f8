// Questions that ask about what was spoken of before. Internal to nlp.
#pragma once

#include "nlp/lexicon.hpp"

#include <span>
#include <string>

namespace reformdesk::nlp {

/// The words of a question without fillers, with their numbers and whether any has diacritics: then "con" is
/// not "còn".
struct QuestionWords {
    std::span<const std::string> words;
    std::span<const WordId> ids;
    bool accented = false;
};

/// Whether it asks further: it begins as such a question does ("còn ở xã thì sao"), or asks for a facet and
/// names no topic ("bao lâu vậy", "nộp ở đâu").
bool is_follow_up(const QuestionWords& question, std::span<const ConceptSpan> concepts);

/// Whether, after another question of the same message, it may go on about that one's topic: "có mất phí
/// không", "thủ tục này ai giải quyết".
bool leans_on_the_one_before(const QuestionWords& question);

/// Whether it is the rest of the question before it: "hay liên hệ với ai".
bool goes_on(const QuestionWords& question);

}  // namespace reformdesk::nlp
