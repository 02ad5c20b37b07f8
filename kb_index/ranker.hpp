// From signals to calibrated probabilities. Pure; the parameters are learnt when the index is rebuilt.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

/// What speaks for one article, for one question.
struct Signals {
    double lexical = 0;   ///< BM25 by the most that any document could get, 0 to 1
    double nearest = 0;   ///< cosine with the nearest phrasing, 0 to 1
    double linear = 0;    ///< logit of the linear model
    double citation = 0;  ///< share of the documents cited in the question that the article names

    bool operator==(const Signals&) const = default;
};

/// What the question looks like as a whole, seen from its best article.
struct Coverage {
    Signals best;
    double unknown = 0;    ///< share of its words, by weight, that stand in no article
    double certainty = 0;  ///< probability of the best article among all, 0 to 1
};

struct RankerParameters {
    /// Of lexical, nearest, linear, citation. The defaults stand where an index has too little to learn from.
    std::array<double, 4> weights = {14, 0.75, 0, 4};
    /// Of one, lexical, nearest, unknown, certainty.
    std::array<double, 5> coverage = {-4, 6, 5, -2, 1};
    /// Of one and the log-odds of the product; maps it to a probability that is right as often as it says.
    std::array<double, 2> calibration = {0, 1};
    /// The linear logit expected of an article without learnt weights: a constant and a factor of nearest.
    std::array<double, 2> linear_guess = {0, 0};
};

double score(const RankerParameters& parameters, const Signals& signals);

/// The probabilities of the candidates given that one of them is right; scores best first.
std::vector<double> shares(std::span<const double> scores);

/// The probability that the knowledge base covers the question at all.
double covered(const RankerParameters& parameters, const Coverage& coverage);

/// The calibrated probability of a candidate that has `share` of a question covered with probability
/// `covered`.
double confidence(const RankerParameters& parameters, double covered, double share);

std::string pack(const RankerParameters& parameters);
/// Throws std::invalid_argument.
RankerParameters unpack_parameters(std::string_view packed);

}  // namespace reformdesk::kb_index
