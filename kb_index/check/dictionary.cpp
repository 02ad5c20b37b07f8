#include "kb_index/check/dictionary.hpp"

#include "nlp/syllable.hpp"
#include "nlp/text.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <fstream>

#include <hunspell/hunspell.hxx>

namespace reformdesk::kb_index {

namespace {

// Longer ones are no words; Hunspell is spared them.
constexpr std::size_t longest_word = 60;
constexpr std::size_t most_suggestions = 3;
constexpr std::size_t most_spellings_tried = 3;

bool is_readable(const std::filesystem::path& file) {
    return std::filesystem::is_regular_file(file) && std::ifstream(file).good();
}

// Without its tone, which comes back in `tone`.
std::u32string take_tone(std::u32string word, nlp::Tone& tone) {
    for (char32_t& letter : word) {
        const auto taken = nlp::take_tone(letter);
        if (taken.tone != nlp::Tone::level) tone = taken.tone;
        letter = taken.base;
    }
    return word;
}

// With "i" at its end for "y", where one_spelling takes the one for the other.
std::optional<std::u32string> other_spelling(const std::u32string& toneless) {
    if (toneless.empty() || toneless.back() != U'y') return std::nullopt;
    std::u32string other = toneless;
    other.back() = U'i';
    if (nlp::one_spelling(nlp::encode(other)) != nlp::encode(toneless)) return std::nullopt;
    return other;
}

std::vector<std::string> spellings_of(std::string_view word) {
    nlp::Tone tone = nlp::Tone::level;
    std::vector<std::u32string> toneless{take_tone(nlp::decode(nlp::one_spelling(word)), tone)};
    if (auto other = other_spelling(toneless.front())) toneless.push_back(*std::move(other));
    std::vector<std::string> spellings;
    for (auto& letters : toneless) {
        if (tone == nlp::Tone::level) spellings.push_back(nlp::encode(letters));
        for (std::size_t i = 0; tone != nlp::Tone::level && i < letters.size(); ++i) {
            if (!nlp::is_vowel(letters[i])) continue;
            auto toned = letters;
            toned[i] = nlp::put_tone(toned[i], tone);
            spellings.push_back(nlp::encode(toned));
        }
    }
    return spellings;
}

}  // namespace

Dictionary::Dictionary(std::unique_ptr<Hunspell> words) : words_(std::move(words)) {}
Dictionary::~Dictionary() = default;
Dictionary::Dictionary(Dictionary&&) noexcept = default;
Dictionary& Dictionary::operator=(Dictionary&&) noexcept = default;

std::optional<Dictionary> Dictionary::open(const std::filesystem::path& stem) {
    const std::string affixes = stem.string() + ".aff";
    const std::string words = stem.string() + ".dic";
    if (!is_readable(affixes) || !is_readable(words)) return std::nullopt;
    auto opened = std::make_unique<Hunspell>(affixes.c_str(), words.c_str());
    if (opened->get_dict_encoding() != "UTF-8") return std::nullopt;
    return Dictionary(std::move(opened));
}

bool Dictionary::knows(std::string_view word) const {
    if (word.size() > longest_word) return false;
    if (words_->spell(std::string(word))) return true;
    return std::ranges::any_of(spellings_of(word),
                               [&](const std::string& spelling) { return words_->spell(spelling); });
}

std::vector<std::string> Dictionary::suggestions(std::string_view word) const {
    if (word.size() > longest_word) return {};
    auto spellings = spellings_of(word);
    spellings.insert(spellings.begin(), std::string(word));
    spellings.resize(std::min(spellings.size(), most_spellings_tried));
    std::vector<std::string> found;
    for (const auto& spelling : spellings)
        for (const auto& suggestion : words_->suggest(spelling)) {
            if (found.size() == most_suggestions) return found;
            auto normal = nlp::normalise(suggestion);
            if (std::ranges::count(found, normal) == 0) found.push_back(std::move(normal));
        }
    return found;
}

}  // namespace reformdesk::kb_index
