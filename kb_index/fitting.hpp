// Small convex fits: logistic regression and choice among alternatives, each held near prior values.
#pragma once

#include <span>
#include <vector>

namespace reformdesk::kb_index {

/// What is known before any example: the value of each parameter and how far it may reasonably be from it.
struct Prior {
    std::vector<double> mean;
    std::vector<double> deviation;
};

struct Observation {
    std::vector<double> features;
    bool positive = false;
    double weight = 1;
};

/// The parameters for which sigmoid(parameters · features) fits best.
std::vector<double> fit_logistic(std::span<const Observation> observations, const Prior& prior);

struct Choice {
    std::vector<std::vector<double>> alternatives;  ///< features of each
    std::size_t chosen = 0;
};

/// The parameters for which the softmax of parameters · features over the alternatives fits best.
std::vector<double> fit_choice(std::span<const Choice> choices, const Prior& prior);

}  // namespace reformdesk::kb_index
