#include "kb_index/fitting.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace reformdesk::kb_index {

namespace {

constexpr int most_steps = 50;
constexpr double enough = 1e-8;

using Vector = std::vector<double>;

double inner(const Vector& a, const Vector& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Gradient and Hessian of a loss.
struct Curvature {
    explicit Curvature(std::size_t size) : gradient(size, 0), hessian(size, Vector(size, 0)) {}

    void add_outer(const Vector& v, double weight) {
        for (std::size_t i = 0; i < v.size(); ++i)
            for (std::size_t j = 0; j < v.size(); ++j) hessian[i][j] += weight * v[i] * v[j];
    }

    Vector gradient;
    std::vector<Vector> hessian;
};

// Gaussian elimination; the Hessian is positive definite because of the prior.
Vector solve(std::vector<Vector> matrix, Vector right) {
    const std::size_t size = right.size();
    for (std::size_t pivot = 0; pivot < size; ++pivot) {
        for (std::size_t row = pivot + 1; row < size; ++row) {
            const double factor = matrix[row][pivot] / matrix[pivot][pivot];
            for (std::size_t k = pivot; k < size; ++k) matrix[row][k] -= factor * matrix[pivot][k];
            right[row] -= factor * right[pivot];
        }
    }
    for (std::size_t row = size; row-- > 0;) {
        for (std::size_t k = row + 1; k < size; ++k) right[row] -= matrix[row][k] * right[k];
        right[row] /= matrix[row][row];
    }
    return right;
}

// Newton's method with halved steps. `loss` gives the loss and, when asked, its curvature.
template <typename Loss>
Vector minimise(const Prior& prior, Loss loss) {
    const std::size_t size = prior.mean.size();
    const auto with_prior = [&](const Vector& at, Curvature* curvature) {
        double sum = loss(at, curvature);
        for (std::size_t i = 0; i < size; ++i) {
            const double precision = 1 / (prior.deviation[i] * prior.deviation[i]);
            const double distance = at[i] - prior.mean[i];
            sum += 0.5 * precision * distance * distance;
            if (!curvature) continue;
            curvature->gradient[i] += precision * distance;
            curvature->hessian[i][i] += precision;
        }
        return sum;
    };
    Vector at = prior.mean;
    for (int step = 0; step < most_steps; ++step) {
        Curvature curvature(size);
        const double here = with_prior(at, &curvature);
        const Vector direction = solve(curvature.hessian, curvature.gradient);
        double length = 1;
        Vector next = at;
        double there = here;
        for (int halving = 0; halving < 30; ++halving, length /= 2) {
            for (std::size_t i = 0; i < size; ++i) next[i] = at[i] - length * direction[i];
            there = with_prior(next, nullptr);
            if (there <= here) break;
        }
        if (!(there <= here)) return at;
        at = next;
        if (here - there < enough * (1 + std::abs(here))) return at;
    }
    return at;
}

// log(1 + e^x) without overflow.
double log1pexp(double x) {
    return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

}  // namespace

Vector fit_logistic(std::span<const Observation> observations, const Prior& prior) {
    return minimise(prior, [&](const Vector& at, Curvature* curvature) {
        double loss = 0;
        for (const auto& observation : observations) {
            const double logit = inner(at, observation.features);
            loss += observation.weight * log1pexp(observation.positive ? -logit : logit);
            if (!curvature) continue;
            const double p = 1 / (1 + std::exp(-logit));
            const double error = observation.weight * (p - (observation.positive ? 1 : 0));
            for (std::size_t i = 0; i < at.size(); ++i)
                curvature->gradient[i] += error * observation.features[i];
            curvature->add_outer(observation.features, observation.weight * p * (1 - p));
        }
        return loss;
    });
}

Vector fit_choice(std::span<const Choice> choices, const Prior& prior) {
    return minimise(prior, [&](const Vector& at, Curvature* curvature) {
        double loss = 0;
        for (const auto& choice : choices) {
            Vector logits;
            for (const auto& features : choice.alternatives) logits.push_back(inner(at, features));
            const double highest = *std::max_element(logits.begin(), logits.end());
            double sum = 0;
            for (const double logit : logits) sum += std::exp(logit - highest);
            loss += highest + std::log(sum) - logits[choice.chosen];
            if (!curvature) continue;
            Vector mean(at.size(), 0);
            for (std::size_t k = 0; k < logits.size(); ++k) {
                const double p = std::exp(logits[k] - highest) / sum;
                for (std::size_t i = 0; i < at.size(); ++i) mean[i] += p * choice.alternatives[k][i];
                curvature->add_outer(choice.alternatives[k], p);
            }
            curvature->add_outer(mean, -1);
            for (std::size_t i = 0; i < at.size(); ++i)
                curvature->gradient[i] += mean[i] - choice.alternatives[choice.chosen][i];
        }
        return loss;
    });
}

}  // namespace reformdesk::kb_index
