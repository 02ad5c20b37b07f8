#include "server/store/rows.hpp"

#include "server/store/records.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <utility>

namespace reformdesk::store {

connectors::Channel read_channel(const std::string& name) {
    return known(connectors::parse_channel(name), name);
}

desk::Conversation to_conversation(ConversationRow row) {
    auto& [id, channel, external_id, last_sequence, state, created_at] = row;
    return {id, read_channel(channel), std::move(external_id), last_sequence, read_state(state), created_at};
}

std::optional<desk::Conversation> find_conversation(Session& session, connectors::Channel channel,
                                                    const std::string& external_id) {
    auto row = session.row<std::int64_t, std::string, std::string, std::int64_t, std::string, Timestamp>(
        "find_conversation", {{"channel", to_string(channel)}, {"external_id", external_id}});
    return row ? std::optional(to_conversation(std::move(*row))) : std::nullopt;
}

desk::Conversation find_or_add_conversation(Session& session, connectors::Channel channel,
                                            const std::string& external_id, Timestamp now) {
    if (auto found = find_conversation(session, channel, external_id)) {
        return std::move(*found);
    }
    session.run("add_conversation", {{"channel", to_string(channel)},
                                     {"external_id", external_id},
                                     {"state", write_state({})},
                                     {"now", now}});
    return find_conversation(session, channel, external_id).value();
}

desk::Conversation lock_conversation(Session& session, std::int64_t id) {
    // PostgreSQL waits here, and only then takes the snapshot of the statement that reads.
    if (!session.row<std::int64_t, std::string>("lock_conversation", {{"id", id}})) {
        throw std::invalid_argument("no conversation " + std::to_string(id));
    }
    auto row = session.row<std::int64_t, std::string, std::string, std::int64_t, std::string, Timestamp>(
        "conversation", {{"id", id}});
    return to_conversation(std::move(row).value());
}

void update_state(Session& session, std::int64_t conversation, const desk::DialogState& state) {
    session.run("update_conversation_state", {{"id", conversation}, {"state", write_state(state)}});
}

desk::LogEntry to_entry(std::int64_t conversation, EntryRow row) {
    auto& [sequence, kind, author, text, answer, choices, ticket, ticket_state, source_id, reply_to,
           created_at] = row;
    desk::LogEntry entry;
    entry.conversation = conversation;
    entry.sequence = sequence;
    entry.kind = known(desk::parse_entry_kind(kind), kind);
    entry.author = std::move(author);
    entry.text = std::move(text);
    if (answer) {
        entry.answer = read_card(*answer);
    }
    if (choices) {
        entry.choices = read_choices(*choices);
    }
    if (ticket && ticket_state) {
        entry.ticket = {*ticket, known(desk::parse_ticket_state(*ticket_state), *ticket_state)};
    }
    entry.source_id = std::move(source_id);
    entry.reply_to = reply_to.value_or(0);
    entry.created_at = created_at;
    return entry;
}

std::int64_t append_entry(Session& session, const desk::LogEntry& entry) {
    const auto sequence = session.value<std::int64_t>("next_sequence", {{"id", entry.conversation}});
    std::optional<std::string> answer, choices, ticket_state;
    std::optional<std::int64_t> ticket;
    if (entry.answer) {
        answer = write_card(*entry.answer);
    }
    if (!entry.choices.empty()) {
        choices = write_choices(entry.choices);
    }
    if (entry.ticket) {
        ticket = entry.ticket->number;
        ticket_state = desk::to_string(entry.ticket->state);
    }
    const auto reply_to = entry.reply_to == 0 ? std::nullopt : std::optional(entry.reply_to);
    session.run("add_entry", {{"conversation", entry.conversation},
                              {"sequence", sequence},
                              {"kind", desk::to_string(entry.kind)},
                              {"author", entry.author},
                              {"text", entry.text},
                              {"answer", answer},
                              {"choices", choices},
                              {"ticket", ticket},
                              {"ticket_state", ticket_state},
                              {"source_id", entry.source_id},
                              {"reply_to", reply_to},
                              {"created_at", entry.created_at}});
    return sequence;
}

std::int64_t append_reply(Session& session, const desk::LogEntry& entry, Timestamp now) {
    const auto sequence = append_entry(session, entry);
    session.run("add_delivery", {{"conversation", entry.conversation}, {"sequence", sequence}, {"now", now}});
    return sequence;
}

std::int64_t add_ticket(Session& session, const desk::Ticket& ticket, const desk::Conversation& conversation,
                        std::int64_t question_sequence, Timestamp now) {
    const auto number = session.value<std::int64_t>("next_ticket_number");
    session.run("add_ticket", {{"number", number},
                               {"conversation", conversation.id},
                               {"channel", to_string(conversation.channel)},
                               {"reason", desk::to_string(ticket.reason)},
                               {"question", ticket.question},
                               {"question_sequence",
                                ticket.question_sequence != 0 ? ticket.question_sequence : question_sequence},
                               {"now", now}});
    return number;
}

std::vector<desk::Ticket> read_tickets(Session& session, const std::string& statement,
                                       const Parameters& parameters) {
    std::vector<desk::Ticket> tickets;
    auto rows = session.rows<std::int64_t, std::int64_t, std::string, std::string, std::string, std::string,
                             std::int64_t, std::int64_t, std::string, std::int64_t, std::string, std::string,
                             Timestamp, Timestamp, std::optional<Timestamp>>(statement, parameters);
    for (auto& [number, conversation, channel, state, reason, question, question_sequence, version,
                answered_by, reopened, assignee, unit, created_at, updated_at, first_answered_at] : rows) {
        auto& ticket = tickets.emplace_back();
        ticket.number = number;
        ticket.conversation = conversation;
        ticket.channel = read_channel(channel);
        ticket.state = known(desk::parse_ticket_state(state), state);
        ticket.reason = known(desk::parse_handover_reason(reason), reason);
        ticket.question = std::move(question);
        ticket.question_sequence = question_sequence;
        ticket.version = version;
        ticket.answered_by = std::move(answered_by);
        ticket.reopened = static_cast<int>(reopened);
        ticket.assignee = std::move(assignee);
        ticket.unit = std::move(unit);
        ticket.created_at = created_at;
        ticket.updated_at = updated_at;
        ticket.first_answered_at = first_answered_at;
    }
    return tickets;
}

std::optional<desk::Ticket> find_ticket(Session& session, std::int64_t number) {
    auto found = read_tickets(session, "ticket", {{"number", number}});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

void add_audit(Session& session, Timestamp at, std::string_view actor, std::string_view action,
               std::string_view object, std::string_view detail) {
    session.run("append_audit",
                {{"at", at}, {"actor", actor}, {"action", action}, {"object", object}, {"detail", detail}});
}

std::int64_t to_limit(std::size_t limit) {
    return static_cast<std::int64_t>(std::min<std::size_t>(limit, std::numeric_limits<std::int32_t>::max()));
}

}  // namespace reformdesk::store
