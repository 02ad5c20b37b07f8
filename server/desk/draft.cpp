#include "server/desk/draft.hpp"

#include "server/desk/answer_card.hpp"
#include "server/desk/choices.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/texts.hpp"

#include <utility>

namespace reformdesk::desk {

Draft::Draft(const PendingMessage& pending, const DialogKnowledge& knowledge, Timestamp now)
    : pending_(pending), knowledge_(knowledge), now_(now) {
    settlement_.message = pending.accepted.message;
    settlement_.state = pending.conversation.state;
}

Settlement Draft::finish() {
    // One list to choose from: a typed number means the last one.
    bool offered = false;
    for (auto reply = settlement_.replies.rbegin(); reply != settlement_.replies.rend(); ++reply) {
        if (offered) {
            reply->choices.clear();
        }
        offered = offered || !reply->choices.empty();
    }
    return std::move(settlement_);
}

LogEntry& Draft::reply(EntryKind kind, std::string text) {
    LogEntry entry;
    entry.conversation = pending_.conversation.id;
    entry.kind = kind;
    entry.text = std::move(text);
    entry.created_at = now_;
    settlement_.replies.push_back(std::move(entry));
    return settlement_.replies.back();
}

void Draft::say(std::string text) {
    reply(EntryKind::small_talk, std::move(text));
}

void Draft::say_about(const Ticket& ticket, std::string text) {
    reply(EntryKind::small_talk, std::move(text)).ticket = TicketReference{ticket.number, ticket.state};
}

void Draft::repeat_choices(std::string text, EntryKind kind, const std::vector<Choice>& choices) {
    reply(kind, std::move(text)).choices = choices;
}

void Draft::give(const kb_index::Candidate& candidate) {
    const auto stored = knowledge_.article(candidate.id);
    if (!stored) {  // the index was a moment ahead of, or behind, the articles
        hand_over(HandoverReason::uncertain);
        return;
    }
    const auto today = day_in_vietnam(now_);
    const auto& article = stored->article;
    auto& entry = reply(EntryKind::answer, article.answer);
    entry.answer = answer_card(*stored, candidate.confidence, today);
    // An index that is a moment behind the documents, or ahead of them, makes nothing current.
    entry.answer->in_force = entry.answer->in_force && candidate.in_force;
    entry.choices = follow_ups_of(article, knowledge_, today);
    state().last_article = article.id;
    end_clarification();
}

void Draft::give_chosen(const std::vector<Choice>& choices) {
    state().answered_ticket.reset();
    const auto before = settlement_.replies.size();
    for (const auto& choice : choices) {
        if (knowledge_.article(choice.article)) {
            give(kb_index::Candidate{choice.article, 0, 1.0, true});
        }
    }
    if (settlement_.replies.size() == before) {
        hand_over(HandoverReason::uncertain);
    }
}

bool Draft::may_clarify(const kb_index::Decision& decision) const {
    return settlement_.state.clarifications_in_a_row == 0 &&
           choices_between(decision.choices, knowledge_).size() >= fewest_choices;
}

void Draft::clarify(const kb_index::Decision& decision, std::string text) {
    if (!may_clarify(decision)) {
        const bool again = state().clarifications_in_a_row > 0;
        hand_over(again ? HandoverReason::after_clarification : HandoverReason::uncertain);
        return;
    }
    auto choices = choices_between(decision.choices, knowledge_);
    reply(EntryKind::clarification, std::move(text)).choices = choices;
    state().pending_choices = std::move(choices);
    ++state().clarifications_in_a_row;
}

void Draft::hand_over(HandoverReason reason) {
    hand_over(reason, state().last_question, texts::handover(reason));
}

void Draft::hand_over(HandoverReason reason, const std::string& words, std::string text) {
    if (state().open_ticket) {
        add_to(*state().open_ticket);
        return;
    }
    auto& change = settlement_.ticket_change;
    change.kind = TicketChangeKind::open;
    change.ticket.conversation = pending_.conversation.id;
    change.ticket.channel = pending_.conversation.channel;
    change.ticket.reason = reason;
    change.ticket.question = words;
    change.ticket.question_sequence = pending_.accepted.sequence;
    change.ticket.created_at = now_;
    change.ticket.updated_at = now_;
    reply(EntryKind::handover, std::move(text)).ticket = TicketReference{0, TicketState::open};
    wait_for_expert(0);
}

void Draft::hand_over_some(HandoverReason reason, const std::vector<std::string>& told,
                           const std::string& words) {
    if (const auto open = state().open_ticket) {
        bring_to(*open, texts::added_to_ticket(*open, told));
    } else {
        hand_over(reason, words, texts::handover_of(told));
    }
}

void Draft::add_to(std::int64_t number) {
    const auto ticket = knowledge_.ticket(number);
    if (ticket && ticket->reason == HandoverReason::outside_reply) {
        // A person talks with the asker in the channel's own tool, and sees this there.
        bring_to(number);
        return;
    }
    const bool waits = ticket && ticket->state == TicketState::open;
    bring_to(number, waits ? texts::added_to_ticket(number) : texts::ticket_reopened(number));
}

void Draft::bring_to(std::int64_t number, std::string text) {
    bring_to(number);
    reply(EntryKind::notice, std::move(text)).ticket = TicketReference{number, TicketState::open};
}

void Draft::bring_to(std::int64_t number) {
    // Reopen also what is open: an expert may answer before this is stored, and then nobody would read what
    // was added.
    settlement_.ticket_change.kind = TicketChangeKind::reopen;
    settlement_.ticket_change.ticket.number = number;
    wait_for_expert(number);
}

// "Wrong" and "tell me more" are about what the expert has now, no longer about an earlier article.
void Draft::wait_for_expert(std::int64_t ticket) {
    state().open_ticket = ticket;
    state().answered_ticket.reset();
    state().last_article.clear();
    end_clarification();
}

void Draft::end_clarification() {
    state().pending_choices.clear();
    state().clarifications_in_a_row = 0;
}

std::vector<Choice> Draft::offered_under_last_answer() const {
    const auto& last = settlement_.state.last_article;
    const auto stored = last.empty() ? std::nullopt : knowledge_.article(last);
    return stored ? follow_ups_of(stored->article, knowledge_, day_in_vietnam(now_)) : std::vector<Choice>();
}

}  // namespace reformdesk::desk
