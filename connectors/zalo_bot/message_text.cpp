#include "connectors/zalo_bot/message_text.hpp"

#include "connectors/plain_text.hpp"
#include "connectors/text_parts.hpp"
#include "connectors/zalo_bot/inbound.hpp"

namespace reformdesk::connectors::zalo_bot {

namespace {

// Behind the text; empty without choices. In a group the bot hears only those who reply to it or name it.
std::string choice_lines(const std::vector<OutboundChoice>& choices, bool in_group) {
    if (choices.empty()) {
        return {};
    }
    std::string lines = "\n\n";
    std::size_t number = 0;
    for (const auto& choice : choices) {
        lines += std::to_string(++number) + ". " + plain_line(choice.label, longest_part) + "\n";
    }
    return lines + (in_group ? "Bấm “Trả lời” tin này và nhắn số để chọn." : "Trả lời bằng số để chọn.");
}

}  // namespace

std::vector<std::string> message_texts(const OutboundMessage& message) {
    const auto chat = chat_of(message.conversation);
    const bool in_group = chat && chat->is_group;
    const auto text = plain_text(message.text);
    const auto choices = choice_lines(message.choices, in_group);
    const auto tail = " …\nXem đầy đủ tại: " + message.link + choices;
    const bool too_long = utf16_units(text) + utf16_units(choices) > longest_part;
    const bool room = utf16_units(tail) <= longest_part * 3 / 4;
    if (in_group && too_long && room && !message.link.empty()) {
        return {std::string(leading_part(text, longest_part - utf16_units(tail))) + tail};
    }
    return text_parts(text + choices, longest_part);
}

}  // namespace reformdesk::connectors::zalo_bot
