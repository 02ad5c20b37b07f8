// Opens connections to other servers: name, TCP, the proxy's tunnel, TLS.
#pragma once

#include "server/net/deadline.hpp"
#include "server/net/name_lookup.hpp"
#include "server/net/stream.hpp"
#include "server/net/url.hpp"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>

namespace reformdesk::net {

struct Dialed {
    std::unique_ptr<Stream> stream;  ///< guarded by the deadline
    std::string trouble;             ///< why there is none
};

/// Lives on the I/O thread.
class Dialer {
  public:
    /// Throws std::runtime_error when the authorities (PEM, may be empty) can't be read.
    Dialer(boost::asio::io_context& context, const std::filesystem::path& extra_authorities,
           std::optional<Url> proxy, BlockingLookup lookup);

    bool has_proxy() const { return proxy_.has_value(); }

    /// A connection over which the server can be asked: TLS 1.2 or newer with a certificate for its name when
    /// the URL says so, through the proxy when there is one.
    boost::asio::awaitable<Dialed> dial(Url url, Deadline& deadline);

    void stop() { lookup_.stop(); }

  private:
    boost::asio::awaitable<Dialed> connect(Url url, Deadline& deadline);
    boost::asio::awaitable<std::string> open_tunnel(Stream& stream, Url url);
    boost::asio::awaitable<Dialed> secure(std::unique_ptr<Stream> plain, std::string host,
                                          Deadline& deadline);

    boost::asio::io_context& context_;
    boost::asio::ssl::context tls_;
    std::optional<Url> proxy_;
    NameLookup lookup_;
};

}  // namespace reformdesk::net
