#include "kb_index/linear_model.hpp"

#include "kb_index/dense_row.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace reformdesk::kb_index {

namespace {

constexpr int epochs = 20;
constexpr float first_rate = 4.0F;
constexpr float rate_decay = 0.15F;
constexpr float shrink = 0.003F;   ///< of all weights, in an epoch
constexpr float bias_rate = 0.1F;  ///< biases learn slower: what is asked often is only weak evidence
constexpr float least_gradient = 1e-3F;
constexpr float least_weight = 1e-2F;

// A fixed stride through the examples mixes the classes without a random generator.
std::vector<std::size_t> mixed_order(std::size_t size) {
    std::vector<std::size_t> order(size);
    std::size_t stride = static_cast<std::size_t>(0.618 * static_cast<double>(size)) | 1U;
    while (std::gcd(stride, size) != 1) ++stride;
    for (std::size_t i = 0; i < size; ++i) order[i] = i * stride % size;
    return order;
}

}  // namespace

LinearModel::LinearModel(std::span<const LabelledVector> examples, std::size_t classes)
    : classes_(classes), width_(row_width(classes)), biases_(width_, 0.0F) {
    for (const auto& example : examples)
        for (const auto& component : *example.vector) rows_.try_emplace(component.feature, rows_.size());
    weights_.assign(rows_.size() * width_, 0.0F);
    const auto order = mixed_order(examples.size());
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const float rate = first_rate / (1.0F + rate_decay * static_cast<float>(epoch));
        for (const std::size_t i : order) train_on(examples[i], rate);
        for (float& weight : weights_) weight *= 1.0F - shrink;
    }
}

std::vector<float> LinearModel::logits(const SparseVector& vector) const {
    std::vector<float> sums = biases_;
    for (const auto& component : vector) {
        const auto row = rows_.find(component.feature);
        if (row == rows_.end()) continue;
        add_row(sums, weights_.data() + row->second * width_, component.value);
    }
    sums.resize(classes_);
    return sums;
}

void LinearModel::train_on(const LabelledVector& example, float rate) {
    std::vector<float> errors = logits(*example.vector);
    const float highest = *std::max_element(errors.begin(), errors.end());
    float sum = 0;
    for (float& value : errors) sum += value = std::exp(value - highest);
    std::vector<std::pair<std::size_t, float>> steps;
    for (std::size_t k = 0; k < classes_; ++k) {
        const float error = errors[k] / sum - (k == example.label ? 1.0F : 0.0F);
        if (std::abs(error) > least_gradient) steps.emplace_back(k, rate * error);
    }
    for (const auto& [k, step] : steps) biases_[k] -= bias_rate * step;
    for (const auto& component : *example.vector) {
        float* weights = weights_.data() + rows_.at(component.feature) * width_;
        for (const auto& [k, step] : steps) weights[k] -= step * component.value;
    }
}

SparseVector LinearModel::weights_of(std::size_t label) const {
    SparseVector kept;
    for (const auto& [feature, row] : rows_) {
        const float weight = weights_[row * width_ + label];
        if (std::abs(weight) >= least_weight) kept.push_back({feature, weight});
    }
    std::sort(kept.begin(), kept.end(), [](const auto& a, const auto& b) { return a.feature < b.feature; });
    return kept;
}

}  // namespace reformdesk::kb_index
