// Makes a route of a member function, so that the tables of routes stay readable.
#pragma once

#include "server/net/router.hpp"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace reformdesk::api {

/// The route calls `(owner->*member)(request)`; the owner must outlive the server.
template <class Owner>
net::Route member_route(Owner* owner, std::string method, std::string pattern, std::size_t body_bytes,
                        boost::asio::awaitable<net::Response> (Owner::*member)(net::RequestPointer)) {
    net::Route route;
    route.method = std::move(method);
    route.pattern = std::move(pattern);
    route.handler = net::Handler(
        [owner, member](net::RequestPointer request) { return (owner->*member)(std::move(request)); });
    route.body_bytes = body_bytes;
    return route;
}

/// Answers 503 instead of 500 when the database or the index fails, or the workers are full; `trouble` hears
/// why.
std::vector<net::Route> with_store_errors(std::vector<net::Route> routes,
                                          std::function<void(const std::string&)> trouble);

}  // namespace reformdesk::api
