// desk::AdditionStore: entries of the log that are no replies to a message.
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::store {

namespace {

bool is_known(Session& session, std::int64_t conversation, const std::string& key) {
    return !key.empty() &&
           session.row<std::int64_t>("find_entry_key", {{"conversation", conversation}, {"key", key}});
}

// The ticket that words of a person answer: one that waits, or the one whose answer they go on with.
std::optional<desk::Ticket> ticket_to_answer(Session& session, const desk::Conversation& conversation) {
    const auto tickets =
        read_tickets(session, "tickets_of_conversation", {{"conversation", conversation.id}});
    const auto is_waiting = [](const desk::Ticket& ticket) {
        return ticket.state == desk::TicketState::open;
    };
    const auto remembered = [&](const desk::Ticket& ticket) {
        return is_waiting(ticket) && conversation.state.open_ticket == ticket.number;
    };
    const auto answered_last = [&](const desk::Ticket& ticket) {
        return ticket.state == desk::TicketState::answered &&
               conversation.state.answered_ticket == ticket.number;
    };
    auto found = std::find_if(tickets.begin(), tickets.end(), remembered);
    if (found == tickets.end()) {
        found = std::find_if(tickets.begin(), tickets.end(), is_waiting);
    }
    if (found == tickets.end()) {
        found = std::find_if(tickets.begin(), tickets.end(), answered_last);
    }
    return found == tickets.end() ? std::nullopt : std::optional(*found);
}

desk::Ticket open_ticket(Session& session, const desk::Conversation& conversation, Timestamp now) {
    desk::Ticket ticket;
    ticket.reason = desk::HandoverReason::outside_reply;
    if (auto question =
            session.row<std::int64_t, std::string>("last_question", {{"conversation", conversation.id}})) {
        std::tie(ticket.question_sequence, ticket.question) = std::move(*question);
    }
    return find_ticket(session, add_ticket(session, ticket, conversation, 0, now)).value();
}

std::optional<desk::Ticket> store_outside_reply(Session& session, const desk::OutsideReply& reply) {
    const auto found = find_or_add_conversation(session, reply.channel, reply.conversation, reply.at);
    auto conversation = lock_conversation(session, found.id);
    if (is_known(session, conversation.id, reply.key)) {
        return std::nullopt;
    }
    auto ticket = ticket_to_answer(session, conversation);
    if (!ticket) {
        ticket = open_ticket(session, conversation, reply.at);
    }
    const auto state = desk::TicketState::answered;
    session.run("answer_ticket", {{"number", ticket->number},
                                  {"version", ticket->version},
                                  {"state", desk::to_string(state)},
                                  {"author", reply.author},
                                  {"now", reply.at}});
    desk::LogEntry entry;
    entry.conversation = conversation.id;
    entry.kind = desk::EntryKind::expert_answer;
    entry.author = reply.author;
    entry.text = reply.text;
    entry.ticket = desk::TicketReference{ticket->number, state};
    entry.source_id = reply.key;
    entry.created_at = reply.at;
    append_entry(session, entry);
    if (conversation.state.open_ticket == ticket->number) {
        conversation.state.open_ticket.reset();
    }
    conversation.state.answered_ticket = ticket->number;
    update_state(session, conversation.id, conversation.state);
    add_audit(session, reply.at, reply.author, "ticket_answered_outside",
              "ticket:" + std::to_string(ticket->number), "");
    return find_ticket(session, ticket->number);
}

}  // namespace

bool Database::append(const desk::Addition& addition) {
    return engine_->write([&](Session& session) {
        const auto found =
            find_or_add_conversation(session, addition.channel, addition.conversation, addition.at);
        lock_conversation(session, found.id);
        if (is_known(session, found.id, addition.key)) {
            return false;
        }
        desk::LogEntry entry;
        entry.conversation = found.id;
        entry.kind = addition.kind;
        entry.author = addition.author;
        entry.text = addition.text;
        entry.source_id = addition.key;
        entry.created_at = addition.at;
        if (addition.deliver) {
            append_reply(session, entry, addition.at);
        } else {
            append_entry(session, entry);
        }
        return true;
    });
}

std::optional<desk::Ticket> Database::record_outside_reply(const desk::OutsideReply& reply) {
    return engine_->write([&](Session& session) { return store_outside_reply(session, reply); });
}

}  // namespace reformdesk::store
