// Connections to other servers that wait for their next request: few, and not for long. On the I/O thread.
#pragma once

#include "server/net/deadline.hpp"
#include "server/net/stream.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>

namespace reformdesk::net {

struct PoolLimits {
    std::size_t connections = 32;
    std::size_t per_origin = 8;
    std::chrono::milliseconds idle_time{4'000};
};

class ConnectionPool {
  public:
    ConnectionPool(boost::asio::io_context& context, PoolLimits limits)
        : context_(context), limits_(limits) {}
    ConnectionPool(const ConnectionPool&) = delete;
    ConnectionPool& operator=(const ConnectionPool&) = delete;

    /// The one used last, for it is the most likely to be still open; nullptr when there is none. What the
    /// server has closed, or has sent something over unasked, is thrown away.
    std::unique_ptr<Stream> take(const std::string& origin);
    /// The oldest make room.
    void put(const std::string& origin, std::unique_ptr<Stream> stream);

    std::size_t size() const { return idle_.size(); }
    void clear();

  private:
    struct Idle {
        std::string origin;
        std::unique_ptr<Stream> stream;
        std::chrono::steady_clock::time_point until;
    };

    void make_room(const std::string& origin);
    void keep_sweeping();

    boost::asio::io_context& context_;
    const PoolLimits limits_;
    std::list<Idle> idle_;  // the oldest first
    std::optional<Alarm> sweep_;
};

}  // namespace reformdesk::net
