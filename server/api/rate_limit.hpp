// How often somebody may do something: a token bucket for each key.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

namespace reformdesk::api {

/// Lives on the I/O thread; runs on the steady clock. Remembers a bounded number of keys.
class RateLimit {
  public:
    using Clock = std::chrono::steady_clock;

    /// `per_minute` on average, and as many at once.
    explicit RateLimit(std::size_t per_minute);

    /// Takes one token. Nothing when it may go on; otherwise how long to wait.
    std::optional<std::chrono::seconds> take(const std::string& key, Clock::time_point now = Clock::now());

  private:
    struct Bucket {
        double tokens = 0;
        Clock::time_point filled_at;
    };
    void forget_full_buckets(Clock::time_point now);

    double capacity_;
    double per_second_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace reformdesk::api
