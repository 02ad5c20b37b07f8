#include "nlp/repair.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/syllable.hpp"
#include "nlp/syllable_pairs.hpp"
#include "nlp/text.hpp"
#include "nlp/typing.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::nlp {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool stands_as_it_is(std::string_view word) {
    return std::all_of(word.begin(), word.end(), is_digit) || could_be_syllable(word) ||
           lexicon().words.find(word) != unknown_word;
}

// "điiii", "hồồ", "đượcc"; in bare letters a pair may be English ("app") and wants more of the word.
std::optional<std::string> without_repeats(std::string_view word) {
    constexpr std::size_t shortest_bare = 4;
    std::u32string letters = decode(word);
    const bool runs = std::adjacent_find(letters.begin(), letters.end()) != letters.end();
    const bool roman_numeral = word.find_first_not_of("ivx") == word.npos;
    if (!runs || roman_numeral || (is_ascii(word) && letters.size() < shortest_bare)) return std::nullopt;
    letters.erase(std::unique(letters.begin(), letters.end()), letters.end());
    std::string once = encode(letters);
    const bool valid = is_ascii(once) ? is_bare_syllable(once) : is_syllable(letters);
    return valid ? std::optional(std::move(once)) : std::nullopt;
}

// "ndd118" and "qd9" are raw keys within an abbreviation.
std::optional<std::string> with_stroke(std::string_view word) {
    for (const std::string_view keys : {"dd", "d9"}) {
        const auto at = word.find(keys);
        if (at == word.npos) continue;
        // "qd942" has a number; none has four digits and a 9 in front.
        const std::size_t digits = word.size() - (at + keys.size());
        if (keys == "d9" && digits > 0 && digits < 3) continue;
        std::string stroked(word);
        stroked.replace(at, keys.size(), "đ");
        const std::string letters = stroked.substr(0, stroked.find_last_not_of("0123456789") + 1);
        if (is_shorthand(letters)) return stroked;
    }
    return std::nullopt;
}

// "nghidinh118", "30ngay", "hanhchinh".
std::optional<std::string> with_spaces(std::string_view word) {
    const auto digits_first =
        static_cast<std::size_t>(std::find_if_not(word.begin(), word.end(), is_digit) - word.begin());
    const auto letters_end = word.find_last_not_of("0123456789") + 1;
    const std::string_view letters = word.substr(digits_first, letters_end - digits_first);
    std::vector<std::string> parts;
    if (digits_first > 0 || letters_end < word.size()) {
        // A number with a letter or two is a name or a unit: "30c", "4g".
        if (letters.size() > 2 && could_be_syllable(letters) && syllable_pairs().knows(unaccent(letters)))
            parts.emplace_back(letters);
    }
    if (parts.empty()) parts = split_glued(letters);
    if (parts.empty()) return std::nullopt;
    if (digits_first > 0) parts.emplace(parts.begin(), word.substr(0, digits_first));
    if (letters_end < word.size()) parts.emplace_back(word.substr(letters_end));
    return join(parts);
}

// Within "dichvucong.gov.vn" and "an@example.vn" words are names.
bool is_part_of_an_address(std::string_view text, std::size_t begin, std::size_t end) {
    const auto joins = [&](std::size_t sign, std::size_t beyond) {
        return sign < text.size() && beyond < text.size() && (text[sign] == '.' || text[sign] == '@') &&
               text[beyond] >= 'a' && text[beyond] <= 'z';
    };
    return joins(end, end + 1) || (begin > 1 && joins(begin - 1, begin - 2));
}

std::string put_right(const std::string& word) {
    if (auto once = without_repeats(word)) return *std::move(once);
    if (auto stroked = with_stroke(word)) return *std::move(stroked);
    if (auto spaced = with_spaces(word)) return *std::move(spaced);
    return word;
}

}  // namespace

bool could_be_syllable(std::string_view word) {
    std::array<char, longest_syllable> bare{};
    std::size_t letters = 0;
    for (std::size_t i = 0; i < word.size();) {
        const Character character = character_at(word, i);
        const char32_t base = strip_shape(take_tone(character.point).base);
        if (letters == bare.size() || base >= 0x80) return false;
        bare[letters++] = static_cast<char>(base);
        i += character.bytes;
    }
    return is_bare_syllable({bare.data(), letters});
}

std::optional<std::string> repair(std::string_view normal, std::span<const std::string_view> tokens) {
    if (std::all_of(tokens.begin(), tokens.end(), stands_as_it_is)) return std::nullopt;
    std::vector<std::string> words(tokens.begin(), tokens.end());
    decode_raw_keys(words);
    std::string repaired;
    std::size_t done = 0;
    bool changed = false;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        const auto at = static_cast<std::size_t>(tokens[i].data() - normal.data());
        repaired += normal.substr(done, at - done);
        const bool stands =
            stands_as_it_is(words[i]) || is_part_of_an_address(normal, at, at + tokens[i].size());
        const std::string word = stands ? words[i] : put_right(words[i]);
        changed = changed || word != tokens[i];
        repaired += word;
        done = at + tokens[i].size();
    }
    repaired += normal.substr(done);
    // Letters that came apart may have had their tone elsewhere.
    return changed ? std::optional(normalise(repaired)) : std::nullopt;
}

}  // namespace reformdesk::nlp
