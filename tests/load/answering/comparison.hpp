// Engines side by side on one set, in rounds.
#pragma once

#include "tests/load/answering/engine.hpp"
#include "tests/load/answering/set.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace reformdesk::load::answering {

/// One engine on one set, or on several together.
struct Measured {
    std::string key;
    std::string title;
    std::size_t questions = 0;
    std::size_t right = 0;  ///< an expected article in the first place
    std::size_t right_in_three = 0;
    std::size_t right_unaccented = 0;
    std::vector<std::vector<float>> rounds;  ///< microseconds of every question
    std::size_t resident_bytes = 0;  ///< by which this process grew while the engine was opened and warmed
};

/// Opens the engines on the set, indexing first what the folder does not hold yet, and asks all its
/// questions: without diacritics, as they are, and then as they are `rounds` times more with the engines in
/// turn and in another order each time, so that what else goes on in the machine meets all of them alike.
std::vector<Measured> compare(const Set& set, std::span<const EngineKind> engines, const Material& material,
                              std::size_t rounds);

/// The engines of several sets, every question counted once.
std::vector<Measured> together(std::span<const std::vector<Measured>> sets);

}  // namespace reformdesk::load::answering
