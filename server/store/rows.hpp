// Rows that more than one port reads or writes: entries of the log, conversations, tickets.
#pragma once

#include "server/desk/conversation.hpp"
#include "server/desk/ticket.hpp"
#include "server/store/session.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::store {

/// A stored name as its enumerator; throws DatabaseError when this program does not know it.
template <typename Enum>
Enum known(const std::optional<Enum>& parsed, const std::string& name) {
    if (!parsed) {
        throw DatabaseError(DatabaseFault::damaged, "Cơ sở dữ liệu có giá trị lạ: " + name);
    }
    return *parsed;
}

connectors::Channel read_channel(const std::string& name);

/// Columns: id, channel, external_id, last_sequence, state, created_at.
using ConversationRow =
    std::tuple<std::int64_t, std::string, std::string, std::int64_t, std::string, Timestamp>;
desk::Conversation to_conversation(ConversationRow row);

std::optional<desk::Conversation> find_conversation(Session& session, connectors::Channel channel,
                                                    const std::string& external_id);
desk::Conversation find_or_add_conversation(Session& session, connectors::Channel channel,
                                            const std::string& external_id, Timestamp now);

/// The conversation with its row locked until the end of the transaction; throws std::invalid_argument when
/// there is none. Whatever changes a conversation, its log or its tickets locks it first.
desk::Conversation lock_conversation(Session& session, std::int64_t id);

void update_state(Session& session, std::int64_t conversation, const desk::DialogState& state);

/// Columns: sequence, kind, author, text, answer, choices, ticket, ticket_state, source_id, reply_to,
/// created_at.
using EntryRow = std::tuple<std::int64_t, std::string, std::string, std::string, std::optional<std::string>,
                            std::optional<std::string>, std::optional<std::int64_t>,
                            std::optional<std::string>, std::string, std::optional<std::int64_t>, Timestamp>;
desk::LogEntry to_entry(std::int64_t conversation, EntryRow row);

/// Gives the entry its place at the end of its conversation's log, and returns its sequence.
std::int64_t append_entry(Session& session, const desk::LogEntry& entry);

/// The same, for what must be brought to the asker: an outbox row comes with it.
std::int64_t append_reply(Session& session, const desk::LogEntry& entry, Timestamp now);

/// An open one; gives its number. A `question_sequence` of 0 in the ticket stands for this one.
std::int64_t add_ticket(Session& session, const desk::Ticket& ticket, const desk::Conversation& conversation,
                        std::int64_t question_sequence, Timestamp now);
std::optional<desk::Ticket> find_ticket(Session& session, std::int64_t number);
std::vector<desk::Ticket> read_tickets(Session& session, const std::string& statement,
                                       const Parameters& parameters);

void add_audit(Session& session, Timestamp at, std::string_view actor, std::string_view action,
               std::string_view object, std::string_view detail);

/// For LIMIT, which is signed.
std::int64_t to_limit(std::size_t limit);

}  // namespace reformdesk::store
