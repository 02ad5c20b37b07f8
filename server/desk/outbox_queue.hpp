// Replies that wait to be delivered. A row is written with the entry it delivers, in the same transaction.
#pragma once

#include "connectors/message.hpp"
#include "server/desk/conversation.hpp"

#include <chrono>
#include <span>
#include <vector>

namespace reformdesk::desk {

/// A log entry on its way to its conversation.
struct Delivery {
    std::int64_t id = 0;
    connectors::Channel channel = connectors::Channel::web_chat;
    std::string conversation;  ///< the channel's id
    LogEntry entry;
    /// The channel's id of the message that the entry replies to, or that its ticket is about; may be empty.
    std::string quote;
    std::size_t parts_delivered = 0;
    /// The attempt before this one was never reported, or nobody knows how it ended.
    bool maybe_taken = false;
    int attempts = 0;  ///< before this one
};

struct DeliveryReport {
    std::int64_t delivery = 0;
    connectors::DeliveryResult result;
    std::optional<Timestamp> next_attempt;  ///< when result.outcome is retry
};

/// Thread-safe, may block; throws StoreError.
class OutboxQueue {
  public:
    virtual ~OutboxQueue() = default;
    /// Due rows, oldest first and one of each conversation: its oldest that isn't finished. Held for the
    /// caller until `now + lease`; after that another may take them.
    virtual std::vector<Delivery> lease(std::size_t limit, Timestamp now,
                                        std::chrono::milliseconds lease) = 0;
    /// Records what became of them, all in one transaction: the parts delivered, and the channel's ids of
    /// them.
    virtual void report(std::span<const DeliveryReport> reports, Timestamp now) = 0;
    /// How many rows wait.
    virtual std::int64_t depth() = 0;
};

}  // namespace reformdesk::desk
