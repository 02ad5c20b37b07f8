#include "server/net/target.hpp"

#include <algorithm>
#include <cstdint>

namespace reformdesk::net {

namespace {

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return -1;
}

bool is_control(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
}

enum class Part { path, query };

std::optional<std::string> decode(std::string_view text, Part part) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            c = static_cast<char>(high * 16 + low);
            i += 2;
            if (part == Part::path && c == '/') {
                return std::nullopt;
            }
        } else if (part == Part::query && c == '+') {
            c = ' ';
        }
        // A line break may be part of a value in the query; nothing else below the space has a use anywhere.
        const bool line_break = part == Part::query && (c == '\n' || c == '\r' || c == '\t');
        if ((is_control(c) && !line_break) || (part == Part::path && c == '\\')) {
            return std::nullopt;
        }
        out += c;
    }
    if (!is_utf8(out)) {
        return std::nullopt;
    }
    return out;
}

bool climbs(std::string_view path) {
    while (!path.empty()) {
        const auto end = std::min(path.find('/'), path.size());
        const auto segment = path.substr(0, end);
        if (segment == "." || segment == "..") {
            return true;
        }
        path.remove_prefix(std::min(end + 1, path.size()));
    }
    return false;
}

bool read_query(std::string_view text, Target& target) {
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto pair = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (pair.empty()) {
            continue;
        }
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = decode(pair.substr(0, equals), Part::query);
        auto value = decode(pair.substr(std::min(equals + 1, pair.size())), Part::query);
        if (!name || !value) {
            return false;
        }
        target.query.emplace_back(std::move(*name), std::move(*value));
    }
    return true;
}

// Cuts "http://authority" off an absolute-form target; false when there is something else before the path.
bool cut_authority(std::string_view& target, std::string& authority) {
    if (target.starts_with('/')) {
        return true;
    }
    const auto scheme_end = target.find("://");
    if (scheme_end == std::string_view::npos) {
        return false;
    }
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    std::string scheme(target.substr(0, scheme_end));
    std::ranges::transform(scheme, scheme.begin(), lower);
    if (scheme != "http" && scheme != "https") {
        return false;
    }
    target.remove_prefix(scheme_end + 3);
    const auto end = std::min(target.find_first_of("/?#"), target.size());
    authority = target.substr(0, end);
    std::ranges::transform(authority, authority.begin(), lower);
    target.remove_prefix(end);
    return !authority.empty();
}

}  // namespace

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    while (i < text.size()) {
        const auto lead = static_cast<unsigned char>(text[i++]);
        if (lead < 0x80) {
            continue;
        }
        if (lead < 0xc2 || lead > 0xf4) {
            return false;
        }
        const int more = lead < 0xe0 ? 1 : (lead < 0xf0 ? 2 : 3);
        std::uint32_t code = lead & (0x3fu >> more);
        for (int k = 0; k < more; ++k, ++i) {
            if (i >= text.size() || (static_cast<unsigned char>(text[i]) & 0xc0u) != 0x80u) {
                return false;
            }
            code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
        }
        constexpr std::uint32_t least[] = {0, 0x80, 0x800, 0x10000};
        if (code < least[more] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
            return false;
        }
    }
    return true;
}

std::optional<Target> read_target(std::string_view target) {
    Target result;
    if (!cut_authority(target, result.authority) || target.find('#') != std::string_view::npos) {
        return std::nullopt;
    }
    const auto question = std::min(target.find('?'), target.size());
    auto path = decode(target.substr(0, question), Part::path);
    if (!path || climbs(*path)) {
        return std::nullopt;
    }
    result.path = path->empty() ? "/" : std::move(*path);
    if (!read_query(target.substr(std::min(question + 1, target.size())), result)) {
        return std::nullopt;
    }
    return result;
}

}  // namespace reformdesk::net
