#include "server/channels/oa_events.hpp"

#include "connectors/zalo_oa/addressing.hpp"
#include "connectors/zalo_oa/inbound.hpp"
#include "server/desk/texts.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::channels {

namespace zalo_oa = connectors::zalo_oa;
using connectors::Channel;
using desk::EventOutcome;
using zalo_oa::EventKind;

namespace {

// Kept for the record alone: who reads the list of events finds why.
std::string_view reason_of(EventKind kind) {
    switch (kind) {
        case EventKind::phone_received:
            return "receipt of a ZNS, which we don't send";
        case EventKind::user_reaction:
        case EventKind::oa_reaction:
            return "a reaction asks for nothing";
        case EventKind::info_submitted:
            return "personal details are not collected";
        case EventKind::tag_added:
        case EventKind::tag_removed:
        case EventKind::tag_deleted:
            return "tags are Zalo's own";
        case EventKind::feedback:
        case EventKind::response_button:
        case EventKind::template_status:
        case EventKind::template_quality:
        case EventKind::quota_changed:
            return "templates are not used";
        case EventKind::consent_request:
        case EventKind::consent_reply:
        case EventKind::user_called:
        case EventKind::oa_called:
            return "calls are not handled";
        case EventKind::widget_accepted:
        case EventKind::widget_sync_failed:
            return "Zalo's widget is not used";
        case EventKind::group_joined:
        case EventKind::group_left:
        case EventKind::join_requested:
        case EventKind::join_accepted:
        case EventKind::join_rejected:
            return "members come and go without us";
        case EventKind::user_info_updated:
            return "shared details are not kept";
        case EventKind::unknown:
            return "an event that this version does not know";
        default:
            return "";
    }
}

bool holds_personal_details(EventKind kind) {
    return kind == EventKind::info_submitted || kind == EventKind::user_info_updated ||
           kind == EventKind::phone_received;
}

}  // namespace

OaEvents::OaEvents(OaEventsParts parts, OaEventsOptions options)
    : parts_(std::move(parts)), options_(std::move(options)) {}

std::string OaEvents::lane(const desk::ChannelEvent& event) {
    const auto parsed = zalo_oa::parse_event(event.body);
    const auto* known = std::get_if<Event>(&parsed);
    if (known == nullptr) {
        return {};
    }
    return known->place == zalo_oa::Place::group ? "group:" + known->group : "person:" + known->user;
}

desk::EventSettlement OaEvents::handle(const desk::ChannelEvent& event) {
    const auto parsed = zalo_oa::parse_event(event.body);
    if (const auto* problem = std::get_if<connectors::wire::JsonProblem>(&parsed)) {
        return {event.id, EventOutcome::malformed, problem->message, true};
    }
    const auto& known = std::get<Event>(parsed);
    const auto heard = dispatch(known, event);
    // What people write stands in the conversation, once; what was not meant for us is not kept at all.
    const bool keep = (heard.outcome == EventOutcome::recorded && !holds_personal_details(known.kind)) ||
                      heard.outcome == EventOutcome::malformed;
    return {event.id, heard.outcome, heard.reason, keep};
}

Heard OaEvents::dispatch(const Event& event, const desk::ChannelEvent& raw) {
    switch (event.kind) {
        case EventKind::user_message:
            return hear(event);
        case EventKind::oa_message:
            return hear_echo(event);
        case EventKind::seen:
        case EventKind::received:
            return receipt(event);
        case EventKind::follow:
        case EventKind::chat_now:
            return follow(event, raw, event.kind == EventKind::follow);
        case EventKind::unfollow:
            return follow(event, raw, false);
        case EventKind::user_withdrew:
            return withdraw(event);
        case EventKind::group_created:
        case EventKind::group_deleted:
        case EventKind::group_updated:
        case EventKind::group_admin_added:
        case EventKind::group_admin_removed:
            return change_group(event);
        default:
            return {EventOutcome::recorded, std::string(reason_of(event.kind))};
    }
}

Heard OaEvents::hear(const Event& event) {
    if (const auto missing = zalo_oa::missing_in(event); !missing.empty()) {
        return {EventOutcome::malformed, "a message without " + std::string(missing)};
    }
    const auto thread = zalo_oa::thread_of(event);
    if (!thread) {
        return {EventOutcome::malformed, "nobody to reply to"};
    }
    PersonMessage message;
    message.channel = Channel::zalo_oa;
    message.conversation = to_conversation(*thread);
    message.person = thread->person;
    message.group = thread->group;
    message.source_id = event.message_id;
    message.quote_id = event.quote_id;
    message.for_expert = text_for_expert(event);
    message.has_attachments = !event.attachments.empty();
    if (auto inbound = to_inbound(event, {options_.oa_id, options_.prefixes})) {
        message.cut = inbound->cut;
        const auto mention = zalo_oa::read_mention(event.text, options_.oa_id);
        message.address.mentioned = mention.of_bot;
        message.address.prefixed = std::ranges::any_of(options_.prefixes, [&](const auto& prefix) {
            return zalo_oa::text_behind_prefix(mention.text, prefix).has_value();
        });
        message.message = std::move(inbound->message);
    }
    auto heard = parts_.messages.hear(message);
    parts_.written();
    return heard;
}

Heard OaEvents::hear_echo(const Event& event) {
    if (!event.by_person) {
        return {EventOutcome::ignored, "an echo of what we sent"};
    }
    if (event.place == zalo_oa::Place::group) {
        return {EventOutcome::ignored, "a person wrote to a group in Zalo's own tool"};
    }
    const auto thread = zalo_oa::thread_of(event);
    if (!thread || event.message_id.empty()) {
        return {EventOutcome::malformed, "an echo that does not say to whom"};
    }
    const auto words = text_for_expert(event);
    if (words.empty()) {
        return {EventOutcome::malformed, "an echo without content"};
    }
    desk::OutsideReply reply;
    reply.conversation = to_conversation(*thread);
    reply.author = "Nhân viên trực Zalo";
    reply.text = words;
    reply.key = "echo:" + event.message_id;
    reply.at = parts_.clock.now();
    if (const auto ticket = parts_.additions.record_outside_reply(reply)) {
        parts_.ticket_changed(*ticket);
    }
    return {EventOutcome::handled, "a person wrote in Zalo's own tool"};
}

Heard OaEvents::follow(const Event& event, const desk::ChannelEvent& raw, bool follows) {
    if (event.user.empty()) {
        return {EventOutcome::malformed, "a follower without an id"};
    }
    const auto conversation = connectors::to_conversation({event.user, {}, {}});
    if (event.kind != EventKind::unfollow) {
        parts_.messages.note_activity(Channel::zalo_oa, event.user, conversation);
    }
    auto contact = parts_.contacts.contact(Channel::zalo_oa, event.user).value_or(desk::Contact());
    contact.channel = Channel::zalo_oa;
    contact.id = event.user;
    if (event.kind == EventKind::unfollow) {
        contact.follows = false;
        parts_.contacts.put_contact(contact);
        return {EventOutcome::handled, ""};
    }
    contact.follows = contact.follows || follows;
    const bool welcome = !contact.welcomed_at;
    if (welcome) {
        const auto examples =
            std::span(options_.suggestions).first(std::min<std::size_t>(3, options_.suggestions.size()));
        parts_.additions.append({Channel::zalo_oa,
                                 conversation,
                                 desk::EntryKind::small_talk,
                                 {},
                                 desk::texts::welcome(examples),
                                 "welcome:" + raw.key,
                                 true,
                                 parts_.clock.now()});
        contact.welcomed_at = parts_.clock.now();
        parts_.written();
    }
    parts_.contacts.put_contact(contact);
    return {EventOutcome::handled, welcome ? "welcomed" : ""};
}

Heard OaEvents::withdraw(const Event& event) {
    if (event.user.empty()) {
        return {EventOutcome::malformed, "a withdrawal without an id"};
    }
    const auto erased =
        parts_.contacts.erase_person(Channel::zalo_oa, event.user, "system", parts_.clock.now());
    return {EventOutcome::handled, "erased " + std::to_string(erased) + " conversations"};
}

Heard OaEvents::receipt(const Event& event) {
    std::vector<std::string> ids = event.message_ids;
    if (ids.empty() && !event.message_id.empty()) {
        ids.push_back(event.message_id);
    }
    if (event.kind == EventKind::seen) {
        parts_.deliveries.mark_seen(Channel::zalo_oa, ids, parts_.clock.now());
    } else {
        parts_.deliveries.mark_received(Channel::zalo_oa, ids, parts_.clock.now());
    }
    return {EventOutcome::handled, ""};
}

Heard OaEvents::change_group(const Event& event) {
    if (event.group.empty()) {
        return {EventOutcome::malformed, "a group without an id"};
    }
    auto group = parts_.groups.group(Channel::zalo_oa, event.group).value_or(desk::Group());
    group.channel = Channel::zalo_oa;
    group.id = event.group;
    group.gone = event.kind == EventKind::group_deleted;
    for (const auto& member : event.members) {
        std::erase(group.admins, member);
        if (event.kind == EventKind::group_admin_added) {
            group.admins.push_back(member);
        }
    }
    parts_.groups.put_group(group, "system", parts_.clock.now());
    return {EventOutcome::handled, ""};
}

}  // namespace reformdesk::channels
