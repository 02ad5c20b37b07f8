// desk::ConversationStore::settle: the whole effect of one message in one transaction.
#include "server/desk/texts.hpp"
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <stdexcept>
#include <utility>

namespace reformdesk::store {

namespace {

// The number 0 stands for the ticket that this settlement opens.
void give_number(desk::LogEntry& reply, std::int64_t number) {
    if (!reply.ticket || reply.ticket->number != 0) {
        return;
    }
    reply.ticket->number = number;
    const auto digits = std::to_string(number);
    const auto mark = desk::texts::ticket_placeholder;
    for (auto at = reply.text.find(mark); at != std::string::npos; at = reply.text.find(mark, at)) {
        reply.text.replace(at, mark.size(), digits);
        at += digits.size();
    }
}

void touch_ticket(Session& session, const std::string& statement, std::int64_t number,
                  std::int64_t conversation, Timestamp now) {
    if (session.run(statement, {{"number", number}, {"conversation", conversation}, {"now", now}}) == 0) {
        throw std::invalid_argument("conversation " + std::to_string(conversation) + " has no ticket " +
                                    std::to_string(number));
    }
}

// The ticket that the change is about, as it is afterwards.
std::optional<desk::Ticket> apply(Session& session, const desk::TicketChange& change,
                                  const desk::Conversation& conversation, std::int64_t message_sequence,
                                  Timestamp now) {
    auto number = change.ticket.number;
    switch (change.kind) {
        case desk::TicketChangeKind::none:
            return std::nullopt;
        case desk::TicketChangeKind::open:
            number = add_ticket(session, change.ticket, conversation, message_sequence, now);
            break;
        case desk::TicketChangeKind::append:
            touch_ticket(session, "append_to_ticket", number, conversation.id, now);
            break;
        case desk::TicketChangeKind::reopen:
            touch_ticket(session, "reopen_ticket", number, conversation.id, now);
            break;
    }
    return find_ticket(session, number);
}

desk::Settled settled_before(Session& session, std::int64_t message) {
    const auto row = session.row<std::int64_t, std::int64_t>("conversation_of_message", {{"id", message}});
    if (!row) {
        throw std::invalid_argument("no message " + std::to_string(message));
    }
    return {false, std::get<0>(*row), std::get<1>(*row), std::nullopt};
}

desk::Settled settle_message(Session& session, const desk::Settlement& settlement, Timestamp now) {
    const auto row =
        session.row<std::int64_t, std::int64_t>("settle_message", {{"id", settlement.message}, {"now", now}});
    if (!row) {
        return settled_before(session, settlement.message);
    }
    const auto [conversation_id, message_sequence] = *row;
    const auto conversation = lock_conversation(session, conversation_id);
    auto state = settlement.state;
    auto ticket = apply(session, settlement.ticket_change, conversation, message_sequence, now);
    if (settlement.ticket_change.kind == desk::TicketChangeKind::open && state.open_ticket == 0) {
        state.open_ticket = ticket->number;
    }
    auto last_sequence = conversation.last_sequence;
    for (auto reply : settlement.replies) {
        reply.conversation = conversation.id;
        reply.reply_to = message_sequence;
        if (settlement.ticket_change.kind == desk::TicketChangeKind::open) {
            give_number(reply, ticket->number);
        }
        last_sequence = append_reply(session, reply, now);
    }
    update_state(session, conversation.id, state);
    return {true, conversation.id, last_sequence, std::move(ticket)};
}

}  // namespace

desk::Settled Database::settle(const desk::Settlement& settlement, desk::Timestamp now) {
    return engine_->write([&](Session& session) { return settle_message(session, settlement, now); });
}

}  // namespace reformdesk::store
