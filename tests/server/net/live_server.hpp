// A Server on a free port with its own thread, and a blocking raw client for talking to it byte by byte.
#pragma once

#include "server/net/server.hpp"

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

namespace reformdesk::net::testing {

/// Limits short enough to be waited for, long enough for a busy machine where nothing is meant to expire.
ServerOptions quick_options();

class LiveServer {
  public:
    explicit LiveServer(std::vector<Route> routes, ServerOptions options = quick_options());
    ~LiveServer();

    std::uint16_t port() const { return server_->port(); }
    boost::asio::io_context& context() { return context_; }
    ServerCounts counts();
    /// Waits for this many, for some seconds.
    std::vector<RequestRecord> records(std::size_t expected);
    std::vector<std::string> troubles();

    /// Waits until `expected` says so, looking again and again; false after ten seconds.
    bool eventually(const std::function<bool(const ServerCounts&)>& expected);
    std::future<void> stop(std::chrono::milliseconds limit, std::function<void(WebSocket&)> farewell = {});

  private:
    template <class Function>
    auto on_io_thread(Function function) {
        std::promise<decltype(function())> result;
        boost::asio::post(context_, [&] { result.set_value(function()); });
        return result.get_future().get();
    }

    boost::asio::io_context context_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
    std::mutex mutex_;
    std::vector<RequestRecord> records_;
    std::condition_variable recorded_;
    std::vector<std::string> troubles_;
    std::optional<Server> server_;
    std::thread thread_;
};

struct Answer {
    unsigned status = 0;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
};

/// A blocking TCP client; every wait ends after ten seconds.
class RawClient {
  public:
    explicit RawClient(std::uint16_t port);
    virtual ~RawClient();
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    /// False when the server has closed.
    bool send(std::string_view bytes);
    void finish_sending();
    /// Up to `size` bytes; fewer only at the end of the connection.
    std::string read(std::size_t size);
    /// Everything until the server closes. Fails the test when it does not.
    std::string read_to_end();
    /// One response framed by Content-Length; nothing when the server closed before it.
    std::optional<Answer> answer(bool head = false);
    bool closed_by_server();
    /// The connection did not end but broke; a client like that may never see what it was told last.
    bool was_reset() const { return reset_; }
    /// Ends the connection as a crash does: with a reset.
    void abort();
    int descriptor() const { return descriptor_; }

  private:
    /// As the system calls; with TLS they are others.
    virtual long transmit(const char* bytes, std::size_t size);
    virtual long receive(char* bytes, std::size_t size);
    bool fill();

    int descriptor_ = -1;
    std::string received_;
    bool timed_out_ = false;
    bool reset_ = false;
};

/// Sends one request on a fresh connection.
std::optional<Answer> ask(std::uint16_t port, std::string_view request);

struct Frame {
    unsigned opcode = 0;
    bool fin = true;
    std::string payload;

    std::uint16_t close_code() const;
};

constexpr unsigned text_frame = 1, binary_frame = 2, close_frame = 8, ping_frame = 9, pong_frame = 10;

/// A masked client frame.
std::string frame(unsigned opcode, std::string_view payload, bool fin = true);
std::string handshake(std::string_view path, std::string_view more_fields = "");
/// The next frame of any kind; nothing when the server closed.
std::optional<Frame> read_frame(RawClient& client);

Route get(std::string pattern, std::function<Response(const Request&)> answer, std::size_t body_bytes = 0);
Route post(std::string pattern, std::function<Response(const Request&)> answer, std::size_t body_bytes);
Route websocket(std::string pattern, WebSocketHandler handler, WebSocketLimits limits = {});
/// Sends every message back.
boost::asio::awaitable<void> echo(std::shared_ptr<WebSocket> socket);
Response text(std::string body);

}  // namespace reformdesk::net::testing
