// A connection after its upgrade: WebSocket over Beast, with a bounded queue and one writer.
#pragma once

#include "server/net/http_session.hpp"

#include <memory>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::net {

/// Answers the handshake, runs the route's handler, and returns when the connection is closed.
boost::asio::awaitable<void> serve_websocket(std::shared_ptr<Connection> connection, Upgrade upgrade);

}  // namespace reformdesk::net
