#include "connectors/text_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace reformdesk::connectors {

namespace {

constexpr std::size_t shortest_limit = 32;
constexpr std::string_view white_space = " \n\r\t";

bool is_space(char c) {
    return white_space.find(c) != std::string_view::npos;
}

std::string_view without_leading_space(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    return text;
}

std::string_view without_trailing_space(std::string_view text) {
    return text.substr(0, text.find_last_not_of(white_space) + 1);
}

// Bytes of the character at the front; 1 for a byte that begins none.
std::size_t character_length(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    return std::min(length, text.size());
}

std::size_t units_of_character(std::size_t bytes) {
    return bytes == 4 ? 2 : 1;
}

// The character at the front is drawn as a part of the one before: combining marks, joiners, variation
// selectors, skin tones.
bool joins_what_is_before(std::string_view text) {
    const auto combining = [text] {
        const auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0;
        return (text[0] == '\xCC' && second >= 0x80) ||
               (text[0] == '\xCD' && second >= 0x80 && second < 0xB0);
    };
    const auto tone =
        text.starts_with("\xF0\x9F\x8F") && text.size() > 3 && static_cast<unsigned char>(text[3]) >= 0xBB;
    return combining() || tone || text.starts_with("\u200D") || text.starts_with("\uFE0F");
}

// "1", "12", "TP", "ThS", "Đ": a full stop behind it ends no sentence.
bool is_number_or_abbreviation(std::string_view word) {
    std::size_t characters = 0;
    for (auto rest = word; !rest.empty(); rest.remove_prefix(character_length(rest))) {
        ++characters;
    }
    const bool digits = std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
    const bool capital =
        word.starts_with("Đ") || (!word.empty() && word.front() >= 'A' && word.front() <= 'Z');
    return (digits && characters <= 2) || (capital && characters <= 3);
}

bool ends_sentence(std::string_view text) {
    constexpr std::array<std::string_view, 6> closing{")", "]", "\"", "”", "’", "»"};
    for (const auto sign : closing) {
        if (text.ends_with(sign)) {
            text.remove_suffix(sign.size());
        }
    }
    if (text.ends_with('.')) {
        text.remove_suffix(1);
        const auto before = text.find_last_of(" \n\r\t(");
        return !is_number_or_abbreviation(text.substr(before == std::string_view::npos ? 0 : before + 1));
    }
    return text.ends_with('!') || text.ends_with('?') || text.ends_with(';') || text.ends_with("…");
}

// Places to cut, the best first.
enum Pause { paragraph_end, line_end, sentence_end, word_end, character_end, pause_kinds };

// What ends at `at`; nothing when no cut may be there.
std::optional<Pause> pause_at(std::string_view text, std::size_t at) {
    const auto rest = text.substr(at);
    if (rest.front() == '\n') {
        const auto next = rest.find_first_not_of(" \r\t", 1);
        return next != std::string_view::npos && rest[next] == '\n' ? paragraph_end : line_end;
    }
    if (is_space(rest.front())) {
        return ends_sentence(text.substr(0, at)) ? sentence_end : word_end;
    }
    const bool joined = joins_what_is_before(rest) || text.substr(0, at).ends_with("\u200D");
    return joined ? std::nullopt : std::optional(character_end);
}

// Where to cut a text that begins with a character to be seen, so that at most `units` stand before: its end
// when it is not longer.
std::size_t place_to_cut(std::string_view text, std::size_t units) {
    std::array<std::size_t, pause_kinds> last{};
    std::size_t at = 0;
    std::size_t used = 0;
    while (at < text.size()) {
        const auto pause = at > 0 ? pause_at(text, at) : std::nullopt;
        // A better pause counts only when it leaves no part that is nearly empty.
        if (pause && (*pause >= word_end || used >= units / 2)) {
            last[*pause] = at;
        }
        const auto length = character_length(text.substr(at));
        used += units_of_character(length);
        if (used > units) {
            break;
        }
        at += length;
    }
    if (at == text.size()) {
        return at;
    }
    const auto best = std::find_if(last.begin(), last.end(), [](std::size_t place) { return place > 0; });
    // There is none in a letter with marks without end.
    return best != last.end() ? *best : std::max(at, character_length(text));
}

std::vector<std::string_view> cut_into(std::string_view text, std::size_t units) {
    std::vector<std::string_view> parts;
    auto rest = without_leading_space(text);
    while (!rest.empty()) {
        const auto part = leading_part(rest, units);
        parts.push_back(part);
        rest = without_leading_space(rest.substr(part.size()));
    }
    return parts;
}

}  // namespace

std::size_t utf16_units(std::string_view text) {
    std::size_t units = 0;
    while (!text.empty()) {
        const auto length = character_length(text);
        units += units_of_character(length);
        text.remove_prefix(length);
    }
    return units;
}

std::string_view leading_part(std::string_view text, std::size_t units) {
    text = without_trailing_space(without_leading_space(text));
    return text.empty() ? text : without_trailing_space(text.substr(0, place_to_cut(text, units)));
}

std::vector<std::string> text_parts(std::string_view text, std::size_t longest) {
    longest = std::max(longest, shortest_limit);
    auto parts = cut_into(text, longest);
    if (parts.size() <= 1) {
        return {parts.begin(), parts.end()};
    }
    // "(1/9) " has two digits, "(10/12) " up to four: how many parts there are decides how long they may be.
    std::size_t most = 9;
    std::size_t digits = 1;
    parts = cut_into(text, longest - 4 - 2 * digits);
    while (parts.size() > most) {
        most = most * 10 + 9;
        ++digits;
        parts = cut_into(text, longest - 4 - 2 * digits);
    }
    std::vector<std::string> numbered;
    numbered.reserve(parts.size());
    for (const auto part : parts) {
        numbered.push_back("(" + std::to_string(numbered.size() + 1) + "/" + std::to_string(parts.size()) +
                           ") " + std::string(part));
    }
    return numbered;
}

}  // namespace reformdesk::connectors
