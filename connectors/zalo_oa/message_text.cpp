#include "connectors/zalo_oa/message_text.hpp"

#include "connectors/plain_text.hpp"
#include "connectors/text_parts.hpp"

#include <algorithm>
#include <cstdint>

namespace reformdesk::connectors::zalo_oa {

namespace {

// Bytes of the well-formed character at the front; 0 when there is none.
std::size_t character_at(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) {
        return 1;
    }
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || length > text.size()) {
        return 0;
    }
    std::uint32_t point = lead & (0x7Fu >> length);
    for (std::size_t at = 1; at < length; ++at) {
        const auto next = static_cast<unsigned char>(text[at]);
        if ((next & 0xC0) != 0x80) {
            return 0;
        }
        point = (point << 6) | (next & 0x3Fu);
    }
    const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    return overlong || surrogate || point > 0x10FFFF ? 0 : length;
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const auto length = character_at(text);
        valid += length == 0 ? std::string_view("\uFFFD") : text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return valid;
}

// Behind the text; empty without choices. In a group the bot hears only those who speak to it.
std::string choice_lines(const std::vector<OutboundChoice>& choices, const Thread& thread) {
    std::string lines;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        const auto label = plain_line(valid_utf8(choices[i].label), longest_message);
        lines += std::to_string(i + 1) + ". " + label + "\n";
    }
    const auto* request =
        thread.group.empty() ? "Trả lời bằng số để chọn." : "Bấm “Trả lời” tin này và nhắn số để chọn.";
    return lines.empty() ? lines : "\n\n" + lines + request;
}

// An id in which there is nothing that could end the mention.
bool can_be_mentioned(std::string_view id) {
    return !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
               c == '-';
    });
}

std::vector<std::string> group_texts(const OutboundMessage& message, const std::string& text,
                                     const Thread& thread) {
    const auto mention = can_be_mentioned(thread.person) ? "[@" + thread.person + "] " : std::string();
    const auto body = without_mentions(text);
    const auto choices = without_mentions(choice_lines(message.choices, thread));
    const auto whole = std::string(trimmed(body + choices));
    if (whole.empty()) {
        return {};
    }
    if (utf16_units(mention) + utf16_units(whole) <= longest_message) {
        return {mention + whole};
    }
    const auto link = plain_line(valid_utf8(message.link), longest_message);
    const auto tail = " …\nXem đầy đủ tại: " + link + choices;
    const auto frame = utf16_units(mention) + utf16_units(tail);
    if (link.empty() || frame + longest_message / 4 > longest_message) {
        return text_parts(mention + whole, longest_message);
    }
    return {mention + std::string(leading_part(body, longest_message - frame)) + tail};
}

}  // namespace

std::string sendable_text(std::string_view text) {
    return plain_text(valid_utf8(text));
}

std::string without_mentions(std::string_view text) {
    std::string harmless;
    harmless.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        harmless += text[at];
        if (text[at] == '[' && text.substr(at + 1).starts_with('@')) {
            harmless += ' ';
        }
    }
    return harmless;
}

std::vector<std::string> message_texts(const OutboundMessage& message, const Thread& thread) {
    const auto text = std::string(trimmed(sendable_text(message.text)));
    if (!thread.group.empty()) {
        return group_texts(message, text, thread);
    }
    return text_parts(text + choice_lines(message.choices, thread), longest_message);
}

}  // namespace reformdesk::connectors::zalo_oa
