#include "server/channels/message_desk.hpp"

#include "connectors/thread.hpp"
#include "nlp/question.hpp"
#include "server/channels/window_guard.hpp"
#include "server/desk/texts.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::channels {

using desk::EventOutcome;
using desk::GroupVerdict;

namespace {

// Who sends ten pictures is told once that they aren't read.
constexpr std::chrono::hours pause_between_hints{24};
constexpr std::size_t most_deliveries = 1'000;

}  // namespace

MessageDesk::MessageDesk(MessageDeskParts parts, MessageDeskOptions options)
    : parts_(std::move(parts)), options_(std::move(options)) {}

Heard MessageDesk::hear(PersonMessage message) {
    if (!message.group.empty()) {
        if (auto refused = hear_in_group(message)) {
            return *refused;
        }
    } else {
        note_activity(message.channel, message.person, message.conversation);
        // An anonymous visitor's id says nothing of who it is.
        const bool known_person =
            message.conversation == connectors::to_conversation({message.person, {}, {}});
        if (known_person && message.message &&
            parts_.experts.hear(message.channel, message.person, message.conversation, message.message->text,
                                message.quote_id, message.source_id)) {
            return {EventOutcome::handled, "expert"};
        }
    }
    if (!message.message) {
        return hear_without_words(message);
    }
    if (message.has_attachments) {
        parts_.additions.append({message.channel,
                                 message.conversation,
                                 desk::EntryKind::attachment,
                                 {},
                                 message.for_expert,
                                 "attachment:" + message.source_id,
                                 false,
                                 parts_.clock.now()});
    }
    const auto accepted = parts_.inbox.accept(*message.message);
    const auto settled = parts_.inbox.process(accepted.message);
    if (settled.applied) {
        parts_.settled(settled);
    }
    return {EventOutcome::handled, message.cut ? "the end of a long text was cut" : ""};
}

void MessageDesk::note_activity(connectors::Channel channel, const std::string& person,
                                const std::string& conversation) {
    const auto now = parts_.clock.now();
    auto contact = parts_.contacts.contact(channel, person).value_or(desk::Contact());
    const bool back = contact.last_interaction && now - *contact.last_interaction > WindowGuard::window;
    contact.channel = channel;
    contact.id = person;
    contact.last_interaction = now;
    parts_.contacts.put_contact(contact);
    if (back) {
        deliver_what_waited(channel, conversation);
    }
}

// Answers that came while the person was silent for too long.
void MessageDesk::deliver_what_waited(connectors::Channel channel, const std::string& conversation) {
    for (const auto& delivery : parts_.deliveries.troubled_deliveries(most_deliveries)) {
        const bool waited = delivery.finished && delivery.channel == channel &&
                            delivery.external_id == conversation &&
                            delivery.reason == connectors::DeliveryReason::window_closed;
        if (waited) {
            parts_.deliveries.retry_delivery(delivery.delivery, "system", parts_.clock.now());
        }
    }
}

std::optional<Heard> MessageDesk::hear_in_group(PersonMessage& message) {
    auto known = parts_.groups.group(message.channel, message.group);
    desk::Group group = known.value_or(desk::Group());
    group.channel = message.channel;
    group.id = message.group;
    if (!known || known->gone) {
        group.gone = false;
        parts_.groups.put_group(group, "system", parts_.clock.now());
    }
    auto address = message.address;
    address.quoted = !message.quote_id.empty() &&
                     parts_.deliveries.sent_message(message.channel, message.quote_id).has_value();
    const bool command = message.message && (desk::speaking_command(message.message->text) ||
                                             desk::asks_for_settings(message.message->text));
    if (command && address.any()) {
        return set_speaking(message, std::move(group));
    }
    const auto verdict = judge(group, address, parts_.clock.now(), options_.group);
    if (verdict == GroupVerdict::keep_silent) {
        return Heard{EventOutcome::ignored, "not said to the bot"};
    }
    if (!message.message) {
        return Heard{EventOutcome::ignored, "nothing to read in a group"};
    }
    if (verdict == GroupVerdict::speak_if_sure) {
        if (desk::is_personal(message.message->text) || !is_sure_of(message)) {
            return Heard{EventOutcome::ignored, "not sure enough to answer unasked"};
        }
        group.last_unasked = parts_.clock.now();
        parts_.groups.put_group(group, "system", parts_.clock.now());
        // Said to the others, and no reply to the expert who answered last.
        message.message->new_question = true;
    } else if (desk::is_personal(message.message->text)) {
        say(message, desk::texts::personal_matters_elsewhere(options_.web_link), "personal");
        return Heard{EventOutcome::ignored, "personal matters in a group"};
    }
    return std::nullopt;
}

bool MessageDesk::is_sure_of(const PersonMessage& message) const {
    kb_index::AskOptions options{desk::day_in_vietnam(parts_.clock.now())};
    options.territory = options_.territory;
    options.precision = options_.group.sure;
    try {
        const auto decision = parts_.search.ask(nlp::read(message.message->text), options);
        return decision.kind == kb_index::DecisionKind::answer && decision.confidence >= options_.group.sure;
    } catch (const desk::SearchError&) {
        return false;
    }
}

Heard MessageDesk::set_speaking(const PersonMessage& message, desk::Group group) {
    const auto wanted = desk::speaking_command(message.message->text);
    const bool admin = std::ranges::find(group.admins, message.person) != group.admins.end();
    if (wanted && !admin) {
        say(message, desk::texts::only_admins_set(), "setting");
        return {EventOutcome::handled, "a setting by no admin of the group"};
    }
    if (wanted) {
        group.speaking = *wanted;
        parts_.groups.put_group(group, "zalo:" + message.person, parts_.clock.now());
    }
    say(message, desk::texts::group_settings(group.speaking, wanted.has_value()), "setting");
    return {EventOutcome::handled, "setting of the group"};
}

Heard MessageDesk::hear_without_words(const PersonMessage& message) {
    const auto now = parts_.clock.now();
    parts_.additions.append({message.channel,
                             message.conversation,
                             desk::EntryKind::attachment,
                             {},
                             message.for_expert,
                             "attachment:" + message.source_id,
                             false,
                             now});
    auto contact = parts_.contacts.contact(message.channel, message.person);
    if (contact && contact->hinted_at && now - *contact->hinted_at < pause_between_hints) {
        return {EventOutcome::handled, "kept for the expert"};
    }
    say(message, desk::texts::only_words_are_read(), "hint");
    if (contact) {
        contact->hinted_at = now;
        parts_.contacts.put_contact(*contact);
    }
    return {EventOutcome::handled, "kept for the expert; told that only words are read"};
}

void MessageDesk::say(const PersonMessage& message, std::string text, std::string_view about) {
    parts_.additions.append({message.channel,
                             message.conversation,
                             desk::EntryKind::small_talk,
                             {},
                             std::move(text),
                             std::string(about) + ":" + message.source_id,
                             true,
                             parts_.clock.now()});
}

}  // namespace reformdesk::channels
