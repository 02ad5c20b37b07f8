// The time comes in as a parameter everywhere; this is where it comes from.
#pragma once

#include "kb_index/article.hpp"
#include "server/desk/conversation.hpp"

namespace reformdesk::desk {

class Clock {
  public:
    virtual ~Clock() = default;
    virtual Timestamp now() const = 0;
};

/// The calendar day in Vietnam (UTC+7, without daylight saving time since 1975).
kb_index::Date day_in_vietnam(Timestamp at);

}  // namespace reformdesk::desk
