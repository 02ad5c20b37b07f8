#include "server/api/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace reformdesk::api {

namespace {

constexpr std::size_t most_keys = 100'000;

}  // namespace

RateLimit::RateLimit(std::size_t per_minute)
    : capacity_(static_cast<double>(per_minute)), per_second_(capacity_ / 60.0) {}

std::optional<std::chrono::seconds> RateLimit::take(const std::string& key, Clock::time_point now) {
    if (buckets_.size() >= most_keys) {
        forget_full_buckets(now);
    }
    auto& bucket = buckets_.try_emplace(key, Bucket{capacity_, now}).first->second;
    const double elapsed = std::chrono::duration<double>(now - bucket.filled_at).count();
    bucket.tokens = std::min(capacity_, bucket.tokens + elapsed * per_second_);
    bucket.filled_at = now;
    if (bucket.tokens >= 1) {
        bucket.tokens -= 1;
        return std::nullopt;
    }
    return std::chrono::seconds(static_cast<long>(std::ceil((1 - bucket.tokens) / per_second_)));
}

void RateLimit::forget_full_buckets(Clock::time_point now) {
    std::erase_if(buckets_, [&](const auto& entry) {
        const auto& bucket = entry.second;
        const double elapsed = std::chrono::duration<double>(now - bucket.filled_at).count();
        return bucket.tokens + elapsed * per_second_ >= capacity_;
    });
    // Under an attack with many keys none may be full; a fresh start then lets a few more through than
    // wanted, which is better than memory without bound.
    if (buckets_.size() >= most_keys) {
        buckets_.clear();
    }
}

}  // namespace reformdesk::api
