#include "server/desk/choices.hpp"

#include <algorithm>

namespace reformdesk::desk {

namespace {

using Syllables = std::vector<std::string>;

bool contains(const Syllables& longer, const Syllables& shorter) {
    return !shorter.empty() &&
           std::search(longer.begin(), longer.end(), shorter.begin(), shorter.end()) != longer.end();
}

// The only choice that the test accepts; nullptr when it accepts none or several.
template <typename Test>
const Choice* only_one(std::span<const Choice> choices, const std::vector<Syllables>& labels, Test accepts) {
    const Choice* found = nullptr;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (!accepts(labels[i])) {
            continue;
        }
        if (found != nullptr) {
            return nullptr;
        }
        found = &choices[i];
    }
    return found;
}

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
            if (stored && stored->article.validity.covers(today)) {
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

const Choice* choice_in_words(std::span<const Choice> choices, const nlp::Question& words) {
    std::vector<Syllables> labels;
    for (const auto& choice : choices) {
        labels.push_back(nlp::read(choice.label).unaccented);
    }
    const auto& typed = words.unaccented;
    if (typed.empty()) {
        return nullptr;
    }
    const auto same = [&](const Syllables& label) { return label == typed; };
    const auto repeated = [&](const Syllables& label) { return contains(typed, label); };
    const auto part = [&](const Syllables& label) { return typed.size() >= 2 && contains(label, typed); };
    if (const auto* choice = only_one(choices, labels, same)) {
        return choice;
    }
    if (const auto* choice = only_one(choices, labels, repeated)) {
        return choice;
    }
    return only_one(choices, labels, part);
}

}  // namespace reformdesk::desk
