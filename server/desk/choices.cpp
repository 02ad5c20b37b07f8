#include "server/desk/choices.hpp"

#include <algorithm>

namespace reformdesk::desk {

namespace {

void offer(std::vector<Choice>& choices, const StoredArticle& stored) {
    if (find_choice(choices, stored.article.id) == nullptr) {
        choices.push_back(Choice{stored.article.id, stored.article.question});
    }
}

}  // namespace

std::vector<Choice> follow_ups_of(const kb_index::Article& article, const DialogKnowledge& knowledge,
                                  kb_index::Date today) {
    std::vector<Choice> choices;
    for (const auto* ids : {&article.follow_ups, &article.related}) {
        for (const auto& id : *ids) {
            if (choices.size() == most_follow_ups) {
                return choices;
            }
            const auto stored = id == article.id ? std::nullopt : knowledge.article(id);
            if (stored && stored->standing.validity.covers(today)) {
                offer(choices, *stored);
            }
        }
    }
    return choices;
}

std::vector<Choice> choices_between(std::span<const std::string> articles, const DialogKnowledge& knowledge) {
    std::vector<Choice> choices;
    for (const auto& id : articles) {
        if (choices.size() == most_choices) {
            break;
        }
        if (const auto stored = knowledge.article(id)) {
            offer(choices, *stored);
        }
    }
    return choices;
}

const Choice* find_choice(std::span<const Choice> choices, const std::string& article) {
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const Choice& choice) { return choice.article == article; });
    return found == choices.end() ? nullptr : &*found;
}

}  // namespace reformdesk::desk
