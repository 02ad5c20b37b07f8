#include "server/net/websocket_session.hpp"

#include <algorithm>
#include <list>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket/stream.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;
using std::chrono::steady_clock;

// Beast owns its next layer by value, and ours belongs to the connection.
struct StreamHandle {
    using executor_type = Stream::executor_type;
    using next_layer_type = Socket;

    Stream* stream;

    executor_type get_executor() const { return stream->get_executor(); }
    Socket& next_layer() { return stream->socket(); }
    const Socket& next_layer() const { return stream->socket(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return stream->async_read_some(buffers, std::forward<Token>(token));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return stream->async_write_some(buffers, std::forward<Token>(token));
    }
};

// The connection lingers once the session is over. Beast 1.81's own teardown stops reading after the first
// bytes, and closing with unread ones resets the connection: the peer would never see the close frame.
template <class Completion>
void async_teardown(beast::role_type, StreamHandle& handle, Completion&& completion) {
    asio::post(handle.get_executor(),
               beast::bind_front_handler(std::forward<Completion>(completion), error_code{}));
}

namespace {

constexpr std::size_t max_control_frames = 120;  // within the window below; more is a flood
constexpr std::chrono::seconds control_window{10};
constexpr std::size_t max_reason_bytes = 123;

// A close reason must stay within its frame and remain UTF-8.
std::string cut_reason(std::string reason) {
    if (reason.size() > max_reason_bytes) {
        auto end = max_reason_bytes;
        while (end > 0 && (static_cast<unsigned char>(reason[end]) & 0xc0u) == 0x80u) {
            --end;
        }
        reason.resize(end);
    }
    return reason;
}

class Session final : public WebSocket, public std::enable_shared_from_this<Session> {
  public:
    Session(std::shared_ptr<Connection> connection, Upgrade upgrade)
        : connection_(std::move(connection)),
          request_(std::move(upgrade.request)),
          limits_(upgrade.route->websocket),
          stream_(StreamHandle{&connection_->stream}) {
        const auto& options = connection_->state().options;
        websocket::stream_base::timeout timeout{};
        timeout.handshake_timeout = options.write_time;
        timeout.idle_timeout = options.idle_time;
        timeout.keep_alive_pings = true;
        stream_.set_option(timeout);
        stream_.set_option(
            websocket::stream_base::decorator([date = connection_->state().date](auto& response) {
                response.set(http::field::server, "reformdesk");
                response.set(http::field::date, date);
            }));
        stream_.read_message_max(limits_.message_bytes);
        // Messages go out from where they lie, in one frame, without a copy.
        stream_.auto_fragment(false);
        stream_.text(true);
    }

    asio::awaitable<bool> accept() {
        // Everything about the handshake was checked by the guard.
        http::request<http::empty_body> handshake(http::verb::get, "/", 11);
        handshake.set(http::field::host, "localhost");
        handshake.set(http::field::connection, "upgrade");
        handshake.set(http::field::upgrade, "websocket");
        handshake.set(http::field::sec_websocket_version, "13");
        const auto key = request_->header("sec-websocket-key").value_or("");
        handshake.set(http::field::sec_websocket_key, beast::string_view(key.data(), key.size()));
        error_code error;
        co_await stream_.async_accept(handshake, asio::redirect_error(asio::use_awaitable, error));
        ended_ = bool(error);
        if (!ended_) {
            window_ = steady_clock::now();
            stream_.control_callback(
                [this](websocket::frame_type, beast::string_view) { count_control_frame(); });
        }
        co_return !error;
    }

    asio::awaitable<std::optional<std::string>> receive() override {
        std::string text;
        if (ended_ || closing_) {
            co_return std::nullopt;
        }
        auto buffer = asio::dynamic_buffer(text);
        error_code error;
        co_await stream_.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            end();
            co_return std::nullopt;
        }
        if (stream_.got_binary()) {
            close(websocket::close_code::unknown_data, "text only");
            co_return std::nullopt;
        }
        co_return text;
    }

    bool send(std::shared_ptr<const std::string> text) override {
        if (ended_ || closing_) {
            return false;
        }
        if (queue_.size() >= limits_.queued_messages || queued_bytes_ + text->size() > limits_.queued_bytes) {
            // Whoever does not read can't be told either.
            cut_off();
            return false;
        }
        queued_bytes_ += text->size();
        queue_.push_back(std::move(text));
        if (!writing_) {
            write_next();
        }
        return true;
    }

    void close(std::uint16_t code, std::string reason) override {
        if (ended_ || closing_) {
            return;
        }
        closing_ = true;
        reason_.code = static_cast<websocket::close_code>(code);
        reason_.reason = cut_reason(std::move(reason));
        connection_->enter(Phase::closing, steady_clock::now() + connection_->state().options.write_time);
        if (!writing_) {
            start_close();
        }
    }

    const Request& request() const override { return *request_; }

    void cut_off() {
        end();
        connection_->stream.close();
    }

    // Waits until the closing handshake is over.
    asio::awaitable<void> finish() {
        close(websocket::close_code::normal, "");
        const auto executor = co_await asio::this_coro::executor;
        finished_.emplace(executor, SteadyTime::max());
        while (!ended_ || writing_ || shutting_) {
            error_code ignored;
            co_await finished_->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
            if (ignored && !connection_->stream.socket().is_open()) {
                break;
            }
        }
        co_await connection_->linger();
    }

  private:
    void write_next() {
        if (queue_.empty() || ended_) {
            writing_ = false;
            if (closing_ && !ended_) {
                start_close();
            }
            wake();
            return;
        }
        writing_ = true;
        stream_.async_write(
            asio::buffer(*queue_.front()),
            [self = shared_from_this()](error_code error, std::size_t) { self->written(error); });
    }

    void written(error_code error) {
        if (error) {
            end();
        } else {
            queued_bytes_ -= queue_.front()->size();
            queue_.pop_front();
        }
        write_next();
    }

    void start_close() {
        shutting_ = true;
        stream_.async_close(reason_, [self = shared_from_this()](error_code) {
            self->shutting_ = false;
            self->end();
        });
    }

    void end() {
        ended_ = true;
        wake();
    }

    void wake() {
        if (finished_) {
            finished_->cancel();
        }
    }

    void count_control_frame() {
        const auto now = steady_clock::now();
        if (now - window_ > control_window) {
            window_ = now;
            control_frames_ = 0;
        }
        if (++control_frames_ > max_control_frames) {
            cut_off();
        }
    }

    std::shared_ptr<Connection> connection_;
    RequestPointer request_;
    const WebSocketLimits limits_;
    websocket::stream<StreamHandle, false> stream_;
    std::list<std::shared_ptr<const std::string>> queue_;
    std::size_t queued_bytes_ = 0;
    bool writing_ = false;   // a message is on its way
    bool closing_ = false;   // close() was called
    bool shutting_ = false;  // the closing handshake is under way
    bool ended_ = false;     // nothing can be sent or received any more
    websocket::close_reason reason_;
    std::optional<asio::steady_timer> finished_;
    SteadyTime window_;
    std::size_t control_frames_ = 0;
};

void record_upgrade(Connection& connection, const Upgrade& upgrade, unsigned status) {
    const auto& observer = connection.state().observer;
    if (!observer.request) {
        return;
    }
    RequestRecord record;
    record.id = upgrade.request->id;
    record.method = upgrade.request->method;
    record.route = upgrade.route->pattern;
    record.status = status;
    record.peer = upgrade.request->peer;
    observer.request(record);
}

// Counts the session and lets a stop find it, for as long as it lives in its coroutine.
class Registration {
  public:
    Registration(Connection& connection, WebSocket& socket) : connection_(connection) {
        connection_.websocket = &socket;
        ++connection_.state().websockets;
    }
    ~Registration() {
        connection_.websocket = nullptr;
        --connection_.state().websockets;
    }
    Registration(const Registration&) = delete;
    Registration& operator=(const Registration&) = delete;

  private:
    Connection& connection_;
};

}  // namespace

asio::awaitable<void> serve_websocket(std::shared_ptr<Connection> connection, Upgrade upgrade) {
    const auto& handler = std::get<WebSocketHandler>(upgrade.route->handler);
    const auto session = std::make_shared<Session>(connection, upgrade);
    connection->enter(Phase::handshake, steady_clock::now() + connection->state().options.write_time);
    const bool accepted = co_await session->accept();
    if (!accepted) {
        co_return;
    }
    record_upgrade(*connection, upgrade, 101);
    connection->enter(Phase::websocket, SteadyTime::max());
    const Registration registration(*connection, *session);
    if (connection->state().stopping) {
        session->close(websocket::close_code::going_away, "server stops");
    }
    std::string failure;
    try {
        std::shared_ptr<WebSocket> socket = session;
        co_await handler(std::move(socket));
    } catch (const std::exception& error) {
        failure = error.what();
    }
    if (!failure.empty()) {
        connection->state().report("websocket handler: " + failure);
        session->close(websocket::close_code::internal_error, "internal error");
    }
    co_await session->finish();
}

}  // namespace reformdesk::net
