#include "kb_index/ranker.hpp"

#include "kb_index/packing.hpp"

#include <algorithm>
#include <cmath>

namespace reformdesk::kb_index {

namespace {

double sigmoid(double x) {
    return 1 / (1 + std::exp(-x));
}

template <typename Numbers>
void pack_all(Packer& packer, const Numbers& numbers) {
    for (const double number : numbers) packer.number(number);
}

template <typename Numbers>
void unpack_all(Unpacker& unpacker, Numbers& numbers) {
    for (double& number : numbers) number = unpacker.real<double>();
}

}  // namespace

double score(const RankerParameters& parameters, const Signals& signals) {
    return parameters.weights[0] * signals.lexical + parameters.weights[1] * signals.nearest +
           parameters.weights[2] * signals.linear + parameters.weights[3] * signals.citation;
}

std::vector<double> shares(std::span<const double> scores) {
    std::vector<double> probabilities;
    probabilities.reserve(scores.size());
    double sum = 0;
    for (const double value : scores) sum += probabilities.emplace_back(std::exp(value - scores.front()));
    for (double& probability : probabilities) probability /= sum;
    return probabilities;
}

double covered(const RankerParameters& parameters, const Coverage& coverage) {
    const auto& w = parameters.coverage;
    return sigmoid(w[0] + w[1] * coverage.best.lexical + w[2] * coverage.best.nearest +
                   w[3] * coverage.unknown + w[4] * coverage.certainty);
}

double confidence(const RankerParameters& parameters, double covered, double share) {
    const double product = std::clamp(covered * share, 1e-6, 1 - 1e-6);
    return sigmoid(parameters.calibration[0] + parameters.calibration[1] * std::log(product / (1 - product)));
}

std::string pack(const RankerParameters& parameters) {
    Packer packer;
    pack_all(packer, parameters.weights);
    pack_all(packer, parameters.coverage);
    pack_all(packer, parameters.calibration);
    pack_all(packer, parameters.linear_guess);
    return packer.take();
}

RankerParameters unpack_parameters(std::string_view packed) {
    Unpacker unpacker(packed);
    RankerParameters parameters;
    unpack_all(unpacker, parameters.weights);
    unpack_all(unpacker, parameters.coverage);
    unpack_all(unpacker, parameters.calibration);
    unpack_all(unpacker, parameters.linear_guess);
    return parameters;
}

}  // namespace reformdesk::kb_index
