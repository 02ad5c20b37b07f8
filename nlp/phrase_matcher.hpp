// Finds phrases of a table in a row of words, typed with diacritics or without. Internal to nlp.
#pragma once

#include "nlp/vocabulary.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace reformdesk::nlp {

/// The phrases for which "{name}" stands in a pattern.
using PhraseClasses = std::unordered_map<std::string_view, std::vector<std::string_view>>;

/// "cho {who} [xin] hỏi [chút|một chút]": "[a|b]" may be left out or be one of its phrases, "{name}" is one
/// of a class.
struct PhrasePattern {
    std::string_view text;
    std::uint32_t value = 0;
};

/// Patterns compiled to one graph, in which the ways through a choice meet again. Immutable.
class PhraseMatcher {
  public:
    struct Match {
        std::size_t length = 0;  ///< in words
        std::uint32_t value = 0;
        bool exact = true;  ///< typed with its diacritics

        bool operator==(const Match&) const = default;
    };

    /// Adds the words of the patterns to the vocabulary, with and without diacritics. Throws
    /// std::invalid_argument for a pattern that does not end, std::out_of_range for an unknown class.
    PhraseMatcher(std::span<const PhrasePattern> patterns, const PhraseClasses& classes, Vocabulary& words);

    /// The longest phrase that begins at `first`; of two as long, the pattern given first.
    std::optional<Match> longest(std::span<const WordId> words, std::size_t first) const;

    /// The same, but a single word counts only as it is written in its pattern: "nha" may be "nhà".
    std::optional<Match> longest_certain(std::span<const WordId> words, std::size_t first) const;

    /// All phrases that begin at `first`, shorter ones first.
    std::vector<Match> all(std::span<const WordId> words, std::size_t first) const;

    /// Whether the word stands anywhere in a pattern.
    bool knows(WordId word) const { return word < known_.size() && known_[word]; }

  private:
    friend class PatternCompiler;

    using Node = std::uint32_t;
    struct Edge {
        WordId word = unknown_word;
        Node to = 0;
        bool exact = false;
    };

    template <typename Visit>
    void walk(std::span<const WordId> words, std::size_t first, Visit visit) const;
    std::span<const Edge> edges_from(Node node, WordId word) const;

    std::vector<std::uint32_t> first_edge_;  ///< by node, and one more
    std::vector<Edge> edges_;                ///< by node, then by word
    std::vector<std::uint32_t> values_;      ///< by node
    std::vector<bool> known_;                ///< by word
};

}  // namespace reformdesk::nlp
