// Zalo's limit of calls in a minute, as its answers tell it. Pure.
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/zalo_oa/clock.hpp"

#include <chrono>

namespace reformdesk::connectors::zalo_oa {

class RateWindow {
  public:
    /// Every answer says in X-RateLimit-Remain how many calls are left in this minute.
    void observe(const HttpResponse& response, Timestamp now);
    /// A call was refused for there were too many.
    void refused(Timestamp now);
    /// How long no call may be made; 0: go on. Never more than a minute, also when the clock is set back.
    std::chrono::milliseconds wait(Timestamp now) const;

  private:
    Timestamp open_again_{};
};

}  // namespace reformdesk::connectors::zalo_oa
