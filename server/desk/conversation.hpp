// Conversations and their logs: the only truth about what was said.
#pragma once

#include "connectors/message.hpp"
#include "kb_index/article.hpp"
#include "kb_index/document.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::desk {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

enum class TicketState { open, answered, closed };

std::string_view to_string(TicketState state);
std::optional<TicketState> parse_ticket_state(std::string_view name);

enum class EntryKind {
    question,       ///< the asker wrote
    answer,         ///< an approved article, verbatim
    clarification,  ///< choices to pick from
    handover,       ///< a ticket was opened
    small_talk,     ///< greeting, thanks, help, and notices of the bot that carry no law
    expert_answer,  ///< a person wrote
    notice,         ///< something happened to the ticket
    attachment,     ///< the asker sent something that the bot does not read: a line about it for the expert
};

std::string_view to_string(EntryKind kind);
std::optional<EntryKind> parse_entry_kind(std::string_view name);

/// Something to tap: the article behind it and the words on it.
struct Choice {
    std::string article;
    std::string label;

    bool operator==(const Choice&) const = default;
};

/// What stands under an automatic answer. A copy, so that the log shows what was said even when the article
/// changes.
struct AnswerCard {
    std::string article;
    std::int64_t article_version = 0;
    std::string title;
    double confidence = 0;
    std::vector<kb_index::LegalBasis> sources;
    kb_index::Validity validity;
    bool in_force = true;
    std::vector<kb_index::Succession> replaced_by;  ///< by what, where it is not in force or will end

    bool operator==(const AnswerCard&) const = default;
};

struct TicketReference {
    std::int64_t number = 0;
    TicketState state = TicketState::open;

    bool operator==(const TicketReference&) const = default;
};

/// One entry of a conversation's log.
struct LogEntry {
    std::int64_t conversation = 0;
    std::int64_t sequence = 0;  ///< 1, 2, 3 … within the conversation, without gaps; 0 until stored
    EntryKind kind = EntryKind::question;
    std::string author;  ///< the expert's display name; empty for asker and bot
    std::string text;    ///< as typed, or the Markdown subset for answers
    std::optional<AnswerCard> answer;
    std::vector<Choice> choices;
    std::optional<TicketReference> ticket;
    std::string source_id;  ///< of an asker's message: the channel's id
    /// Of what the bot replied: the sequence of the message that it is about; 0 otherwise.
    std::int64_t reply_to = 0;
    Timestamp created_at;

    bool operator==(const LogEntry&) const = default;
};

/// What the dialog must remember from one message to the next.
struct DialogState {
    std::vector<Choice> pending_choices;  ///< of the clarification that waits for a reply
    int clarifications_in_a_row = 0;
    std::string last_question;                    ///< the asker's last real question, with what it follows
    std::string last_article;                     ///< the article given last
    std::optional<std::int64_t> open_ticket;      ///< the ticket that waits for an expert
    std::optional<std::int64_t> answered_ticket;  ///< set when the last word was an expert's

    bool operator==(const DialogState&) const = default;
};

struct Conversation {
    std::int64_t id = 0;
    connectors::Channel channel = connectors::Channel::web_chat;
    std::string external_id;  ///< the channel's id; for the web at least 128 random bits
    std::int64_t last_sequence = 0;
    DialogState state;
    Timestamp created_at;
};

}  // namespace reformdesk::desk
