#include "server/desk/parts.hpp"

#include "nlp/parts.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::desk {

namespace {

using kb_index::DecisionKind;

AskedPart ask_one(const std::string& words, const nlp::Question& question, const std::optional<Topic>& topic,
                  const DialogKnowledge& knowledge) {
    auto decision = ask_in_topic(question, topic, knowledge);
    return {words, question.follow_up ? with_topic(words, topic) : words, std::move(decision)};
}

bool is_understood(const AskedPart& part) {
    return part.decision && part.decision->kind != DecisionKind::escalate;
}

// What a next question may follow up on.
std::optional<Topic> topic_after(const AskedPart& part, bool follows_up, std::optional<Topic> before,
                                 const DialogKnowledge& knowledge) {
    const auto& decision = part.decision;
    if (decision && decision->kind == DecisionKind::answer && !decision->ranked.empty()) {
        if (auto stored = knowledge.article(decision->ranked.front().id)) {
            return Topic{stored->article.question, std::move(stored->article)};
        }
    }
    return follows_up && before ? std::move(before) : Topic{part.words};
}

}  // namespace

std::vector<AskedPart> ask_parts(const std::string& message, std::optional<Topic> topic,
                                 const DialogKnowledge& knowledge) {
    const auto questions = nlp::questions_in(message);
    std::vector<AskedPart> parts;
    if (questions.size() >= 2) {
        auto last = topic;
        for (const auto& each : questions) {
            auto question = nlp::read(each.text);
            question.follow_up = each.follows_up || (parts.empty() && question.follow_up);
            parts.push_back(ask_one(each.text, question, last, knowledge));
            last = topic_after(parts.back(), question.follow_up, std::move(last), knowledge);
        }
    }
    if (std::any_of(parts.begin(), parts.end(), is_understood)) {
        return parts;
    }
    // A wish for a person is no part of what is asked.
    const bool wish = questions.size() == 1 && nlp::asks_for_person(message);
    const auto& words = wish ? questions.front().text : message;
    auto whole = ask_one(words, nlp::read(words), topic, knowledge);
    if (parts.empty() || is_understood(whole)) {
        return {std::move(whole)};
    }
    return parts;
}

}  // namespace reformdesk::desk
