// A connected socket with or without TLS behind one type, so that sessions are compiled once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace reformdesk::net {

/// The concrete executor spares a virtual call in each operation.
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;
using TlsStream = boost::asio::ssl::stream<Socket&>;

class Stream {
  public:
    using executor_type = Socket::executor_type;
    using lowest_layer_type = Socket::lowest_layer_type;

    Stream(Socket socket, boost::asio::ssl::context* tls) : socket_(std::move(socket)) {
        if (tls != nullptr) {
            tls_ = std::make_unique<TlsStream>(socket_, *tls);
        }
    }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    executor_type get_executor() { return socket_.get_executor(); }
    Socket& socket() { return socket_; }
    TlsStream* tls() { return tls_.get(); }

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& into) {
                if (tls_) {
                    tls_read(first_of<boost::asio::mutable_buffer>(into), std::move(handler));
                } else {
                    socket_.async_read_some(into, std::move(handler));
                }
            },
            token, buffers);
    }

    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return boost::asio::async_initiate<Token, void(boost::system::error_code, std::size_t)>(
            [this](auto handler, const Buffers& from) {
                if (tls_) {
                    tls_write(first_of<boost::asio::const_buffer>(from), std::move(handler));
                } else {
                    socket_.async_write_some(from, std::move(handler));
                }
            },
            token, buffers);
    }

    /// Ends what is under way with operation_aborted; the stream stays usable.
    void cancel() {
        boost::system::error_code ignored;
        socket_.cancel(ignored);
    }

    void close() {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

  private:
    using Transferred = boost::asio::any_completion_handler<void(boost::system::error_code, std::size_t)>;

    // One TLS record holds one buffer of a sequence; a whole write takes the rest in its next step.
    template <class Buffer, class Buffers>
    static Buffer first_of(const Buffers& buffers) {
        const auto end = boost::asio::buffer_sequence_end(buffers);
        for (auto place = boost::asio::buffer_sequence_begin(buffers); place != end; ++place) {
            const Buffer buffer(*place);
            if (buffer.size() > 0) {
                return buffer;
            }
        }
        return {};
    }

    // Compiled once for all handlers: OpenSSL's engine costs more to instantiate than to call.
    void tls_read(boost::asio::mutable_buffer into, Transferred handler);
    void tls_write(boost::asio::const_buffer from, Transferred handler);

    Socket socket_;
    std::unique_ptr<TlsStream> tls_;
};

}  // namespace reformdesk::net
