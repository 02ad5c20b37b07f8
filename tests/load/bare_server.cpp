// bare_server: what Beast alone does on this machine, as the baseline of all ratios. Every request gets the
// same 300 bytes, every WebSocket message its echo; nothing is checked, counted or logged. Prints its port.
#include <chrono>
#include <cstdint>
#include <exception>
#include <iostream>
#include <string>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

using Request = http::request<http::string_body>;

constexpr std::size_t answer_bytes = 300;

asio::awaitable<void> serve_websocket(beast::tcp_stream stream, Request request) {
    stream.expires_never();
    websocket::stream<beast::tcp_stream> socket(std::move(stream));
    const auto timeout = websocket::stream_base::timeout::suggested(beast::role_type::server);
    socket.set_option(timeout);
    error_code error;
    co_await socket.async_accept(request, asio::redirect_error(asio::use_awaitable, error));
    beast::flat_buffer buffer;
    while (!error) {
        co_await socket.async_read(buffer, asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            break;
        }
        socket.text(socket.got_text());
        const auto message = buffer.data();
        co_await socket.async_write(message, asio::redirect_error(asio::use_awaitable, error));
        buffer.consume(buffer.size());
    }
}

asio::awaitable<void> serve(tcp::socket accepted) {
    beast::tcp_stream stream(std::move(accepted));
    beast::flat_buffer buffer;
    error_code error;
    for (;;) {
        stream.expires_after(30s);
        Request request;
        co_await http::async_read(stream, buffer, request, asio::redirect_error(asio::use_awaitable, error));
        if (error) {
            break;
        }
        if (websocket::is_upgrade(request)) {
            co_await serve_websocket(std::move(stream), std::move(request));
            co_return;
        }
        http::response<http::string_body> response(http::status::ok, request.version());
        response.set(http::field::server, "bare");
        response.set(http::field::content_type, "image/svg+xml");
        response.body().assign(answer_bytes, 'x');
        response.keep_alive(request.keep_alive());
        response.prepare_payload();
        co_await http::async_write(stream, response, asio::redirect_error(asio::use_awaitable, error));
        if (error || !response.keep_alive()) {
            break;
        }
    }
    stream.socket().shutdown(tcp::socket::shutdown_send, error);
}

asio::awaitable<void> accept_all(tcp::acceptor& acceptor) {
    for (;;) {
        tcp::socket socket = co_await acceptor.async_accept(asio::use_awaitable);
        socket.set_option(tcp::no_delay(true));
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket)), asio::detached);
    }
}

}  // namespace

int main() {
    try {
        asio::io_context context(1);
        tcp::acceptor acceptor(context, tcp::endpoint(asio::ip::address_v4::loopback(), 0));
        std::cout << acceptor.local_endpoint().port() << std::endl;
        asio::signal_set signals(context, SIGTERM, SIGINT);
        signals.async_wait([&context](error_code, int) { context.stop(); });
        asio::co_spawn(context, accept_all(acceptor), asio::detached);
        context.run();
    } catch (const std::exception& error) {
        std::cerr << "bare_server: " << error.what() << "\n";
        return 1;
    }
}
