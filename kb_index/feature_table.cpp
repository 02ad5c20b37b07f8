#include "kb_index/feature_table.hpp"

#include <array>

namespace reformdesk::kb_index {

namespace {

// Adding up a whole row is as fast as a list of so small a part of it.
constexpr std::size_t row_worth = 8;
// Rows are a multiple of this long, which lets the compiler add with vector instructions.
constexpr std::size_t block = 8;

std::size_t padded(std::size_t size) {
    return (size + block - 1) / block * block;
}

void add_row(std::span<float> sums, const float* row, float factor) {
    for (std::size_t i = 0; i < sums.size(); i += block) {
        // All is read before anything is written, in case the compiler thinks that the two overlap.
        std::array<float, block> part;
        for (std::size_t k = 0; k < block; ++k) part[k] = sums[i + k] + factor * row[i + k];
        for (std::size_t k = 0; k < block; ++k) sums[i + k] = part[k];
    }
}

}  // namespace

FeatureTable::FeatureTable(std::span<const SparseVector* const> vectors)
    : vectors_(vectors.size()), width_(padded(vectors.size())) {
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
