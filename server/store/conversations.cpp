// desk::ConversationStore: accepting messages and reading conversations. Settling is in settlement.cpp.
#include "server/store/engine.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <utility>

namespace reformdesk::store {

namespace {

// The columns of pending_message and unsettled_messages.
std::vector<desk::PendingMessage> read_pending(Session& session, const std::string& statement,
                                               const Parameters& parameters) {
    std::vector<desk::PendingMessage> result;
    auto rows =
        session.rows<std::int64_t, std::int64_t, std::optional<Timestamp>, std::string, std::string,
                     std::optional<std::string>, std::optional<std::int64_t>, bool, std::int64_t, std::string,
                     std::string, std::int64_t, std::string, Timestamp>(statement, parameters);
    for (auto& [id, sequence, settled_at, source_id, text, choice, ticket, new_question, conversation,
                channel, external_id, last_sequence, state, created_at] : rows) {
        auto& pending = result.emplace_back();
        pending.accepted = {id, conversation, sequence, false, settled_at.has_value()};
        pending.conversation = to_conversation({conversation, std::move(channel), std::move(external_id),
                                                last_sequence, std::move(state), created_at});
        pending.inbound.channel = pending.conversation.channel;
        pending.inbound.conversation = pending.conversation.external_id;
        pending.inbound.source_id = std::move(source_id);
        pending.inbound.text = std::move(text);
        pending.inbound.choice = std::move(choice);
        pending.inbound.ticket = ticket;
        pending.inbound.new_question = new_question;
    }
    return result;
}

desk::AcceptedMessage add_message(Session& session, const connectors::InboundMessage& message,
                                  Timestamp now) {
    const auto found = find_or_add_conversation(session, message.channel, message.conversation, now);
    const auto conversation = lock_conversation(session, found.id);
    if (const auto known_message = session.row<std::int64_t, std::int64_t, std::optional<Timestamp>>(
            "find_message", {{"conversation", conversation.id}, {"source_id", message.source_id}})) {
        const auto& [id, sequence, settled_at] = *known_message;
        return {id, conversation.id, sequence, false, settled_at.has_value()};
    }
    desk::LogEntry entry;
    entry.conversation = conversation.id;
    entry.kind = desk::EntryKind::question;
    entry.text = message.text;
    entry.source_id = message.source_id;
    entry.created_at = now;
    const auto sequence = append_entry(session, entry);
    const auto id = session.value<std::int64_t>("add_message", {{"conversation", conversation.id},
                                                                {"source_id", message.source_id},
                                                                {"sequence", sequence},
                                                                {"choice", message.choice},
                                                                {"ticket", message.ticket},
                                                                {"new_question", message.new_question},
                                                                {"now", now}});
    return {id, conversation.id, sequence, true, false};
}

std::vector<desk::LogEntry> read_entries(Session& session, const std::string& statement,
                                         std::int64_t conversation, const Parameters& parameters) {
    std::vector<desk::LogEntry> result;
    auto rows =
        session.rows<std::int64_t, std::string, std::string, std::string, std::optional<std::string>,
                     std::optional<std::string>, std::optional<std::int64_t>, std::optional<std::string>,
                     std::string, std::optional<std::int64_t>, Timestamp>(statement, parameters);
    result.reserve(rows.size());
    for (auto& row : rows) {
        result.push_back(to_entry(conversation, std::move(row)));
    }
    return result;
}

}  // namespace

desk::Conversation Database::open_conversation(connectors::Channel channel, const std::string& external_id,
                                               desk::Timestamp now) {
    if (auto found = find_conversation(channel, external_id)) {
        return std::move(*found);
    }
    return engine_->write(
        [&](Session& session) { return find_or_add_conversation(session, channel, external_id, now); });
}

std::optional<desk::Conversation> Database::find_conversation(connectors::Channel channel,
                                                              const std::string& external_id) {
    return engine_->read(
        [&](Session& session) { return store::find_conversation(session, channel, external_id); });
}

std::optional<desk::Conversation> Database::conversation(std::int64_t id) {
    return engine_->read([&](Session& session) -> std::optional<desk::Conversation> {
        auto row = session.row<std::int64_t, std::string, std::string, std::int64_t, std::string, Timestamp>(
            "conversation", {{"id", id}});
        return row ? std::optional(to_conversation(std::move(*row))) : std::nullopt;
    });
}

desk::AcceptedMessage Database::accept(const connectors::InboundMessage& message, desk::Timestamp now) {
    return engine_->write([&](Session& session) { return add_message(session, message, now); });
}

std::vector<desk::PendingMessage> Database::unsettled(std::size_t limit) {
    return engine_->read([&](Session& session) {
        return read_pending(session, "unsettled_messages", {{"limit", to_limit(limit)}});
    });
}

std::optional<desk::PendingMessage> Database::pending(std::int64_t message) {
    return engine_->read([&](Session& session) -> std::optional<desk::PendingMessage> {
        auto found = read_pending(session, "pending_message", {{"id", message}});
        return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
    });
}

std::vector<desk::LogEntry> Database::entries(std::int64_t conversation, std::int64_t after,
                                              std::size_t limit) {
    return engine_->read([&](Session& session) {
        return read_entries(session, "entries", conversation,
                            {{"conversation", conversation}, {"after", after}, {"limit", to_limit(limit)}});
    });
}

std::vector<desk::LogEntry> Database::replies(std::int64_t conversation, std::int64_t message_sequence) {
    return engine_->read([&](Session& session) {
        return read_entries(session, "replies", conversation,
                            {{"conversation", conversation}, {"message", message_sequence}});
    });
}

}  // namespace reformdesk::store
