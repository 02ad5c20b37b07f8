#include "kb_index/exchange_cells.hpp"

#include "kb_index/exchange_intake.hpp"
#include "kb_index/exchange_jsonl.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

constexpr std::string_view white_space = " \t\r\n";

bool is_space(char c) {
    return white_space.find(c) != std::string_view::npos;
}

std::string escape(std::string_view text, std::string_view special) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool edge = i == 0 || i + 1 == text.size();
        if (special.find(text[i]) != std::string_view::npos || (edge && is_space(text[i]))) {
            out += '\\';
        }
        out += text[i];
    }
    return out;
}

// A backslash before anything that needs none stands for itself, so that paths typed by hand stay whole.
std::string unescape(std::string_view raw) {
    constexpr std::string_view special = "\\|;";
    std::string out;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const bool escapes = raw[i] == '\\' && i + 1 < raw.size() &&
                             (special.find(raw[i + 1]) != std::string_view::npos || is_space(raw[i + 1]));
        if (escapes) {
            out += raw[++i];
            kept = out.size();
        } else if (!is_space(raw[i])) {
            out += raw[i];
            kept = out.size();
        } else if (!out.empty()) {
            out += raw[i];
        }
    }
    out.resize(kept);
    return out;
}

// The pieces between separators that no backslash stands before, still escaped.
std::vector<std::string_view> split_raw(std::string_view text, char separator) {
    std::vector<std::string_view> pieces;
    std::size_t begin = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\\') {
            ++i;
        } else if (text[i] == separator) {
            pieces.push_back(text.substr(begin, i - begin));
            begin = i + 1;
        }
    }
    pieces.push_back(text.substr(begin));
    return pieces;
}

bool is_link(std::string_view text) {
    return text.starts_with("http://") || text.starts_with("https://");
}

bool has_control(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return (byte < 0x20 && !is_space(c)) || byte == 0x7F;
    });
}

bool survives(std::string_view text) {
    return !text.empty() && !has_control(text) && text.find(byte_order_mark) == std::string_view::npos;
}

}  // namespace

std::string join_items(const std::vector<std::string>& items) {
    std::string cell;
    for (std::size_t i = 0; i < items.size(); ++i) {
        cell += i == 0 ? "" : "|";
        cell += escape(items[i], "\\|");
    }
    return cell;
}

std::vector<std::string> split_items(std::string_view cell) {
    std::vector<std::string> items;
    for (const auto raw : split_raw(cell, '|')) {
        auto item = unescape(raw);
        if (!item.empty()) {
            items.push_back(std::move(item));
        }
    }
    return items;
}

std::string join_sources(const std::vector<LegalBasis>& sources) {
    constexpr std::string_view special = "\\|;";
    std::string cell;
    for (const auto& source : sources) {
        cell += cell.empty() ? "" : " | ";
        cell += escape(source.document, special);
        // A clause that looks like a link would be taken for one if it stood last.
        if (!source.url.empty() || is_link(source.clause)) {
            cell += "; " + escape(source.clause, special) + "; " + escape(source.url, special);
        } else if (!source.clause.empty()) {
            cell += "; " + escape(source.clause, special);
        }
    }
    return cell;
}

std::optional<std::vector<LegalBasis>> split_sources(std::string_view cell) {
    std::vector<LegalBasis> sources;
    for (const auto raw : split_raw(cell, '|')) {
        std::vector<std::string> parts;
        for (const auto part : split_raw(raw, ';')) {
            parts.push_back(unescape(part));
        }
        if (parts.size() > 3) {
            return std::nullopt;
        }
        if (std::all_of(parts.begin(), parts.end(), [](const auto& part) { return part.empty(); })) {
            continue;
        }
        if (parts.size() == 2 && is_link(parts[1])) {
            parts.insert(parts.begin() + 1, "");
        }
        parts.resize(3);
        sources.push_back({std::move(parts[0]), std::move(parts[1]), std::move(parts[2])});
    }
    return sources;
}

std::string cell_of_json(const std::string& json, const ExchangeCodec& codec) {
    auto text = codec.decode_text(json);
    if (text && survives(*text) && !codec.canonical_json(*text)) {
        return std::move(*text);
    }
    return escape_byte_order_marks(json);
}

std::string json_of_cell(std::string_view cell, const ExchangeCodec& codec) {
    auto json = codec.canonical_json(cell);
    return json ? std::move(*json) : codec.encode_text(cell);
}

std::string heading_of(const std::string& name, const ExchangeCodec& codec) {
    const bool plain = survives(name) && trimmed(name).size() == name.size() && !name.starts_with('"');
    return plain ? name : escape_byte_order_marks(codec.encode_text(name));
}

std::string name_of_heading(std::string_view heading, const ExchangeCodec& codec) {
    const auto written = trimmed(heading);
    auto name = written.starts_with('"') ? codec.decode_text(written) : std::nullopt;
    return name ? std::move(*name) : std::string(written);
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(white_space);
    return begin == std::string_view::npos
               ? std::string_view()
               : text.substr(begin, text.find_last_not_of(white_space) - begin + 1);
}

}  // namespace reformdesk::kb_index
