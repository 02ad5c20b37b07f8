// Listens, serves HTTP/1.1 and WebSockets from a route table, and stops gracefully.
#pragma once

#include "server/net/router.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

namespace reformdesk::net {

struct TlsFiles {
    std::filesystem::path certificate_chain;
    std::filesystem::path private_key;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;  ///< 0: any free one
    std::optional<TlsFiles> tls;
    std::vector<std::string> trusted_proxies;  ///< addresses whose X-Forwarded-For and -Proto count

    std::size_t header_bytes = 16u << 10;            ///< over it: 431
    std::chrono::milliseconds header_time{10'000};   ///< for the whole header: 408
    std::chrono::milliseconds body_time{30'000};     ///< for the whole body: 408
    std::chrono::milliseconds handler_time{60'000};  ///< 503
    std::chrono::milliseconds write_time{30'000};
    std::chrono::milliseconds idle_time{75'000};  ///< keep-alive without a request: closed silently
    std::size_t connections = 10'000;             ///< over it: 503 and close
    std::size_t connections_per_address = 200;    ///< over it: 429 and close; 0: no limit
};

/// What the server saw of one request; for logs and metrics. No query, no body, no header values.
struct RequestRecord {
    std::string id;
    std::string method;
    std::string route;  ///< the pattern, or "-" when none matched
    unsigned status = 0;
    std::size_t request_bytes = 0;
    std::size_t response_bytes = 0;
    std::chrono::microseconds duration{0};
    std::string peer;
    std::string error;  ///< why a connection was refused or a handler failed; empty otherwise
};

struct ServerObserver {
    std::function<void(const RequestRecord&)> request = {};
    std::function<void(const std::string& what)> trouble = {};  ///< accept failures, TLS failures
};

struct ServerCounts {
    std::size_t connections = 0;
    std::size_t websockets = 0;
};

/// Lives on one I/O thread.
class Server {
  public:
    /// Binds at once. Throws boost::system::system_error with the address in its text, or std::runtime_error
    /// when the TLS files are unusable.
    Server(boost::asio::io_context& context, ServerOptions options, Router router, ServerObserver observer);
    ~Server();

    std::uint16_t port() const;
    ServerCounts counts() const;

    /// Accepts until stop() is called.
    void start();

    /// Stops accepting, lets requests under way finish and closes WebSockets with 1001 (after `farewell` has
    /// been called for each, to queue a last message); returns when all are gone, or cuts off what is left
    /// after `limit`.
    boost::asio::awaitable<void> stop(std::chrono::milliseconds limit,
                                      std::function<void(WebSocket&)> farewell = {});

  private:
    struct Implementation;
    std::shared_ptr<Implementation> implementation_;
};

}  // namespace reformdesk::net
