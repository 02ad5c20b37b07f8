// Replies that wait to be delivered. A row is written with the entry it delivers, in the same transaction.
#pragma once

#include "connectors/message.hpp"
#include "server/desk/conversation.hpp"

#include <chrono>
#include <span>
#include <vector>

namespace reformdesk::desk {

struct DeliveryReport {
    std::int64_t delivery = 0;
    connectors::DeliveryResult result;
    std::optional<Timestamp> next_attempt;  ///< when result.outcome is retry
};

/// Thread-safe, may block; throws StoreError.
class OutboxQueue {
  public:
    virtual ~OutboxQueue() = default;
    /// Due rows, oldest first, held for the caller until `now + lease`; after that another may take them.
    virtual std::vector<connectors::OutboundMessage> lease(std::size_t limit, Timestamp now,
                                                           std::chrono::milliseconds lease) = 0;
    /// Records what became of them, all in one transaction.
    virtual void report(std::span<const DeliveryReport> reports, Timestamp now) = 0;
    /// How many rows wait.
    virtual std::int64_t depth() = 0;
};

}  // namespace reformdesk::desk
