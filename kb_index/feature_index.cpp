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
    for (const auto& record : records) index.terms_.count(record.terms);
    index.terms_.allot();
    std::vector<const SparseVector*> asked;
    std::vector<const SparseVector*> weights;
    for (std::uint32_t article = 0; article < records.size(); ++article) {
        const Record& record = records[article];
        index.terms_.add(record.terms, article);
        weights.push_back(&record.weights);
        for (const auto& phrasing : record.phrasings) asked.push_back(&phrasing);
        index.article_of_.insert(index.article_of_.end(), record.phrasings.size(), article);
    }
    index.phrasings_ = FeatureTable(asked);
    index.weights_ = FeatureTable(weights);
    return index;
}

FeatureIndex::Scores FeatureIndex::compare(const SparseVector& query, const SparseVector& features) const {
    Scores scores;
    for (auto* score : {&scores.lexical, &scores.nearest, &scores.citations}) score->assign(articles_, 0.0F);
    compare_terms(query, scores);
    compare_phrasings(features, scores);
    scores.linear = weights_.products(features);
    return scores;
}

void FeatureIndex::compare_terms(const SparseVector& query, Scores& scores) const {
    const auto all = static_cast<double>(articles_);
    for (const auto& term : query) {
        const auto entries = terms_.of(term.feature);
        const double weight =
            static_cast<double>(term.value) * term_weight(static_cast<double>(entries.size()), all);
        scores.most += weight;
        if (entries.empty()) {
            scores.unknown += weight;
            continue;
        }
        const auto factor = static_cast<float>(weight);
        for (const auto& entry : entries) scores.lexical[entry.owner] += factor * entry.value;
        if (!schema::is_citation(term.feature)) continue;
        scores.cited += 1;
        for (const auto& entry : entries) scores.citations[entry.owner] += 1;
    }
}

void FeatureIndex::compare_phrasings(const SparseVector& features, Scores& scores) const {
    const std::vector<float> cosines = phrasings_.products(features);
    for (std::size_t i = 0; i < cosines.size(); ++i) {
        auto& nearest = scores.nearest[article_of_[i]];
        nearest = std::max(nearest, cosines[i]);
    }
}

}  // namespace reformdesk::kb_index
