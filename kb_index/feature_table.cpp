#include "kb_index/feature_table.hpp"

#include "kb_index/dense_row.hpp"

namespace reformdesk::kb_index {

namespace {

// Adding up a whole row is as fast as a list of so small a part of it.
constexpr std::size_t row_worth = 8;

}  // namespace

FeatureTable::FeatureTable(std::span<const SparseVector* const> vectors)
    : vectors_(vectors.size()), width_(row_width(vectors.size())) {
    for (const auto* vector : vectors)
        for (const auto& component : *vector) ++places_[component.feature].end;
    allot(vectors.size() / row_worth);
    for (std::uint32_t owner = 0; owner < vectors.size(); ++owner) add(*vectors[owner], owner);
}

// Until now `end` was how many vectors have the feature.
void FeatureTable::allot(std::size_t rows_from) {
    std::uint32_t entries = 0;
    std::uint32_t rows = 0;
    for (auto& [feature, place] : places_) {
        if (place.end > rows_from) {
            place = {rows++, row_mark};
            continue;
        }
        const std::uint32_t begin = entries;
        entries += place.end;
        place = {begin, begin};
    }
    entries_.resize(entries);
    rows_.assign(rows * width_, 0.0F);
}

void FeatureTable::add(const SparseVector& vector, std::uint32_t owner) {
    for (const auto& component : vector) {
        auto& place = places_[component.feature];
        if (place.end == row_mark)
            rows_[place.begin * width_ + owner] = component.value;
        else
            entries_[place.end++] = {owner, component.value};
    }
}

std::vector<float> FeatureTable::products(const SparseVector& vector) const {
    std::vector<float> sums(width_, 0.0F);
    for (const auto& component : vector) {
        const auto found = places_.find(component.feature);
        if (found == places_.end()) continue;
        const Place place = found->second;
        if (place.end == row_mark) {
            add_row(sums, rows_.data() + place.begin * width_, component.value);
            continue;
        }
        for (std::uint32_t i = place.begin; i < place.end; ++i)
            sums[entries_[i].owner] += component.value * entries_[i].value;
    }
    sums.resize(vectors_);
    return sums;
}

}  // namespace reformdesk::kb_index
