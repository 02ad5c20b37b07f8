#include "nlp/typing.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/syllable.hpp"
#include "nlp/syllable_pairs.hpp"
#include "nlp/text.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::nlp {

namespace {

// "nghieengs" has nine keys; longer words are not one syllable.
constexpr std::size_t longest_keys = 10;

std::optional<Tone> telex_tone(char key) {
    switch (key) {
        case 'f':
            return Tone::grave;
        case 's':
            return Tone::acute;
        case 'r':
            return Tone::hook;
        case 'x':
            return Tone::tilde;
        case 'j':
            return Tone::dot;
        default:
            return std::nullopt;
    }
}

std::optional<Tone> vni_tone(char key) {
    switch (key) {
        case '1':
            return Tone::acute;
        case '2':
            return Tone::grave;
        case '3':
            return Tone::hook;
        case '4':
            return Tone::tilde;
        case '5':
            return Tone::dot;
        default:
            return std::nullopt;
    }
}

// The letters composed so far. Each mark is given once; a second one makes the keys no syllable.
class Composition {
  public:
    const std::u32string& letters() const { return letters_; }
    bool marked() const { return marked_; }
    bool has_vowel() const { return std::any_of(letters_.begin(), letters_.end(), is_vowel); }
    Tone tone() const { return tone_; }

    void add(char key) { letters_ += static_cast<char32_t>(key); }

    bool give_tone(Tone tone) {
        if (tone_ != Tone::level || !has_vowel()) return false;
        tone_ = tone;
        return true;
    }

    bool stroke() {
        if (letters_.empty() || letters_.front() != U'd') return false;
        letters_.front() = U'đ';
        return marked_ = true;
    }

    /// On the wanted vowel, or, for 0, the last that takes it.
    bool circumflex(char32_t wanted) {
        for (std::size_t i = letters_.size(); i-- > 0;) {
            const char32_t letter = letters_[i];
            const bool takes = letter == U'a' || letter == U'e' || letter == U'o';
            if (!takes || (wanted != 0 && letter != wanted)) continue;
            letters_[i] = letter == U'a' ? U'â' : letter == U'e' ? U'ê' : U'ô';
            return marked_ = true;
        }
        return false;
    }

    bool horn() {
        const auto pair = letters_.find(U"uo");
        if (pair != letters_.npos && !is_of_onset(pair)) {
            letters_[pair] = U'ư';
            letters_[pair + 1] = U'ơ';
            return marked_ = true;
        }
        for (std::size_t i = letters_.size(); i-- > 0;) {
            if ((letters_[i] != U'o' && letters_[i] != U'u') || is_of_onset(i)) continue;
            // "uu" is "ưu".
            const std::size_t at = letters_[i] == U'u' && i > 0 && letters_[i - 1] == U'u' ? i - 1 : i;
            letters_[at] = letters_[at] == U'o' ? U'ơ' : U'ư';
            return marked_ = true;
        }
        return false;
    }

    /// The mark of "w": a horn or a breve. "oa" becomes "oă", as no syllable has "ơa"; "ua" becomes "ưa".
    bool horn_or_breve() { return letters_.find(U"oa") != letters_.npos ? breve() : horn() || breve(); }

    /// "w" with nothing to mark is the letter itself.
    bool add_horned_u() {
        letters_ += U'ư';
        return marked_ = true;
    }

    bool breve() {
        const auto at = letters_.rfind(U'a');
        if (at == letters_.npos) return false;
        letters_[at] = U'ă';
        return marked_ = true;
    }

  private:
    // The 'u' of "qu" takes no mark.
    bool is_of_onset(std::size_t at) const {
        return letters_[at] == U'u' && at > 0 && letters_[at - 1] == U'q';
    }

    std::u32string letters_;
    Tone tone_ = Tone::level;
    bool marked_ = false;
};

// Whether a doubled vowel may have letters between: "tieengs" or "tienges"; but "ngoeof" is "ngoèo".
enum class Doubling { anywhere, side_by_side };

bool telex_key(Composition& word, char key, Doubling doubling) {
    const auto tone = telex_tone(key);
    if (tone && word.has_vowel()) return word.give_tone(*tone);
    if (key == 'd' && !word.letters().empty() && word.letters().front() == U'd') return word.stroke();
    const bool doubles = key == 'a' || key == 'e' || key == 'o';
    const bool beside = !word.letters().empty() && word.letters().back() == static_cast<char32_t>(key);
    if (doubles && (beside || doubling == Doubling::anywhere) && word.circumflex(static_cast<char32_t>(key)))
        return true;
    if (key == 'w') return word.horn_or_breve() || word.add_horned_u();
    word.add(key);
    return true;
}

bool vni_key(Composition& word, char key) {
    if (const auto tone = vni_tone(key)) return word.give_tone(*tone);
    switch (key) {
        case '6':
            return word.circumflex(0);
        case '7':
            return word.horn();
        case '8':
            return word.breve();
        case '9':
            return word.stroke();
        case '0':
            return false;
        default:
            word.add(key);
            return true;
    }
}

std::string shape_keys(char32_t base, InputMethod method) {
    const bool telex = method == InputMethod::telex;
    switch (base) {
        case U'ă':
            return telex ? "w" : "8";
        case U'â':
            return telex ? "a" : "6";
        case U'ê':
            return telex ? "e" : "6";
        case U'ô':
            return telex ? "o" : "6";
        case U'ơ':
        case U'ư':
            return telex ? "w" : "7";
        case U'đ':
            return telex ? "d" : "9";
        default:
            return {};
    }
}

// Raw keys are plain letters and digits with a mark or tone key behind the first letter.
bool may_be_keys(std::string_view word) {
    if (word.size() < 2 || word.size() > longest_keys) return false;
    bool mark = false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        const char key = word[i];
        const bool digit = key >= '0' && key <= '9';
        if (!digit && (key < 'a' || key > 'z')) return false;
        if (i == 0) continue;
        const bool doubles = (key == 'a' || key == 'e' || key == 'o' || key == 'd') && word.find(key) < i;
        mark = mark || digit || doubles || std::string_view("fsrxjw").find(key) != std::string_view::npos;
    }
    return mark || word.front() == 'w';
}

// "dduowngf", "hieeuj"; "rooms" is another language's.
bool has_shape_and_tone(std::string_view keys, const std::string& decoded) {
    const std::u32string letters = decode(decoded);
    const bool tone = std::any_of(letters.begin(), letters.end(),
                                  [](char32_t letter) { return take_tone(letter).tone != Tone::level; });
    constexpr std::array<std::string_view, 8> shapes = {"aa", "ee", "oo", "dd", "w", "6", "7", "8"};
    const bool shape = std::any_of(shapes.begin(), shapes.end(),
                                   [&](std::string_view keyed) { return keys.find(keyed) != keys.npos; });
    return tone && shape && (keys.starts_with("dd") || syllable_pairs().knows(unaccent(decoded)));
}

bool stands_as_it_is(std::string_view word) {
    return is_bare_syllable(word) || is_shorthand(word);
}

}  // namespace

namespace {

// `alone`: whether a vowel and a tone key alone are a word. "owr" is "ở" anyhow; but "as" and "is" are words
// of another language, and "ys" is "ý" only among other raw keys.
std::optional<std::string> compose(std::string_view word, InputMethod method, bool alone, Doubling doubling) {
    Composition composition;
    for (const char key : word) {
        const bool letter = key >= 'a' && key <= 'z';
        const bool digit = method == InputMethod::vni && key >= '0' && key <= '9';
        if (!letter && !digit) return std::nullopt;
        if (!(method == InputMethod::telex ? telex_key(composition, key, doubling)
                                           : vni_key(composition, key)))
            return std::nullopt;
    }
    if (!composition.marked() && composition.tone() == Tone::level) return std::nullopt;
    std::u32string letters = composition.letters();
    // No syllable ends in "ươ"; one that ends in "uơ" is typed with the same keys.
    if (letters.ends_with(U"ươ")) letters[letters.size() - 2] = U'u';
    const auto at = tone_position(letters);
    if (at == std::u32string::npos) return std::nullopt;
    if (letters.size() < 2 && !composition.marked() && !alone) return std::nullopt;
    letters[at] = put_tone(letters[at], composition.tone());
    if (!is_syllable(letters)) return std::nullopt;
    return encode(letters);
}

std::optional<std::string> compose(std::string_view word, InputMethod method, bool alone) {
    if (word.size() < 2 || word.size() > longest_keys) return std::nullopt;
    auto composed = compose(word, method, alone, Doubling::anywhere);
    const bool again = !composed && method == InputMethod::telex;
    return again ? compose(word, method, alone, Doubling::side_by_side) : composed;
}

}  // namespace

std::optional<std::string> decode_keys(std::string_view word, InputMethod method) {
    return compose(word, method, false);
}

std::string encode_keys(std::string_view word, InputMethod method) {
    // In the order of Tone; a level syllable has no key.
    const std::string_view tone_keys = method == InputMethod::telex ? "-fsrxj" : "-21345";
    std::string keys;
    char tone_key = 0;
    for (const char32_t letter : decode(word)) {
        const Letter taken = take_tone(letter);
        if (taken.tone != Tone::level) tone_key = tone_keys[static_cast<std::size_t>(taken.tone)];
        keys += encode(std::u32string(1, strip_shape(taken.base)));
        keys += shape_keys(taken.base, method);
    }
    if (tone_key != 0) keys += tone_key;
    return keys;
}

void decode_raw_keys(std::vector<std::string>& words) {
    const auto decode_at = [&](std::size_t i, bool alone) -> std::optional<std::string> {
        if (!may_be_keys(words[i]) || stands_as_it_is(words[i])) return std::nullopt;
        auto decoded = compose(words[i], InputMethod::telex, alone);
        return decoded ? decoded : compose(words[i], InputMethod::vni, alone);
    };
    std::vector<std::optional<std::string>> decoded(words.size());
    std::size_t count = 0;
    bool unmistakable = words.size() == 1;
    for (std::size_t i = 0; i < words.size(); ++i) {
        decoded[i] = decode_at(i, false);
        if (!decoded[i]) continue;
        ++count;
        unmistakable = unmistakable || has_shape_and_tone(words[i], *decoded[i]);
    }
    // One such word among several is more likely a name or a model number.
    if (count < 2 && !unmistakable) return;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (!decoded[i] && count > 1) decoded[i] = decode_at(i, true);
        if (decoded[i]) words[i] = *std::move(decoded[i]);
    }
}

}  // namespace reformdesk::nlp
