// The real time.
#pragma once

#include "server/desk/clock.hpp"

namespace reformdesk {

class SystemClock : public desk::Clock {
  public:
    desk::Timestamp now() const override {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

}  // namespace reformdesk
