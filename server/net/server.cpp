#include "server/net/server.hpp"

#include "server/net/connection.hpp"
#include "server/net/http_session.hpp"
#include "server/net/response_head.hpp"
#include "server/net/websocket_session.hpp"

#include <array>
#include <stdexcept>
#include <string_view>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
namespace ip = boost::asio::ip;
using boost::system::error_code;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds pause_after_failure{100};  // out of descriptors: trying again at once would only spin
constexpr milliseconds refusal_time{2'000};
constexpr milliseconds after_cut_off{2'000};
constexpr std::size_t max_refusing = 64;
constexpr std::uint16_t going_away = 1001;

asio::ssl::context make_tls(const TlsFiles& files) {
    asio::ssl::context tls(asio::ssl::context::tls_server);
    tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                    asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                    asio::ssl::context::no_tlsv1_1);
    SSL_CTX_set_mode(tls.native_handle(), SSL_MODE_RELEASE_BUFFERS);
    const auto check = [](const error_code& error, const char* what, const std::filesystem::path& file) {
        if (error) {
            throw std::runtime_error(std::string("cannot use the TLS ") + what + " " + file.string() + ": " +
                                     error.message());
        }
    };
    // OpenSSL would ask on the terminal, and a service would stand still.
    const auto asked = std::make_shared<bool>(false);
    tls.set_password_callback([asked](std::size_t, asio::ssl::context::password_purpose) {
        *asked = true;
        return std::string();
    });
    // The key comes first: with the certificate already there, OpenSSL reports a key of another one in its
    // own words.
    error_code error;
    tls.use_private_key_file(files.private_key.string(), asio::ssl::context::pem, error);
    if (*asked) {
        throw std::runtime_error("the TLS private key " + files.private_key.string() +
                                 " has a passphrase, and there is nobody to ask for it");
    }
    check(error, "private key", files.private_key);
    tls.use_certificate_chain_file(files.certificate_chain.string(), error);
    check(error, "certificate chain", files.certificate_chain);
    if (SSL_CTX_check_private_key(tls.native_handle()) != 1) {
        throw std::runtime_error("the TLS private key " + files.private_key.string() +
                                 " does not belong to the certificate " + files.certificate_chain.string());
    }
    return tls;
}

ip::tcp::acceptor bind_to(asio::io_context& context, const ServerOptions& options) {
    const auto place = options.address + " port " + std::to_string(options.port);
    error_code error;
    const auto address = ip::make_address(options.address, error);
    if (error) {
        throw boost::system::system_error(error, "not an address to listen on: " + options.address);
    }
    const ip::tcp::endpoint endpoint(address, options.port);
    ip::tcp::acceptor acceptor(context);
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        throw boost::system::system_error(error, "cannot listen on " + place);
    }
    return acceptor;
}

asio::awaitable<void> run_connection(std::shared_ptr<Connection> connection) {
    auto& state = connection->state();
    if (auto* tls = connection->stream.tls()) {
        connection->enter(Phase::handshake, steady_clock::now() + state.options.header_time);
        error_code error;
        co_await tls->async_handshake(asio::ssl::stream_base::server,
                                      asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            // A client that went away is everyday; the rest may be a wrong certificate.
            if (error != asio::error::eof && error != asio::error::operation_aborted &&
                error != asio::error::connection_reset && error != asio::ssl::error::stream_truncated) {
                state.report("TLS handshake with " + connection->address_text + ": " + error.message());
            }
            co_return;
        }
    }
    auto upgrade = co_await serve_http(connection);
    if (upgrade) {
        co_await serve_websocket(connection, std::move(*upgrade));
    }
}

// Tells a connection over the limit why it is not served. Kept apart from the counted ones, and few.
asio::awaitable<void> refuse(std::shared_ptr<ServerState> state, Socket accepted, std::string answer) {
    struct Count {
        ServerState& state;
        ~Count() { --state.refusing; }
    };
    const Count count{*state};
    const auto socket = std::make_shared<Socket>(std::move(accepted));
    asio::steady_timer timer(state->context, refusal_time);
    timer.async_wait([weak = std::weak_ptr<Socket>(socket)](error_code cancelled) {
        if (const auto live = weak.lock(); live && !cancelled) {
            error_code ignored;
            live->close(ignored);
        }
    });
    error_code error;
    const auto bytes = asio::buffer(answer);
    co_await asio::async_write(*socket, bytes, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        socket->shutdown(Socket::shutdown_send, error);
    }
    std::array<char, 1024> thrown_away;
    while (!error) {
        const auto into = asio::buffer(thrown_away);
        co_await socket->async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
    }
}

Response full(unsigned status) {
    auto response = status == 429
                        ? problem(429, "too_many_connections", "Quá nhiều kết nối từ địa chỉ này",
                                  "Xin đóng bớt kết nối.")
                        : problem(503, "server_full", "Máy chủ đang quá tải", "Xin thử lại sau ít phút.");
    response.headers.emplace_back("Retry-After", "10");
    return response;
}

}  // namespace

struct Server::Implementation {
    Implementation(asio::io_context& context, ServerOptions options, Router router, ServerObserver observer)
        : state(std::make_shared<ServerState>(context, std::move(options), std::move(router),
                                              std::move(observer))),
          acceptor(bind_to(context, state->options)),
          port(acceptor.local_endpoint().port()),
          pause(context) {
        if (state->options.tls) {
            state->tls.emplace(make_tls(*state->options.tls));
        }
    }

    void take(Socket socket) {
        error_code error;
        const auto endpoint = socket.remote_endpoint(error);
        if (error) {
            return;
        }
        socket.set_option(ip::tcp::no_delay(true), error);
        const auto address = plain_address(endpoint.address());
        const auto& options = state->options;
        const auto found = state->per_address.find(address);
        const auto from_there = found == state->per_address.end() ? 0 : found->second;
        if (state->connections.size() >= options.connections) {
            turn_away(std::move(socket), address, 503);
        } else if (options.connections_per_address > 0 && from_there >= options.connections_per_address &&
                   !state->proxies.contains(address)) {
            turn_away(std::move(socket), address, 429);
        } else {
            auto connection = std::make_shared<Connection>(state, std::move(socket), address);
            auto slot = connection->cancellation.slot();
            // The completion handler keeps the connection, and so the signal behind the slot.
            asio::co_spawn(state->context, run_connection(connection),
                           asio::bind_cancellation_slot(slot, [connection](std::exception_ptr) {}));
        }
    }

    void turn_away(Socket socket, const ip::address& address, unsigned status) {
        if (state->observer.request) {
            RequestRecord record;
            record.id = state->make_request_id();
            record.method = "-";
            record.route = "-";
            record.status = status;
            record.peer = address.to_string();
            record.error = "too many connections";
            state->observer.request(record);
        }
        // A TLS handshake is too dear to spend it on a refusal.
        if (state->tls || state->refusing >= max_refusing) {
            return;
        }
        ++state->refusing;
        const auto response = full(status);
        std::string answer;
        HeadOptions head;
        head.date = state->date;
        head.close = true;
        append_head(answer, response, head);
        answer += response.body;
        asio::co_spawn(state->context, refuse(state, std::move(socket), std::move(answer)), asio::detached);
    }

    static asio::awaitable<void> accept_all(std::shared_ptr<Implementation> self) {
        while (!self->state->stopping) {
            Socket socket(self->state->context);
            error_code error;
            co_await self->acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
            if (self->state->stopping) {
                break;
            }
            if (!error) {
                self->take(std::move(socket));
                continue;
            }
            self->state->report("accept: " + error.message());
            self->pause.expires_after(pause_after_failure);
            co_await self->pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
        }
    }

    void stop_accepting() {
        state->stopping = true;
        error_code ignored;
        acceptor.close(ignored);
        pause.cancel();
    }

    // A copy: what is done to a connection may end it.
    std::vector<std::shared_ptr<Connection>> living() const {
        std::vector<std::shared_ptr<Connection>> out;
        out.reserve(state->connections.size());
        for (auto* connection : state->connections) {
            if (auto shared = connection->weak_from_this().lock()) {
                out.push_back(std::move(shared));
            }
        }
        return out;
    }

    void say_goodbye(const std::function<void(WebSocket&)>& farewell) {
        for (const auto& connection : living()) {
            if (connection->websocket == nullptr) {
                connection->wind_down();
                continue;
            }
            if (farewell) {
                farewell(*connection->websocket);
            }
            if (connection->websocket != nullptr) {
                connection->websocket->close(going_away, "server stops");
            }
        }
    }

    void cut_off_all() {
        for (const auto& connection : living()) {
            connection->cut_off();
        }
    }

    std::shared_ptr<ServerState> state;
    ip::tcp::acceptor acceptor;
    const std::uint16_t port;
    asio::steady_timer pause;
};

Server::Server(asio::io_context& context, ServerOptions options, Router router, ServerObserver observer)
    : implementation_(std::make_shared<Implementation>(context, std::move(options), std::move(router),
                                                       std::move(observer))) {}

Server::~Server() {
    implementation_->stop_accepting();
    implementation_->cut_off_all();
}

std::uint16_t Server::port() const {
    return implementation_->port;
}

ServerCounts Server::counts() const {
    return {implementation_->state->connections.size(), implementation_->state->websockets};
}

void Server::start() {
    asio::co_spawn(implementation_->state->context, Implementation::accept_all(implementation_),
                   asio::detached);
}

asio::awaitable<void> Server::stop(milliseconds limit, std::function<void(WebSocket&)> farewell) {
    const auto self = implementation_;
    const auto state = self->state;
    self->stop_accepting();
    self->say_goodbye(farewell);
    error_code ignored;
    if (!state->connections.empty()) {
        state->gone.expires_after(limit);
        co_await state->gone.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (!state->connections.empty()) {
        self->cut_off_all();
        // Only a handler in work that can't be interrupted is still there after that.
        state->gone.expires_after(after_cut_off);
        co_await state->gone.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

}  // namespace reformdesk::net
