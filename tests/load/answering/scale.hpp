// Many articles made of few, and how long it takes to index them.
#pragma once

#include "tests/load/answering/engine.hpp"
#include "tests/load/answering/set.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace reformdesk::load::answering {

/// The articles of the sets and copies of them, `count` in all and at most five phrasings to each. In a copy
/// about one word in three is another word of its set, drawn as often as it stands there, the same everywhere
/// in that copy: what is said stays of one piece, the words keep their frequencies, and their pairs grow in
/// number as they would. The same articles every time. With all questions of the sets, which the originals
/// answer.
Set multiplied(std::span<const Set> sets, std::size_t count);

struct IndexingRun {
    double seconds = 0;
    std::size_t peak_bytes = 0;    ///< of resident memory
    std::size_t before_bytes = 0;  ///< the articles and the program
};

struct Indexing {
    std::size_t articles = 0;
    std::vector<IndexingRun> reformdesk;
    std::vector<IndexingRun> xapian;
};

/// kb_index::rebuild against Xapian with the same terms, each run in a process of its own and both in turn.
/// The folder keeps the indexes.
Indexing measure_indexing(const Material& material, std::size_t rounds);

}  // namespace reformdesk::load::answering
