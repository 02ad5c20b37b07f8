// npm packages, each in a Node process of its own for each set; they time themselves. See node/worker.mjs.
#pragma once

#include "tests/load/answering/engine.hpp"

namespace reformdesk::load::answering {

std::unique_ptr<Engine> open_nlpjs(const Material& material);
std::unique_ptr<Engine> open_minisearch(const Material& material);
std::unique_ptr<Engine> open_minisearch_fuzzy(const Material& material);

}  // namespace reformdesk::load::answering
