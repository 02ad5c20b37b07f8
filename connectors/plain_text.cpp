#include "connectors/plain_text.hpp"

#include <algorithm>

namespace reformdesk::connectors {

namespace {

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool is_control(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// The bytes of a control character beyond ASCII, U+0080 to U+009F, at the text's beginning.
std::size_t late_control(std::string_view text) {
    return text.size() >= 2 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) < 0xA0 ? 2 : 0;
}

// The bytes of a mark of direction at the text's beginning: U+200E, U+200F, U+202A to U+202E, U+2066 to
// U+2069.
std::size_t direction_mark(std::string_view text) {
    if (text.size() < 3 || text[0] != '\xE2') {
        return 0;
    }
    const auto second = static_cast<unsigned char>(text[1]);
    const auto third = static_cast<unsigned char>(text[2]);
    const bool mark =
        (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE))) ||
        (second == 0x81 && third >= 0xA6 && third <= 0xA9);
    return mark ? 3 : 0;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view lower) {
    return text.size() >= lower.size() &&
           std::equal(lower.begin(), lower.end(), text.begin(), [](char wanted, char c) {
               return wanted == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
           });
}

}  // namespace

std::string plain_text(std::string_view text) {
    std::string plain;
    plain.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (const auto bytes = late_control(text.substr(at)); bytes > 0) {
            at += bytes - 1;
        } else if (c == '\r') {
            plain += text.substr(at + 1).starts_with('\n') ? "" : "\n";
        } else if (c == '\n' || c == '\t' || !is_control(c)) {
            plain += c;
        }
    }
    return plain;
}

std::string plain_line(std::string_view text, std::size_t most_bytes) {
    std::string line;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto rest = text.substr(at);
        if (const auto bytes = late_control(rest) + direction_mark(rest); bytes > 0) {
            at += bytes - 1;
        } else if (is_white(text[at]) || !is_control(text[at])) {
            line += is_white(text[at]) ? ' ' : text[at];
        }
    }
    return std::string(trimmed(cut_at_character(trimmed(line), most_bytes)));
}

std::string_view cut_at_character(std::string_view text, std::size_t most_bytes) {
    if (text.size() <= most_bytes) {
        return text;
    }
    auto end = most_bytes;
    while (end > 0 && is_continuation(text[end])) {
        --end;
    }
    return text.substr(0, end);
}

bool is_white(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_white(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_white(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::string web_url(std::string_view url) {
    url = trimmed(url);
    const std::size_t scheme = starts_with_ignoring_case(url, "https://")  ? 8
                               : starts_with_ignoring_case(url, "http://") ? 7
                                                                           : 0;
    if (scheme == 0 || url.size() > longest_url || url.size() == scheme || url[scheme] == '/') {
        return {};
    }
    const bool clean =
        plain_line(url, longest_url) == url && url.find_first_of(" \"<>\\`") == std::string_view::npos;
    return clean ? std::string(url) : std::string();
}

}  // namespace reformdesk::connectors
