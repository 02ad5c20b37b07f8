#include "kb_index/feature_index.hpp"

#include "kb_index/lexical.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

// Beyond this the common letter groups have longer lists than a few candidates have features.
constexpr std::size_t most_phrasings = 8'000;
constexpr std::size_t most_components = 8'000'000;
// Adding up a whole row is as fast as a list of so small a part of it.
constexpr std::size_t row_worth = 8;
// Rows are a multiple of this long, which lets the compiler add with vector instructions.
constexpr std::size_t block = 8;

std::size_t padded(std::size_t size) {
    return (size + block - 1) / block * block;
}

void add_row(std::span<float> sums, const float* row, float factor) {
    for (std::size_t i = 0; i < sums.size(); i += block)
        for (std::size_t k = 0; k < block; ++k) sums[i + k] += factor * row[i + k];
}

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
        for (const auto& phrasing : record.phrasings) index.phrasings_.count(phrasing);
    }
    index.terms_.allot();
    index.phrasings_.allot();
    for (std::uint32_t article = 0; article < records.size(); ++article) {
        index.terms_.add(records[article].terms, article);
        for (const auto& phrasing : records[article].phrasings) {
            index.phrasings_.add(phrasing, static_cast<std::uint32_t>(index.article_of_.size()));
            index.article_of_.push_back(article);
        }
    }
    index.add_weights(records);
    return index;
}

void FeatureIndex::add_weights(std::span<const Record> records) {
    boost::unordered_flat_map<std::uint32_t, std::uint32_t> counts;
    for (const auto& record : records)
        for (const auto& component : record.weights) ++counts[component.feature];
    for (const auto& [feature, count] : counts)
        if (count * row_worth >= articles_) rows_.emplace(feature, static_cast<std::uint32_t>(rows_.size()));
    const std::size_t width = padded(articles_);
    row_weights_.assign(rows_.size() * width, 0.0F);
    std::vector<SparseVector> rest(records.size());
    for (std::size_t article = 0; article < records.size(); ++article)
        for (const auto& component : records[article].weights) {
            const auto row = rows_.find(component.feature);
            if (row == rows_.end())
                rest[article].push_back(component);
            else
                row_weights_[row->second * width + article] = component.value;
        }
    for (const auto& weights : rest) weights_.count(weights);
    weights_.allot();
    for (std::uint32_t article = 0; article < rest.size(); ++article) weights_.add(rest[article], article);
}

FeatureIndex::Scores FeatureIndex::compare(const SparseVector& query, const SparseVector& features) const {
    Scores scores;
    for (auto* score : {&scores.lexical, &scores.nearest, &scores.citations}) score->assign(articles_, 0.0F);
    compare_terms(query, scores);
    compare_phrasings(features, scores);
    compare_weights(features, scores);
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
    std::vector<float> cosines(article_of_.size(), 0.0F);
    for (const auto& component : features)
        for (const auto& entry : phrasings_.of(component.feature))
            cosines[entry.owner] += component.value * entry.value;
    for (std::size_t i = 0; i < cosines.size(); ++i) {
        auto& nearest = scores.nearest[article_of_[i]];
        nearest = std::max(nearest, cosines[i]);
    }
}

void FeatureIndex::compare_weights(const SparseVector& features, Scores& scores) const {
    const std::size_t width = padded(articles_);
    scores.linear.assign(width, 0.0F);
    for (const auto& component : features) {
        const auto row = rows_.find(component.feature);
        if (row == rows_.end()) {
            for (const auto& entry : weights_.of(component.feature))
                scores.linear[entry.owner] += component.value * entry.value;
            continue;
        }
        add_row(scores.linear, row_weights_.data() + row->second * width, component.value);
    }
    scores.linear.resize(articles_);
}

}  // namespace reformdesk::kb_index
