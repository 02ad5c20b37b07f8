#include "connectors/zalo_bot/inbound.hpp"

#include "connectors/plain_text.hpp"
#include "connectors/zalo_bot/mention.hpp"

#include <array>

namespace reformdesk::connectors::zalo_bot {

namespace {

std::string words_of(const Event& event, const Profile& bot) {
    if (!event.in_group) {
        return std::string(trimmed(event.text));
    }
    const std::array<std::string, 2> names{bot.display_name, bot.account_name};
    return std::string(trimmed(without_mentions(event.text, names)));
}

std::string with_link(std::string_view what, const std::string& url) {
    return std::string(what) + (url.empty() ? " (không có liên kết)" : ": " + url);
}

std::string line_about(const Event& event) {
    switch (event.kind) {
        case EventKind::image:
            return with_link("Hình ảnh", event.url);
        case EventKind::voice:
            return with_link("Tin thoại", event.url);
        case EventKind::sticker:
            return "Nhãn dán";
        case EventKind::unsupported:
            return "Nội dung mà Zalo không chuyển cho bot (có thể là tệp hoặc liên kết)";
        case EventKind::text:
        case EventKind::other:
            break;
    }
    return {};
}

}  // namespace

std::optional<Thread> thread_of(const Event& event) {
    if (event.chat.empty() || (event.in_group && event.sender.empty())) {
        return std::nullopt;
    }
    return event.in_group ? Thread{event.sender, event.chat, {}} : Thread{event.chat, {}, {}};
}

std::optional<Chat> chat_of(const std::string& conversation) {
    const auto thread = parse_thread(conversation);
    if (!thread || !thread->anonymous.empty()) {
        return std::nullopt;
    }
    return thread->group.empty() ? Chat{thread->person, false} : Chat{thread->group, true};
}

bool is_from_person(const Event& event, const Profile& bot) {
    const bool own = !bot.id.empty() && event.sender == bot.id;
    return event.kind != EventKind::other && !event.from_bot && !own;
}

std::string_view missing_in(const Event& event) {
    if (event.kind == EventKind::other) {
        return {};
    }
    if (!thread_of(event)) {
        return event.chat.empty() ? "chat" : "sender";
    }
    return event.message_id.empty() ? "message id" : "";
}

std::optional<Inbound> to_inbound(const Event& event, const Profile& bot) {
    const auto thread = thread_of(event);
    if (!is_from_person(event, bot) || !thread || !missing_in(event).empty()) {
        return std::nullopt;
    }
    const auto text = words_of(event, bot);
    if (text.empty()) {
        return std::nullopt;
    }
    Inbound inbound;
    inbound.cut = text.size() > longest_text;
    inbound.message.channel = Channel::zalo_bot;
    inbound.message.conversation = to_conversation(*thread);
    inbound.message.source_id = event.message_id;
    inbound.message.text = cut_at_character(text, longest_text);
    inbound.message.in_group = event.in_group;
    return inbound;
}

std::string text_for_expert(const Event& event, const Profile& bot) {
    auto text = words_of(event, bot);
    const auto line = line_about(event);
    if (!text.empty() && !line.empty()) {
        text += "\n";
    }
    return text + line;
}

}  // namespace reformdesk::connectors::zalo_bot
