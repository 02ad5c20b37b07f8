#include "nlp/unicode_form.hpp"

#include "nlp/characters.hpp"
#include "nlp/syllable.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <stdexcept>
#include <vector>

#include <utf8proc.h>

namespace reformdesk::nlp {

namespace {

constexpr char32_t word_break = 0x200B;
// A letter carries at most this many marks: no language needs more, and sorting them stays cheap.
constexpr std::size_t most_marks = 6;

std::u32string clean(std::u32string_view text) {
    std::u32string cleaned;
    cleaned.reserve(text.size());
    std::size_t marks = 0;
    for (char32_t point : text) {
        if (is_invisible(point)) continue;
        point = plain(is_space(point) ? U' ' : point);
        marks = is_mark(point) ? marks + 1 : 0;
        if (marks > most_marks) continue;
        if (marks > 0 && !cleaned.empty() && cleaned.back() == word_break) cleaned.pop_back();
        cleaned += point;
    }
    return cleaned;
}

std::vector<utf8proc_int32_t> decompose(std::u32string_view text) {
    const std::string encoded = encode(text);
    const auto* source = reinterpret_cast<const utf8proc_uint8_t*>(encoded.data());
    const auto size = static_cast<utf8proc_ssize_t>(encoded.size());
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_STABLE);
    std::vector<utf8proc_int32_t> points(text.size() * 4 + 4);
    auto length = utf8proc_decompose(source, size, points.data(),
                                     static_cast<utf8proc_ssize_t>(points.size()), options);
    if (length > static_cast<utf8proc_ssize_t>(points.size())) {
        points.resize(static_cast<std::size_t>(length));
        length = utf8proc_decompose(source, size, points.data(), length, options);
    }
    if (length < 0) throw std::logic_error("normalise: text was not cleaned before decomposition");
    points.resize(static_cast<std::size_t>(length));
    return points;
}

// The circumflex or breve first: Unicode gives it the class of the tones, so "á" + circumflex would not
// become "ấ".
void order_marks(std::vector<utf8proc_int32_t>& points) {
    const auto is_shape = [](utf8proc_int32_t point) { return point == 0x0302 || point == 0x0306; };
    const auto above = [](utf8proc_int32_t point) {
        return point >= 0x300 && utf8proc_get_property(point)->combining_class == 230;
    };
    for (auto first = points.begin(); first != points.end();) {
        if (!above(*first)) {
            ++first;
            continue;
        }
        const auto last = std::find_if_not(first, points.end(), above);
        std::stable_partition(first, last, is_shape);
        first = last;
    }
}

void limit_marks(std::vector<utf8proc_int32_t>& points) {
    std::size_t marks = 0;
    std::erase_if(points, [&](utf8proc_int32_t point) {
        marks = is_mark(static_cast<char32_t>(point)) ? marks + 1 : 0;
        return marks > most_marks;
    });
}

std::u32string compose(std::vector<utf8proc_int32_t> points) {
    // utf8proc wants room for a terminating zero.
    const auto size = static_cast<utf8proc_ssize_t>(points.size());
    points.push_back(0);
    const auto options = static_cast<utf8proc_option_t>(UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    const auto length = utf8proc_normalize_utf32(points.data(), size, options);
    if (length < 0) throw std::logic_error("normalise: composition failed");
    return {points.begin(), points.begin() + length};
}

void latinise(std::u32string& word) {
    if (!std::any_of(word.begin(), word.end(), is_latin)) return;
    const auto foreign = [](char32_t point) {
        return !is_latin(point) && latin_twin(point) == 0 && !is_mark(point) &&
               !(point >= '0' && point <= '9');
    };
    if (std::any_of(word.begin(), word.end(), foreign)) return;
    for (char32_t& point : word)
        if (const char32_t twin = latin_twin(point)) point = twin;
}

// A zero-width space stands for a word break in some texts and is noise within a syllable in others.
void settle_word_breaks(std::u32string& word) {
    if (word.find(word_break) == word.npos) return;
    std::u32string joined = word;
    std::erase(joined, word_break);
    if (is_syllable(joined)) {
        word = joined;
        return;
    }
    std::replace(word.begin(), word.end(), word_break, U' ');
}

}  // namespace

std::u32string compose_letters(std::string_view text) {
    auto points = decompose(clean(decode(text)));
    order_marks(points);
    limit_marks(points);
    // Homoglyphs are replaced while marks are apart, so that a Cyrillic letter can take a Vietnamese mark.
    const std::u32string apart =
        edit_words(std::u32string(points.begin(), points.end()), is_word_character, latinise);
    const std::u32string composed = compose({apart.begin(), apart.end()});
    const auto in_word = [](char32_t point) { return is_word_character(point) || point == word_break; };
    return edit_words(composed, in_word, settle_word_breaks);
}

}  // namespace reformdesk::nlp
