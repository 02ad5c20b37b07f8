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

/// The conversation with its row locked until the end of the transaction; throws std::invalid_argument when
/// there is none. Whatever changes a conversation, its log or its tickets locks it first.
desk::Conversation lock_conversation(Session& session, std::int64_t id);

void update_state(Session& session, std::int64_t conversation, const desk::DialogState& state);

/// Gives the entry its place at the end of its conversation's log, and returns its sequence.
std::int64_t append_entry(Session& session, const desk::LogEntry& entry);

/// The same, for what must be brought to the asker: an outbox row comes with it.
std::int64_t append_reply(Session& session, const desk::LogEntry& entry, Timestamp now);

std::optional<desk::Ticket> find_ticket(Session& session, std::int64_t number);
std::vector<desk::Ticket> read_tickets(Session& session, const std::string& statement,
                                       const Parameters& parameters);

void add_audit(Session& session, Timestamp at, std::string_view actor, std::string_view action,
               std::string_view object, std::string_view detail);

/// For LIMIT, which is signed.
std::int64_t to_limit(std::size_t limit);

}  // namespace reformdesk::store
