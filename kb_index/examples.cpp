#include "kb_index/examples.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

Examples::Examples(std::span<const Prepared> articles, const Vocabulary& vocabulary) : articles_(articles) {
    answers_.reserve(articles.size());
    for (const auto& article : articles) {
        auto& answer = answers_.emplace_back(vocabulary.weigh(article.answer));
        // What no phrasing has would only add weights that hardly a question meets.
        std::erase_if(answer, [&](const Component& c) { return vocabulary.with(c.feature) == 0; });
    }
}

std::vector<LabelledVector> Examples::all() const {
    return select(1, 1);
}

std::vector<LabelledVector> Examples::without(std::size_t fold, std::size_t folds) const {
    return select(fold, folds);
}

std::vector<LabelledVector> Examples::select(std::size_t fold, std::size_t folds) const {
    std::vector<LabelledVector> examples;
    for (std::uint32_t i = 0; i < articles_.size(); ++i) {
        const auto& phrasings = articles_[i].record.phrasings;
        for (std::size_t k = 0; k < phrasings.size(); ++k)
            if (phrasings.size() < 2 || fold_of(i, k, folds) != fold) examples.push_back({&phrasings[k], i});
        if (!answers_[i].empty()) examples.push_back({&answers_[i], i});
    }
    return examples;
}

}  // namespace reformdesk::kb_index
