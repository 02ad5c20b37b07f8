// HTTP/1.1 on one connection: requests one after another until it ends or becomes a WebSocket.
#pragma once

#include "server/net/connection.hpp"

#include <memory>
#include <optional>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::net {

/// An accepted opening handshake that has not been answered yet.
struct Upgrade {
    RequestPointer request;
    const Route* route = nullptr;
};

/// Returns when the connection has ended, or with the upgrade that takes it over.
boost::asio::awaitable<std::optional<Upgrade>> serve_http(std::shared_ptr<Connection> connection);

}  // namespace reformdesk::net
