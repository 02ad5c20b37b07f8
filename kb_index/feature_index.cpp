#include "kb_index/feature_index.hpp"

#include "kb_index/lexical.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

// Beyond this the common letter groups have longer lists than a few candidates have features.
constexpr std::size_t most_phrasings = 8'000;
constexpr std::size_t most_components = 8'000'000;

}  // namespace

std::optional<FeatureIndex> FeatureIndex::over(std::span<const Record> records) {
    std::size_t phrasings = 0;
    std::size_t components = 0;
    for (const auto& record : records) {
        phrasings += record.phrasings.size();
        components += record.terms.size() + record.weights.size();
        for (const auto& phrasing : record.phrasings) components += phrasing.size();
    }
    if (phrasings > most_phrasings || components > most_components) return std::nullopt;

    FeatureIndex index;
    index.articles_ = records.size();
    for (const auto& record : records) {
        index.terms_.count(record.terms);
        index.weights_.count(record.weights);
        for (const auto& phrasing : record.phrasings) index.phrasings_.count(phrasing);
    }
    for (auto* lists : {&index.terms_, &index.weights_, &index.phrasings_}) lists->allot();
    for (std::uint32_t article = 0; article < records.size(); ++article) {
        index.terms_.add(records[article].terms, article);
        index.weights_.add(records[article].weights, article);
        for (const auto& phrasing : records[article].phrasings) {
            index.phrasings_.add(phrasing, static_cast<std::uint32_t>(index.article_of_.size()));
            index.article_of_.push_back(article);
        }
    }
    return index;
}

FeatureIndex::Scores FeatureIndex::compare(const SparseVector& query, const SparseVector& features) const {
    Scores scores;
    for (auto* score : {&scores.lexical, &scores.nearest, &scores.linear, &scores.citations})
        score->assign(articles_, 0.0F);
    for (const auto& term : query) {
        const auto entries = terms_.of(term.feature);
        for (const auto& entry : entries) scores.lexical[entry.owner] += term.value * entry.value;
        if (!is_citation(term.feature)) continue;
        for (const auto& entry : entries) scores.citations[entry.owner] += 1;
    }
    std::vector<float> cosines(article_of_.size(), 0.0F);
    for (const auto& component : features) {
        for (const auto& entry : phrasings_.of(component.feature))
            cosines[entry.owner] += component.value * entry.value;
        for (const auto& entry : weights_.of(component.feature))
            scores.linear[entry.owner] += component.value * entry.value;
    }
    for (std::size_t i = 0; i < cosines.size(); ++i) {
        auto& nearest = scores.nearest[article_of_[i]];
        nearest = std::max(nearest, cosines[i]);
    }
    return scores;
}

}  // namespace reformdesk::kb_index
