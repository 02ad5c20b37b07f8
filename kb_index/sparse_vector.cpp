#include "kb_index/sparse_vector.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

SparseVector::const_iterator find_from(SparseVector::const_iterator first, const SparseVector& vector,
                                       std::uint32_t feature) {
    return std::lower_bound(first, vector.end(), feature,
                            [](const Component& c, std::uint32_t wanted) { return c.feature < wanted; });
}

double product(const Component& a, const Component& b) {
    return static_cast<double>(a.value) * static_cast<double>(b.value);
}

}  // namespace

void sort_and_add_up(SparseVector& components) {
    std::sort(components.begin(), components.end(),
              [](const Component& a, const Component& b) { return a.feature < b.feature; });
    auto kept = components.begin();
    for (auto next = components.begin(); next != components.end(); ++next) {
        if (next == components.begin()) continue;
        if (next->feature == kept->feature)
            kept->value += next->value;
        else
            *++kept = *next;
    }
    if (!components.empty()) components.erase(kept + 1, components.end());
}

float value_of(const SparseVector& vector, std::uint32_t feature) {
    const auto at = find_from(vector.begin(), vector, feature);
    return at != vector.end() && at->feature == feature ? at->value : 0.0F;
}

double dot(const SparseVector& a, const SparseVector& b) {
    if (a.size() > b.size()) return dot(b, a);
    double sum = 0;
    auto at = b.begin();
    for (const Component& component : a) {
        at = find_from(at, b, component.feature);
        if (at == b.end()) break;
        if (at->feature == component.feature) sum += product(component, *at);
    }
    return sum;
}

Probe::Probe(SparseVector vector) : vector_(std::move(vector)) {
    for (const auto& component : vector_) seen_.set(bit_of(component.feature));
}

double Probe::dot(const SparseVector& other) const {
    // Halving pays among many more components, passing over among about as many.
    if (other.size() > 8 * vector_.size()) return kb_index::dot(vector_, other);
    double sum = 0;
    auto at = vector_.begin();
    for (const auto& component : other) {
        if (!seen_.test(bit_of(component.feature))) continue;
        at = find_from(at, vector_, component.feature);
        if (at == vector_.end()) break;
        if (at->feature == component.feature) sum += product(component, *at);
    }
    return sum;
}

}  // namespace reformdesk::kb_index
