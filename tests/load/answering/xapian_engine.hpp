// Xapian by itself: one document for each article, an OR of the question's terms, BM25, and no ranker after
// it. "Words" takes nothing of ours but the normal form and its tokens, each with and without diacritics;
// "same terms" takes the terms of kb_index's own schema.
#pragma once

#include "tests/load/answering/engine.hpp"

namespace reformdesk::load::answering {

void index_xapian_words(const Material& material);
std::unique_ptr<Engine> open_xapian_words(const Material& material);

void index_xapian_same_terms(const Material& material);
std::unique_ptr<Engine> open_xapian_same_terms(const Material& material);

}  // namespace reformdesk::load::answering
