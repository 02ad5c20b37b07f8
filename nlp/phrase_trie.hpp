// Finds phrases of a table in a row of words, typed with diacritics or without. Internal to nlp.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace reformdesk::nlp {

/// The phrases that a pattern stands for, as words: "cho {who} [xin] hỏi [chút|một chút]". "[a|b]" may be
/// left out or be one of its phrases; "{name}" is one of the phrases of `classes`. Throws
/// std::invalid_argument.
using PhraseClasses = std::unordered_map<std::string, std::vector<std::string>>;
std::vector<std::vector<std::string>> phrases_of(std::string_view pattern, const PhraseClasses& classes);

/// Immutable once filled; then thread-safe.
class PhraseTrie {
  public:
    struct Match {
        std::size_t length = 0;  ///< in words
        std::uint32_t value = 0;
    };

    /// `exact`: without diacritics the phrase means something else, as "nha" that may be "nhà".
    void add(std::span<const std::string> words, std::uint32_t value, bool exact);

    /// The longest phrase that begins at `first`; of two as long, the one added first.
    std::optional<Match> longest(std::span<const std::string> words, std::size_t first) const;

  private:
    struct Node {
        /// By the word as it is and, where that differs, without diacritics.
        std::unordered_multimap<std::string, std::pair<std::uint32_t, bool>> next;
        std::optional<std::uint32_t> value;
        bool exact = false;
    };

    void look(std::span<const std::string> words, std::size_t at, std::uint32_t node, bool typed_exactly,
              std::size_t first, std::optional<Match>& best) const;

    std::vector<Node> nodes_{1};
};

}  // namespace reformdesk::nlp
