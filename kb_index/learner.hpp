// Learns from a knowledge base's own articles how to rank and how sure to be. Deterministic.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/lexical.hpp"
#include "kb_index/phrase_vector.hpp"
#include "kb_index/ranker.hpp"
#include "kb_index/record.hpp"
#include "kb_index/schema.hpp"

#include <span>
#include <string>
#include <vector>

namespace reformdesk::kb_index {

/// What every document of an index is ranked with.
struct Model {
    Vocabulary vocabulary;
    FieldLengths average;
    RankerParameters parameters;
};

std::string pack(const Model& model);
/// Throws std::invalid_argument.
Model unpack_model(std::string_view packed);

/// An article made ready for the index.
struct Prepared {
    std::vector<schema::CountedTerm> terms;
    std::vector<SparseVector> counts;  ///< features of the phrasings, the question first
    SparseVector answer;               ///< features of how the answer begins
    Record record;
};

Prepared prepare(const Article& article);

/// Learns the model and fills the records of `articles`, which were prepared from `sources`. Phrasings are
/// held out in turn to learn how to rank; with their whole article left out, and with it the articles most
/// like it, they are questions that must not be answered, and so are everyday questions of other things.
Model learn(std::span<Prepared> articles, std::span<const Article* const> sources);

/// Fills the record of an article with what the model says of its terms and phrasings; weights are learnt by
/// learn() alone.
void fit(Prepared& article, const Model& model);

}  // namespace reformdesk::kb_index
