#include "kb_index/feature_lists.hpp"

#include <utility>

namespace reformdesk::kb_index {

void FeatureLists::count(const SparseVector& vector) {
    for (const auto& component : vector) ++ranges_[component.feature].end;
}

void FeatureLists::allot() {
    std::uint32_t entries = 0;
    for (auto& [feature, range] : ranges_) {
        range.begin = std::exchange(entries, entries + range.end);
        range.end = range.begin;
    }
    entries_.resize(entries);
}

void FeatureLists::add(const SparseVector& vector, std::uint32_t owner) {
    for (const auto& component : vector)
        entries_[ranges_[component.feature].end++] = {owner, component.value};
}

std::span<const FeatureLists::Entry> FeatureLists::of(std::uint32_t feature) const {
    const auto found = ranges_.find(feature);
    if (found == ranges_.end()) return {};
    return std::span(entries_).subspan(found->second.begin, found->second.end - found->second.begin);
}

}  // namespace reformdesk::kb_index
