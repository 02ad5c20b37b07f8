// A clock that stands still until told otherwise.
#pragma once

#include "server/desk/clock.hpp"

#include <atomic>

namespace reformdesk::fakes {

/// Tuesday, 24 November 2026, 10:00 in Vietnam.
inline constexpr desk::Timestamp a_tuesday{std::chrono::milliseconds{1'795'489'200'000}};

/// Thread-safe.
class Clock : public desk::Clock {
  public:
    explicit Clock(desk::Timestamp start = a_tuesday) : now_(start) {}

    desk::Timestamp now() const override { return now_.load(); }
    void advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

  private:
    std::atomic<desk::Timestamp> now_;
};

}  // namespace reformdesk::fakes
