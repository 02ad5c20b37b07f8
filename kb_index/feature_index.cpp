#include "kb_index/feature_index.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::kb_index {

namespace {

// Beyond this the common letter groups have longer lists than a few candidates have features.
constexpr std::size_t most_phrasings = 8'000;
constexpr std::size_t most_components = 4'000'000;

}  // namespace

std::optional<FeatureIndex> FeatureIndex::over(std::span<const Record> records) {
    std::size_t phrasings = 0;
    std::size_t components = 0;
    for (const auto& record : records) {
        phrasings += record.phrasings.size();
        components += record.weights.size();
        for (const auto& phrasing : record.phrasings) components += phrasing.size();
    }
    if (phrasings > most_phrasings || components > most_components) return std::nullopt;

    FeatureIndex index;
    index.articles_ = records.size();
    for (std::uint32_t article = 0; article < records.size(); ++article)
        index.article_of_.insert(index.article_of_.end(), records[article].phrasings.size(), article);
    for (const auto& record : records) {
        for (const auto& component : record.weights) ++index.ranges_[component.feature].weights_end;
        for (const auto& phrasing : record.phrasings)
            for (const auto& component : phrasing) ++index.ranges_[component.feature].phrasings_end;
    }
    std::uint32_t phrasing_entries = 0;
    std::uint32_t weight_entries = 0;
    for (auto& [feature, range] : index.ranges_) {
        range.phrasings = std::exchange(phrasing_entries, phrasing_entries + range.phrasings_end);
        range.weights = std::exchange(weight_entries, weight_entries + range.weights_end);
        range.phrasings_end = range.phrasings;
        range.weights_end = range.weights;
    }
    index.phrasings_.resize(phrasing_entries);
    index.weights_.resize(weight_entries);
    std::uint32_t number = 0;
    for (std::uint32_t article = 0; article < records.size(); ++article) {
        for (const auto& component : records[article].weights)
            index.weights_[index.ranges_[component.feature].weights_end++] = {article, component.value};
        for (const auto& phrasing : records[article].phrasings) {
            for (const auto& component : phrasing)
                index.phrasings_[index.ranges_[component.feature].phrasings_end++] = {number,
                                                                                      component.value};
            ++number;
        }
    }
    return index;
}

FeatureIndex::Scores FeatureIndex::compare(const SparseVector& question) const {
    Scores scores;
    scores.nearest.assign(articles_, 0.0F);
    scores.linear.assign(articles_, 0.0F);
    std::vector<float> cosines(article_of_.size(), 0.0F);
    for (const auto& component : question) {
        const auto found = ranges_.find(component.feature);
        if (found == ranges_.end()) continue;
        const Range& range = found->second;
        for (auto i = range.phrasings; i < range.phrasings_end; ++i)
            cosines[phrasings_[i].owner] += component.value * phrasings_[i].value;
        for (auto i = range.weights; i < range.weights_end; ++i)
            scores.linear[weights_[i].owner] += component.value * weights_[i].value;
    }
    for (std::size_t i = 0; i < cosines.size(); ++i) {
        auto& nearest = scores.nearest[article_of_[i]];
        nearest = std::max(nearest, cosines[i]);
    }
    return scores;
}

}  // namespace reformdesk::kb_index
