#include "connectors/zalo_oa/inbound.hpp"

#include "connectors/digest.hpp"
#include "connectors/plain_text.hpp"
#include "connectors/zalo_oa/addressing.hpp"

namespace reformdesk::connectors::zalo_oa {

namespace {

// Everything else that bears a message's id only refers to it: a second reaction to it is another event.
bool has_own_id(EventKind kind) {
    return kind == EventKind::user_message || kind == EventKind::oa_message || kind == EventKind::unknown;
}

// Line feeds part the ids, for no id has one.
std::string joined(const std::vector<std::string>& ids) {
    std::string text;
    for (const auto& id : ids) {
        text += id + "\n";
    }
    return text;
}

std::string people_of(const Event& event) {
    const auto ids = event.user + event.group + event.anonymous_conversation + joined(event.members);
    if (ids.empty()) {
        return {};
    }
    return joined({event.oa_id, event.user, event.group, event.anonymous_conversation}) +
           joined(event.members);
}

}  // namespace

std::string event_key(const Event& event, std::string_view body) {
    if (!event.message_id.empty() && has_own_id(event.kind)) {
        return event.name + "/" + event.message_id;
    }
    const auto people = people_of(event);
    if (!event.message_ids.empty()) {
        return event.name + "/" + to_hex(sha256({people, "\n", joined(event.message_ids)}));
    }
    if (!people.empty() && !event.timestamp.empty()) {
        return event.name + "/" +
               to_hex(sha256({people, "\n", event.message_id, "\n", event.detail, "\n", event.timestamp}));
    }
    return event.name + "/" + to_hex(sha256({body}));
}

std::optional<Thread> thread_of(const Event& event) {
    if (event.user.empty() || event.kind == EventKind::phone_received) {
        return std::nullopt;
    }
    switch (event.place) {
        case Place::one_to_one:
            return Thread{event.user, {}, {}};
        case Place::group:
            return event.group.empty() ? std::nullopt : std::optional(Thread{event.user, event.group, {}});
        case Place::anonymous:
            break;
    }
    if (event.anonymous_conversation.empty()) {
        return std::nullopt;
    }
    return Thread{event.user, {}, event.anonymous_conversation};
}

std::string_view missing_in(const Event& event) {
    if (event.kind != EventKind::user_message) {
        return {};
    }
    if (event.user.empty()) {
        return "sender";
    }
    if (!thread_of(event)) {
        return event.place == Place::group ? "group id" : "conversation id";
    }
    return event.message_id.empty() ? "message id" : "";
}

std::optional<Inbound> to_inbound(const Event& event, const InboundRules& rules) {
    const auto thread = thread_of(event);
    if (event.kind != EventKind::user_message || !thread || !missing_in(event).empty()) {
        return std::nullopt;
    }
    const bool in_group = event.place == Place::group;
    auto text = std::string(trimmed(event.text));
    bool addressed = !in_group;
    if (in_group) {
        auto mention = read_mention(event.text, rules.oa_id);
        addressed = mention.of_bot;
        text = std::move(mention.text);
    }
    for (const auto& prefix : rules.prefixes) {
        if (auto rest = text_behind_prefix(text, prefix)) {
            addressed = true;
            text = std::move(*rest);
            break;
        }
    }
    if (text.empty()) {
        return std::nullopt;
    }
    Inbound inbound;
    inbound.addressed = addressed;
    inbound.cut = text.size() > longest_text;
    inbound.message.channel = Channel::zalo_oa;
    inbound.message.conversation = to_conversation(*thread);
    inbound.message.source_id = event.message_id;
    inbound.message.text = cut_at_character(text, longest_text);
    inbound.message.in_group = in_group;
    return inbound;
}

std::string text_for_expert(const Event& event) {
    auto text = event.place == Place::group ? read_mention(event.text, {}).text : event.text;
    const auto add = [&text](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
    for (const auto& attachment : event.attachments) {
        add(line_about(attachment));
    }
    if (text.empty() && event.content != ContentKind::none && event.content != ContentKind::text) {
        Attachment unseen;
        unseen.kind = event.content;
        add(line_about(unseen));
    }
    return text;
}

}  // namespace reformdesk::connectors::zalo_oa
