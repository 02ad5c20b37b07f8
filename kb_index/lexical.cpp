#include "kb_index/lexical.hpp"

#include <algorithm>
#include <cmath>

namespace reformdesk::kb_index {

namespace {

constexpr double k1 = 1.5;
constexpr double asked_b = 0.75;
constexpr double answered_b = 0.6;
constexpr double shortest_length = 0.3;  // of the average; shorter fields gain no more

double norm(double length, double average, double b) {
    return 1 - b + b * std::max(length / average, shortest_length);
}

}  // namespace

FieldLengths lengths_of(std::span<const schema::CountedTerm> terms) {
    FieldLengths lengths;
    for (const auto& term : terms) {
        lengths.asked += term.asked;
        lengths.answered += term.answered;
    }
    return lengths;
}

FieldLengths average_of(std::span<const FieldLengths> lengths) {
    FieldLengths sum;
    for (const auto& length : lengths) {
        sum.asked += length.asked;
        sum.answered += length.answered;
    }
    const auto count = static_cast<double>(std::max<std::size_t>(1, lengths.size()));
    return {std::max(1.0, sum.asked / count), std::max(1.0, sum.answered / count)};
}

double term_share(double asked, double answered, const FieldLengths& lengths, const FieldLengths& average) {
    const double frequency = schema::asked_weight * asked / norm(lengths.asked, average.asked, asked_b) +
                             answered / norm(lengths.answered, average.answered, answered_b);
    return frequency / (k1 + frequency);
}

double term_weight(double with, double all) {
    const double odds = (all - with + 0.5) / (with + 0.5);
    return std::log(odds < 2 ? odds * 0.5 + 1 : odds);
}

SparseVector term_shares(std::span<const schema::CountedTerm> terms, const FieldLengths& average) {
    const FieldLengths lengths = lengths_of(terms);
    SparseVector shares;
    shares.reserve(terms.size());
    for (const auto& term : terms)
        shares.push_back({schema::term_feature(term.term),
                          static_cast<float>(term_share(term.asked, term.answered, lengths, average))});
    sort_and_add_up(shares);
    return shares;
}

SparseVector term_counts(std::span<const schema::CountedTerm> terms) {
    SparseVector counts;
    counts.reserve(terms.size());
    for (const auto& term : terms)
        counts.push_back({schema::term_feature(term.term), static_cast<float>(term.asked + term.answered)});
    sort_and_add_up(counts);
    return counts;
}

}  // namespace reformdesk::kb_index
