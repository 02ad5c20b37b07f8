#include "connectors/zalo_bot/mention.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <iterator>
#include <optional>
#include <vector>

namespace reformdesk::connectors::zalo_bot {

namespace {

struct Range {
    char32_t first;
    char32_t last;
    char32_t folded;
};

// Vietnamese letters, and the spaces there are, as what they are compared as. 0: not compared at all.
constexpr auto folds = std::to_array<Range>({
    {0x09, 0x0D, ' '},     {0xA0, 0xA0, ' '},     {0xC0, 0xC3, 'a'},     {0xC8, 0xCA, 'e'},
    {0xCC, 0xCD, 'i'},     {0xD2, 0xD5, 'o'},     {0xD9, 0xDA, 'u'},     {0xDD, 0xDD, 'y'},
    {0xE0, 0xE3, 'a'},     {0xE8, 0xEA, 'e'},     {0xEC, 0xED, 'i'},     {0xF2, 0xF5, 'o'},
    {0xF9, 0xFA, 'u'},     {0xFD, 0xFD, 'y'},     {0x102, 0x103, 'a'},   {0x110, 0x111, 'd'},
    {0x128, 0x129, 'i'},   {0x168, 0x169, 'u'},   {0x1A0, 0x1A1, 'o'},   {0x1AF, 0x1B0, 'u'},
    {0x300, 0x36F, 0},     {0x1EA0, 0x1EB7, 'a'}, {0x1EB8, 0x1EC7, 'e'}, {0x1EC8, 0x1ECB, 'i'},
    {0x1ECC, 0x1EE3, 'o'}, {0x1EE4, 0x1EF1, 'u'}, {0x1EF2, 0x1EF9, 'y'}, {0x2000, 0x200A, ' '},
    {0x200B, 0x200F, 0},   {0x202A, 0x202E, 0},   {0x202F, 0x202F, ' '}, {0x2060, 0x2069, 0},
    {0x3000, 0x3000, ' '}, {0xFEFF, 0xFEFF, 0},
});

char32_t folded(char32_t point) {
    if (point >= 'A' && point <= 'Z') {
        return point | 0x20;
    }
    const auto found = std::find_if(folds.begin(), folds.end(), [point](const Range& range) {
        return point >= range.first && point <= range.last;
    });
    return found == folds.end() ? point : found->folded;
}

// The character at `at` in valid UTF-8; a stray byte stands for itself.
char32_t character_at(std::string_view text, std::size_t at, std::size_t& length) {
    const auto lead = static_cast<unsigned char>(text[at]);
    length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    length = std::min(length, text.size() - at);
    char32_t point = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length; ++i) {
        point = (point << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3Fu);
    }
    return point;
}

struct Letter {
    char32_t folded;
    std::size_t begin;  ///< in bytes
};

// As compared: one space for any number, nothing for what is not compared.
std::vector<Letter> letters_of(std::string_view text) {
    std::vector<Letter> letters;
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size(); at += length) {
        const auto letter = folded(character_at(text, at, length));
        const bool another_space = letter == ' ' && !letters.empty() && letters.back().folded == ' ';
        if (letter != 0 && !another_space) {
            letters.push_back({letter, at});
        }
    }
    return letters;
}

bool is_word(char32_t letter) {
    const bool ascii = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    return ascii || (letter >= 0xC0 && letter < 0x2000) || (letter >= 0x3040 && letter < 0x1F000);
}

bool is_separator(char32_t letter) {
    constexpr std::u32string_view separators = U" ,:;.-–—";
    return separators.find(letter) != std::u32string_view::npos;
}

bool is_at_sign(char32_t letter) {
    return letter == '@' || letter == U'＠';
}

// Letters from `first` on that mention a name; 0 when none does.
std::size_t mention_at(std::span<const Letter> text, std::size_t first,
                       std::span<const std::vector<Letter>> names) {
    const bool within_word = first > 0 && first < text.size() && is_word(text[first - 1].folded);
    if (first >= text.size() || !is_at_sign(text[first].folded) || within_word) {
        return 0;
    }
    const auto rest = text.subspan(first + 1);
    std::size_t longest = 0;
    for (const auto& name : names) {
        const bool same = rest.size() >= name.size() &&
                          std::equal(name.begin(), name.end(), rest.begin(),
                                     [](const Letter& a, const Letter& b) { return a.folded == b.folded; });
        if (same && (rest.size() == name.size() || !is_word(rest[name.size()].folded))) {
            longest = std::max(longest, name.size() + 1);
        }
    }
    return longest;
}

std::vector<std::vector<Letter>> names_as_letters(std::span<const std::string> names) {
    std::vector<std::vector<Letter>> all;
    for (const auto& name : names) {
        auto letters = letters_of(name);
        while (!letters.empty() && letters.back().folded == ' ') {
            letters.pop_back();
        }
        if (!letters.empty()) {
            all.push_back(std::move(letters));
        }
    }
    return all;
}

std::size_t bytes_before(std::string_view text, std::span<const Letter> letters, std::size_t at) {
    return at < letters.size() ? letters[at].begin : text.size();
}

std::string_view without_leading_mentions(std::string_view text, std::span<const std::vector<Letter>> names) {
    const auto letters = letters_of(text);
    std::size_t at = 0;
    for (;;) {
        const std::size_t space = at < letters.size() && letters[at].folded == ' ' ? 1 : 0;
        const auto mention = mention_at(letters, at + space, names);
        if (mention == 0) {
            return text.substr(bytes_before(text, letters, at));
        }
        at += space + mention;
        while (at < letters.size() && is_separator(letters[at].folded)) {
            ++at;
        }
    }
}

// What follows the mention, a question mark say, stays.
std::string without_trailing_mention(std::string_view text, std::span<const std::vector<Letter>> names) {
    const auto letters = letters_of(text);
    const auto sign = std::find_if(letters.rbegin(), letters.rend(),
                                   [](const Letter& letter) { return is_at_sign(letter.folded); });
    if (sign == letters.rend()) {
        return std::string(text);
    }
    const auto at = static_cast<std::size_t>(std::distance(sign, letters.rend())) - 1;
    const auto behind = at + mention_at(letters, at, names);
    const bool more = std::any_of(letters.begin() + static_cast<std::ptrdiff_t>(behind), letters.end(),
                                  [](const Letter& letter) { return is_word(letter.folded); });
    if (behind == at || more) {
        return std::string(text);
    }
    auto end = at;
    while (end > 0 && is_separator(letters[end - 1].folded) && letters[end - 1].folded != '.') {
        --end;
    }
    return std::string(text.substr(0, bytes_before(text, letters, end))) +
           std::string(text.substr(bytes_before(text, letters, behind)));
}

}  // namespace

std::string without_mentions(std::string_view text, std::span<const std::string> names) {
    const auto all = names_as_letters(names);
    return without_trailing_mention(without_leading_mentions(text, all), all);
}

}  // namespace reformdesk::connectors::zalo_bot
