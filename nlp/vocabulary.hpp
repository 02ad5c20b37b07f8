// Numbers for the words of the tables, so that finding phrases compares numbers. Internal to nlp.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace reformdesk::nlp {

using WordId = std::uint32_t;
inline constexpr WordId unknown_word = 0;

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
};

class Vocabulary {
  public:
    explicit Vocabulary(std::size_t expected = 0) { numbers_.reserve(expected); }

    WordId add(std::string_view word);
    /// `unknown_word` for a word that was not added.
    WordId find(std::string_view word) const;
    /// One more than the largest number.
    std::size_t size() const { return numbers_.size() + 1; }

  private:
    std::unordered_map<std::string, WordId, StringHash, std::equal_to<>> numbers_;
};

}  // namespace reformdesk::nlp
