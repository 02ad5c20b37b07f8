// Counts attempts per key within a window, in bounded memory.
#pragma once

#include "server/access/account.hpp"

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>

namespace reformdesk::access {

/// Thread-safe.
class AttemptCounter {
  public:
    /// At most `limit` attempts within `window` after the first; remembers at most `capacity` keys, and when
    /// there are more forgets those that tried least.
    AttemptCounter(std::size_t limit, std::chrono::milliseconds window, std::size_t capacity);

    /// Counts an attempt before it is made, so that many at the same time can't pass together. False, and not
    /// counted, when the limit is reached.
    bool begin(const std::string& key, Timestamp now);
    /// The attempt was a good one: it does not count.
    void take_back(const std::string& key);
    void forget(const std::string& key);

    std::size_t size() const;

  private:
    struct Attempts {
        std::size_t count = 0;
        Timestamp since;
    };

    void make_room(Timestamp now);

    const std::size_t limit_;
    const std::chrono::milliseconds window_;
    const std::size_t capacity_;
    mutable std::mutex mutex_;
    std::unordered_map<std::string, Attempts> attempts_;
};

}  // namespace reformdesk::access
