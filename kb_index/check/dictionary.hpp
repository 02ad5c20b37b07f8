// A spelling dictionary of Vietnamese syllables, in Hunspell's form.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

class Hunspell;

namespace reformdesk::kb_index {

/// Not thread-safe. Takes words in normal form.
class Dictionary {
  public:
    /// The dictionary in `stem`.aff and `stem`.dic; nothing where they can't be read or are not in UTF-8.
    static std::optional<Dictionary> open(const std::filesystem::path& stem);
    ~Dictionary();
    Dictionary(Dictionary&&) noexcept;
    Dictionary& operator=(Dictionary&&) noexcept;

    /// Whether the word is in the dictionary, wherever either of them puts the tone ("hòa", "hoà") and
    /// whether it ends in "i" or "y" where both are in use ("kĩ", "kỹ").
    bool knows(std::string_view word) const;
    /// What may be meant, likeliest first; slow.
    std::vector<std::string> suggestions(std::string_view word) const;

  private:
    explicit Dictionary(std::unique_ptr<Hunspell> words);

    std::unique_ptr<Hunspell> words_;
};

}  // namespace reformdesk::kb_index
