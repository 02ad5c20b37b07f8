// One accepted connection and the set of all of them: deadlines, counts, the way to end them. On the I/O
// thread.
#pragma once

#include "server/net/peer.hpp"
#include "server/net/server.hpp"
#include "server/net/stream.hpp"

#include <chrono>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::net {

using SteadyTime = std::chrono::steady_clock::time_point;

/// What a connection is doing; it decides what happens at its deadline and on a graceful stop.
enum class Phase {
    handshake,  ///< TLS; cut off
    idle,       ///< between requests; closed silently
    header,     ///< answered with 408
    body,       ///< answered with 408
    handler,    ///< answered with 503 while the handler is cancelled
    write,      ///< cut off
    linger,     ///< the answer is sent, the rest of the request is thrown away; cut off
    websocket,  ///< no deadline of ours: Beast pings
    closing,    ///< a WebSocket says goodbye; cut off
};

class Connection;

/// What all connections share. Lives as long as the last of them.
struct ServerState : std::enable_shared_from_this<ServerState> {
    ServerState(boost::asio::io_context& c, ServerOptions o, Router r, ServerObserver b);

    boost::asio::io_context& context;
    const ServerOptions options;
    const Router router;
    const ServerObserver observer;
    const TrustedProxies proxies;
    std::optional<boost::asio::ssl::context> tls;

    std::list<Connection*> connections;
    std::map<boost::asio::ip::address, std::size_t> per_address;
    std::size_t websockets = 0;
    std::size_t refusing = 0;  ///< connections over the limit that are being told so
    bool stopping = false;
    std::string date;  ///< for the Date header, as of the last sweep

    /// Runs out when the last connection is gone, while a stop waits for that.
    boost::asio::steady_timer gone;

    std::string make_request_id();
    void report(const std::string& trouble) const;
    /// Looks at every deadline from time to time, as long as there are connections: far cheaper than a timer
    /// each.
    void keep_sweeping();

  private:
    void sweep();

    boost::asio::steady_timer sweeper_;
    std::chrono::milliseconds interval_;
    bool sweeping_ = false;
    std::string id_prefix_;
    std::uint64_t next_id_ = 0;
};

class Connection : public std::enable_shared_from_this<Connection> {
  public:
    Connection(std::shared_ptr<ServerState> state, Socket socket, const boost::asio::ip::address& address);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    Stream stream;
    const boost::asio::ip::address address;  ///< IPv4-mapped made plain
    const std::string address_text;
    const bool from_proxy;
    boost::asio::cancellation_signal cancellation;  ///< of the coroutine that runs the connection
    WebSocket* websocket = nullptr;                 ///< once upgraded
    std::string request_id;                         ///< of the request under way
    bool head_request = false;

    ServerState& state() { return *state_; }
    Phase phase() const { return phase_; }
    /// The deadline of the header, body or handler has passed.
    bool expired() const { return expired_; }
    void enter(Phase phase, SteadyTime deadline) {
        phase_ = phase;
        deadline_ = deadline;
    }
    /// Called by the sweep.
    void check_deadline(SteadyTime now);
    /// Ends it now; the coroutine that runs it finds its operations failed.
    void cut_off();
    /// Ends it as soon as nothing is under way.
    void wind_down();

    /// Shuts the sending side down and reads until the peer has seen it, so that an answer sent before the
    /// whole request was read is not lost to a reset.
    boost::asio::awaitable<void> linger();

  private:
    void answer_late();

    std::shared_ptr<ServerState> state_;
    std::list<Connection*>::iterator place_;
    Phase phase_ = Phase::handshake;
    SteadyTime deadline_ = SteadyTime::max();
    bool expired_ = false;
    std::string late_answer_;
};

}  // namespace reformdesk::net
