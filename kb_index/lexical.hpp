// How much the words of a question speak for an article: BM25F over what the article asks and what it
// answers. Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009),
// section 3.6.
#pragma once

#include "kb_index/schema.hpp"
#include "kb_index/sparse_vector.hpp"

#include <span>

namespace reformdesk::kb_index {

/// Lengths of the two fields of an article, in occurrences of terms.
struct FieldLengths {
    double asked = 0;     ///< of the question and the phrasings
    double answered = 0;  ///< of the answer, the topic and the sources

    bool operator==(const FieldLengths&) const = default;
};

FieldLengths lengths_of(std::span<const schema::CountedTerm> terms);
/// The averages of a knowledge base; at least one, so that they divide.
FieldLengths average_of(std::span<const FieldLengths> lengths);

/// What an article gets of the weight of a term that stands so often in its two fields, 0 to 1.
double term_share(double asked, double answered, const FieldLengths& lengths, const FieldLengths& average);

/// The weight of a term that `with` of `all` articles have: never below that of a term in half of them.
double term_weight(double with, double all);

/// The shares of all terms of an article, by feature.
SparseVector term_shares(std::span<const schema::CountedTerm> terms, const FieldLengths& average);

/// How often terms stand in a text, by feature.
SparseVector term_counts(std::span<const schema::CountedTerm> terms);

}  // namespace reformdesk::kb_index
