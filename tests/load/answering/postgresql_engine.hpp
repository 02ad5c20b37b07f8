// PostgreSQL's full text search over a Unix socket: configuration "simple" behind unaccent, a GIN index,
// ts_rank, an OR of the question's words in a prepared statement.
#pragma once

#include "tests/load/answering/engine.hpp"

namespace reformdesk::load::answering {

/// Starts a server of its own for as long as the program runs.
std::unique_ptr<Engine> open_postgresql(const Material& material);

}  // namespace reformdesk::load::answering
