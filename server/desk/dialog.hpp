// Decides what to reply. Pure: everything it knows comes in as a parameter.
#pragma once

#include "kb_index/decision.hpp"
#include "nlp/question.hpp"
#include "server/desk/store.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::desk {

/// What the dialog looks up while deciding.
struct DialogKnowledge {
    /// The stored article with this id, or nothing.
    std::function<std::optional<StoredArticle>(const std::string&)> article;
    /// A ticket of this conversation, or nothing; tickets of others are not visible here.
    std::function<std::optional<Ticket>(std::int64_t)> ticket;
    /// All tickets of this conversation.
    std::function<std::vector<Ticket>()> tickets;
    /// Asks the knowledge base; with a context where the question follows up on an article. Nothing when it
    /// cannot be asked.
    std::function<std::optional<kb_index::Decision>(const nlp::Question&,
                                                    const std::optional<kb_index::AskContext>&)>
        ask;
    /// When the last article was given in this conversation, or nothing when that is long ago.
    std::function<std::optional<Timestamp>()> answered_at;
};

/// Decides on one message: an answer, a clarification, a hand-over with its reason, small talk, or a command.
/// The settlement has the replies, the change of tickets and the next state; its `message` is that of
/// `pending`.
Settlement decide(const PendingMessage& pending, const DialogKnowledge& knowledge, Timestamp now);

}  // namespace reformdesk::desk
