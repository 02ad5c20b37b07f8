// Who is at the other end: the socket's address, or what a trusted proxy says about it. Pure.
#pragma once

#include "server/net/http.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/ip/address.hpp>

namespace reformdesk::net {

struct Peer {
    std::string address;
    bool secure = false;
};

class TrustedProxies {
  public:
    /// Addresses ("::1") and networks ("10.0.0.0/8"). Throws std::invalid_argument naming a bad one.
    explicit TrustedProxies(const std::vector<std::string>& proxies);

    bool contains(const boost::asio::ip::address& address) const;

    /// Reads X-Forwarded-For and -Proto when `socket_address` is a trusted proxy: the right-most address that
    /// is not one itself. A header that can't be read, and every header of anybody else, counts for nothing.
    Peer resolve(const boost::asio::ip::address& socket_address, bool secure, const Request& request) const;

  private:
    struct Network {
        boost::asio::ip::address address;
        unsigned bits = 0;
    };
    std::vector<Network> networks_;
};

/// IPv4 written as IPv6 ("::ffff:1.2.3.4") becomes plain IPv4, so that one peer has one name.
boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

}  // namespace reformdesk::net
