#include "nlp/text.hpp"

#include "nlp/characters.hpp"
#include "nlp/syllable.hpp"
#include "nlp/unicode_form.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace reformdesk::nlp {

namespace {

// Onset, vowels and coda have no more letters than this.
constexpr std::size_t longest_toned_word = 8;

// Where the tone of the letters belongs elsewhere, puts it there.
bool place_tone(std::span<char32_t> word) {
    if (word.size() < 2 || word.size() > longest_toned_word) return false;
    std::array<char32_t, longest_toned_word> toneless{};
    Tone tone = Tone::level;
    std::size_t carrier = 0;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const Letter letter = take_tone(word[i]);
        toneless[i] = letter.base;
        if (letter.tone == Tone::level) continue;
        if (tone != Tone::level) return false;
        tone = letter.tone;
        carrier = i;
    }
    if (tone == Tone::level) return false;
    const auto at = tone_position({toneless.data(), word.size()});
    if (at == std::u32string::npos || at == carrier) return false;
    word[carrier] = toneless[carrier];
    word[at] = put_tone(toneless[at], tone);
    return true;
}

std::string encode_with_single_spaces(std::u32string_view text) {
    std::string encoded;
    encoded.reserve(text.size() * 2);
    for (const char32_t point : text) {
        if (point != U' ')
            append(encoded, point);
        else if (!encoded.empty() && encoded.back() != ' ')
            encoded += ' ';
    }
    if (!encoded.empty() && encoded.back() == ' ') encoded.pop_back();
    return encoded;
}

// Characters whose normal form does not depend on their neighbours, as that of marks or Greek letters does:
// 0 where it may, or the plain character.
constexpr std::size_t simple_points = 0x250;
const std::array<char32_t, simple_points>& plain_points() {
    static const auto table = [] {
        std::array<char32_t, simple_points> points{};
        for (char32_t point = 0; point < simple_points; ++point)
            if (!is_invisible(point)) points[point] = is_space(point) ? U' ' : plain(point);
        return points;
    }();
    return table;
}

class SimpleText {
  public:
    /// The normal form of a text in ready-made letters; nothing when it has others.
    static std::optional<std::string> normalise(std::string_view text) {
        SimpleText simple(text);
        return simple.read() ? std::optional(std::move(simple.normal_)) : std::nullopt;
    }

  private:
    explicit SimpleText(std::string_view text) : text_(text) { normal_.reserve(text.size() + 1); }

    bool read() {
        const auto& table = plain_points();
        for (std::size_t i = 0; i < text_.size();) {
            const Character character = character_at(text_, i);
            i += character.bytes;
            if (!character.valid) return false;
            char32_t point = character.point;
            if (point < simple_points) {
                point = table[point];
                if (point == 0) return false;
            } else if (point >= U'Ạ' && point <= U'ỹ') {
                // Capital and small letters take turns.
                point |= 1;
            } else if (point == U'…' || point == U'•') {
                // Stays as it is.
            } else {
                point = plain(point);
                if (point >= 0x80) return false;
            }
            add(point);
        }
        end_word();
        if (!normal_.empty() && normal_.back() == ' ') normal_.pop_back();
        return true;
    }

    void add(char32_t point) {
        if (is_word_character(point)) {
            if (letters_ == 0) word_begin_ = normal_.size();
            if (letters_ < word_.size()) word_[letters_] = point;
            ++letters_;
            toned_ = toned_ || take_tone(point).tone != Tone::level;
        } else {
            end_word();
            if (point == U' ' && (normal_.empty() || normal_.back() == ' ')) return;
        }
        append(normal_, point);
    }

    void end_word() {
        if (toned_ && letters_ <= word_.size() && place_tone({word_.data(), letters_})) {
            normal_.resize(word_begin_);
            for (std::size_t i = 0; i < letters_; ++i) append(normal_, word_[i]);
        }
        letters_ = 0;
        toned_ = false;
    }

    std::string_view text_;
    std::string normal_;
    std::array<char32_t, longest_toned_word> word_{};
    std::size_t letters_ = 0;  ///< of the word under way
    std::size_t word_begin_ = 0;
    bool toned_ = false;
};

}  // namespace

std::string normalise(std::string_view text) {
    if (auto simple = SimpleText::normalise(text)) return *std::move(simple);
    const std::u32string composed = compose_letters(text);
    return encode_with_single_spaces(
        edit_words(composed, is_word_character, [](std::u32string& word) { place_tone(word); }));
}

std::string unaccent(std::string_view normal) {
    std::string bare;
    bare.reserve(normal.size());
    for (std::size_t i = 0; i < normal.size();) {
        const Character character = character_at(normal, i);
        i += character.bytes;
        if (character.point < 0x80)
            bare += static_cast<char>(character.point);
        else if (!is_mark(character.point))
            append(bare, strip_shape(take_tone(character.point).base));
    }
    return bare;
}

std::vector<std::string_view> tokens(std::string_view normal) {
    std::vector<std::string_view> found;
    std::size_t start = 0;
    bool inside = false;
    for (std::size_t i = 0; i < normal.size();) {
        const Character character = character_at(normal, i);
        const bool word = character.valid && is_word_character(character.point);
        if (word && !inside) start = i;
        if (!word && inside) found.push_back(normal.substr(start, i - start));
        inside = word;
        i += character.bytes;
    }
    if (inside) found.push_back(normal.substr(start));
    return found;
}

std::string one_spelling(std::string_view word) {
    constexpr std::size_t longest = 5;
    std::string spelt(word);
    const bool single =
        !word.empty() && std::string_view("hklmst").find(word.front()) != std::string_view::npos;
    const std::size_t onset = single ? 1 : word.starts_with("qu") ? 2 : 0;
    if (onset == 0 || word.size() <= onset || word.size() > longest) return spelt;
    const Character last = character_at(word, onset);
    const Letter letter = take_tone(last.point);
    if (letter.base != U'i' || onset + last.bytes != word.size()) return spelt;
    spelt.resize(onset);
    append(spelt, put_tone(U'y', letter.tone));
    return spelt;
}

std::string_view cut(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    std::size_t end = bytes;
    // A character has at most three continuation bytes; more of them is no UTF-8 and may be split anywhere.
    for (int i = 0; i < 3 && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80; ++i) --end;
    if ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) end = bytes;
    return text.substr(0, end);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == text.npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string join(const std::vector<std::string>& words) {
    std::string joined;
    for (const auto& word : words) {
        if (!joined.empty()) joined += ' ';
        joined += word;
    }
    return joined;
}

}  // namespace reformdesk::nlp
