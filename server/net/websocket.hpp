// A WebSocket connection as the product sees it. Beast stays behind the implementation.
#pragma once

#include "server/net/http.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::net {

struct WebSocketLimits {
    std::size_t message_bytes = 64u << 10;
    std::size_t queued_messages = 256;  ///< outgoing; a visitor who does not read is disconnected at this
    std::size_t queued_bytes = 1u << 20;
};

/// Lives on the I/O thread. Text frames only; a binary frame closes with 1003. Pings and idle time are
/// handled.
class WebSocket {
  public:
    virtual ~WebSocket() = default;

    /// The next text message; nothing when the connection ended, for whatever reason.
    virtual boost::asio::awaitable<std::optional<std::string>> receive() = 0;
    /// Queues a text message. False when the connection is gone or its queue is full (then it is closed).
    virtual bool send(std::shared_ptr<const std::string> text) = 0;
    /// Sends what is queued, then closes; receive() then ends. May be called more than once.
    virtual void close(std::uint16_t code, std::string reason) = 0;
    virtual const Request& request() const = 0;
};

/// Runs for the life of the connection. When it returns the connection is closed. On a graceful stop
/// `on_stop` given to the route is called first.
using WebSocketHandler = std::function<boost::asio::awaitable<void>(std::shared_ptr<WebSocket>)>;

}  // namespace reformdesk::net
