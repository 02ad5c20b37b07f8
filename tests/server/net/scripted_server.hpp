// A server that does to its visitors what a test tells it, byte by byte, with or without TLS.
#pragma once

#include "tests/server/net/test_authority.hpp"

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <openssl/ssl.h>

namespace reformdesk::net::testing {

/// One accepted connection; blocking, and every wait ends after ten seconds.
class Visit {
  public:
    Visit(int descriptor, std::size_t nth) : number(nth), descriptor_(descriptor) {}
    ~Visit();
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    const std::size_t number;  ///< 0 for the first connection

    /// False when the client refused; `newest` limits the TLS version.
    bool start_tls(const Issued& issued, int newest = 0);
    /// Header and body by Content-Length; nothing when the client closed.
    std::optional<std::string> request();
    /// Up to the empty line.
    std::optional<std::string> request_header();
    bool send(std::string_view bytes);
    /// Reads until the client closes; false when it doesn't.
    bool closed_by_client();

    void close();  ///< with TLS, after saying so
    void cut();    ///< without a word of TLS
    void reset();

    /// Wakes a wait that another thread is in.
    void abandon();

  private:
    long receive(char* bytes, std::size_t size);
    bool fill();

    int descriptor_;
    std::unique_ptr<SSL_CTX, FreeWith<SSL_CTX_free>> context_;
    std::unique_ptr<SSL, FreeWith<SSL_free>> session_;
    std::string received_;
    bool timed_out_ = false;
};

class ScriptedServer {
  public:
    using Script = std::function<void(Visit&)>;

    /// On 127.0.0.1; each connection runs the script on a thread of its own, and is closed after it.
    explicit ScriptedServer(Script script);
    ~ScriptedServer();
    ScriptedServer(const ScriptedServer&) = delete;
    ScriptedServer& operator=(const ScriptedServer&) = delete;

    std::uint16_t port() const { return port_; }
    /// "http://127.0.0.1:port" and the like.
    std::string url(const std::string& target, const std::string& scheme_and_host = "http://127.0.0.1") const;
    std::size_t connections() const { return connections_; }

  private:
    void accept_all();

    const Script script_;
    int listener_ = -1;
    std::uint16_t port_ = 0;
    std::atomic<std::size_t> connections_{0};
    std::list<Visit> visits_;
    std::list<std::thread> threads_;
    std::thread acceptor_;
};

/// Lets scripts wait until the test says go; for ten seconds at most.
class Gate {
  public:
    void open();
    void wait();

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

/// A port of 127.0.0.1 on which connections are neither taken nor refused: its queue is full.
class FullPort {
  public:
    FullPort();
    ~FullPort();
    FullPort(const FullPort&) = delete;
    FullPort& operator=(const FullPort&) = delete;

    std::string port() const { return std::to_string(port_); }

  private:
    int listener_;
    std::uint16_t port_ = 0;
    std::vector<int> fillers_;
};

/// A port of 127.0.0.1 that nobody listens on.
std::string closed_port();

/// A whole response with Content-Length.
std::string response(std::string_view body, std::string_view more_fields = "",
                     std::string_view status = "200 OK");

/// Answers every request of a connection with this.
ScriptedServer::Script always(std::string answer);
/// Reads one request and goes on with this.
ScriptedServer::Script after_request(ScriptedServer::Script next);

}  // namespace reformdesk::net::testing
