// The way of one message through the desk: accept it durably, decide, store the outcome.
#pragma once

#include "server/desk/clock.hpp"
#include "server/desk/dialog.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"

#include <array>
#include <mutex>
#include <optional>
#include <string>

namespace reformdesk::desk {

struct InboxOptions {
    double precision = 0.95;
    std::string territory;
};

/// Thread-safe. Keeps references: what is passed in must outlive it.
class Inbox {
  public:
    Inbox(ConversationStore& conversations, TicketStore& tickets, ArticleStore& articles, Search& search,
          const Clock& clock, InboxOptions options);

    /// Stores the message once. It may be acknowledged as soon as this returns. Throws StoreError, and
    /// std::invalid_argument for what a channel must not let through: no text or too much of it, missing ids.
    AcceptedMessage accept(const connectors::InboundMessage& message);

    /// Decides and stores the reply of an accepted message; does nothing when that has been done, or there is
    /// no such message. Messages of one conversation are decided one after the other. Throws StoreError; the
    /// message then waits for recover().
    Settled process(std::int64_t message);

    /// Processes what a crash or a failure left behind, oldest first; returns how many messages. Throws
    /// StoreError.
    std::size_t recover();

  private:
    DialogKnowledge knowledge_of(const PendingMessage& pending, Timestamp now);
    std::optional<Timestamp> answered_at(const Conversation& conversation);

    ConversationStore& conversations_;
    TicketStore& tickets_;
    ArticleStore& articles_;
    Search& search_;
    const Clock& clock_;
    InboxOptions options_;
    std::array<std::mutex, 64> deciding_;  ///< by conversation, several sharing one
};

}  // namespace reformdesk::desk
