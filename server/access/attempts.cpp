#include "server/access/attempts.hpp"

#include <algorithm>
#include <tuple>

namespace reformdesk::access {

AttemptCounter::AttemptCounter(std::size_t limit, std::chrono::milliseconds window, std::size_t capacity)
    : limit_(limit), window_(window), capacity_(std::max<std::size_t>(capacity, 1)) {}

bool AttemptCounter::begin(const std::string& key, Timestamp now) {
    const std::scoped_lock lock(mutex_);
    auto found = attempts_.find(key);
    if (found == attempts_.end()) {
        if (attempts_.size() >= capacity_) {
            make_room(now);
        }
        found = attempts_.emplace(key, Attempts{0, now}).first;
    }
    auto& attempts = found->second;
    if (now - attempts.since >= window_) {
        attempts = Attempts{0, now};
    }
    if (attempts.count >= limit_) {
        return false;
    }
    ++attempts.count;
    return true;
}

void AttemptCounter::take_back(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    const auto found = attempts_.find(key);
    if (found == attempts_.end()) {
        return;
    }
    if (found->second.count <= 1) {
        attempts_.erase(found);
    } else {
        --found->second.count;
    }
}

void AttemptCounter::forget(const std::string& key) {
    const std::scoped_lock lock(mutex_);
    attempts_.erase(key);
}

std::size_t AttemptCounter::size() const {
    const std::scoped_lock lock(mutex_);
    return attempts_.size();
}

void AttemptCounter::make_room(Timestamp now) {
    std::erase_if(attempts_, [&](const auto& item) { return now - item.second.since >= window_; });
    if (attempts_.size() < capacity_) {
        return;
    }
    // Who floods the table with fresh keys must not free the ones that are near their limit.
    const auto least = std::min_element(attempts_.begin(), attempts_.end(), [](const auto& a, const auto& b) {
        return std::tuple(a.second.count, a.second.since) < std::tuple(b.second.count, b.second.since);
    });
    attempts_.erase(least);
}

}  // namespace reformdesk::access
