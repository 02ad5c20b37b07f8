// The table of routes: one visible list, matched by method and pattern.
#pragma once

#include "server/net/http.hpp"
#include "server/net/websocket.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace reformdesk::net {

struct Route {
    std::string method;  ///< "GET" also serves HEAD; ignored for WebSockets
    std::string
        pattern;  ///< "/api/v1/tickets/{number}"; "/files/*" matches every deeper path as parameter "*"
    std::variant<Handler, WebSocketHandler> handler;
    std::size_t body_bytes = 0;  ///< the largest body accepted; 0: no body at all
    /// Looked at before the body is read or the upgrade answered; a response refuses the request.
    std::function<std::optional<Response>(const Request&)> admit = {};
    WebSocketLimits websocket = {};
};

struct RouteMatch {
    const Route* route = nullptr;  ///< nullptr when no pattern fits
    bool path_known = false;       ///< a pattern fits, but not with this method: 405
    std::string allow;             ///< for the Allow header of a 405
    std::vector<std::pair<std::string, std::string>> parameters;
};

/// Throws std::invalid_argument when two routes could match the same request.
class Router {
  public:
    explicit Router(std::vector<Route> routes);
    RouteMatch match(const std::string& method, const std::string& path, bool upgrade) const;
    const std::vector<Route>& routes() const { return routes_; }

  private:
    std::vector<Route> routes_;  ///< literal patterns first
    std::size_t literals_ = 0;
};

}  // namespace reformdesk::net
