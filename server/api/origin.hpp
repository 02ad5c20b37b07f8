// Which web pages may talk to the server.
#pragma once

#include "server/net/router.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::api {

/// Compares the Origin header with the server's own address and a list. Immutable.
class OriginRule {
  public:
    /// `public_url`: the server's own origin; empty: what the Host header says.
    OriginRule(std::string public_url, std::vector<std::string> allowed);

    /// The page comes from this very server.
    bool is_own(const net::Request& request) const;
    /// Own, on the list, or not from a browser at all (no Origin header).
    bool is_allowed(const net::Request& request) const;

    /// Access-Control headers for an allowed cross-origin call; nothing otherwise. Retry-After is among what
    /// the page may read.
    void add_cross_origin_headers(const net::Request& request, net::Response& response) const;

  private:
    std::string public_url_;
    std::vector<std::string> allowed_;
};

/// Puts those headers on everything that the handlers answer, refusals included. `rule` must outlive the
/// server.
std::vector<net::Route> with_cross_origin(std::vector<net::Route> routes, const OriginRule& rule);

}  // namespace reformdesk::api
