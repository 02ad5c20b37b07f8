// The product: nlp::read and Searcher::ask over an index of kb_index.
#pragma once

#include "tests/load/answering/engine.hpp"

namespace reformdesk::load::answering {

void index_reformdesk(const Material& material);
std::unique_ptr<Engine> open_reformdesk(const Material& material);

}  // namespace reformdesk::load::answering
