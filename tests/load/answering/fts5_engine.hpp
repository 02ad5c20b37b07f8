// SQLite FTS5: unicode61 without diacritics, bm25() with the weights of the others, an OR of the question's
// words.
#pragma once

#include "tests/load/answering/engine.hpp"

namespace reformdesk::load::answering {

std::unique_ptr<Engine> open_fts5(const Material& material);

}  // namespace reformdesk::load::answering
