// The command line of answering_benchmark.
#pragma once

#include "tests/load/answering/engine.hpp"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::load::answering {

struct Options {
    std::vector<std::filesystem::path> sets;  ///< empty: the bundled knowledge base
    std::optional<std::size_t> scale;         ///< so many articles, made of the sets'
    std::vector<EngineKind> engines;
    std::size_t rounds = 5;
    std::optional<std::filesystem::path> json;
};

/// Throws std::invalid_argument with a line for the user.
Options parse_options(const std::vector<std::string>& arguments);

}  // namespace reformdesk::load::answering
