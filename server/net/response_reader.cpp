#include "server/net/response_reader.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

constexpr std::size_t read_bytes = 16u << 10;  // one TLS record
constexpr std::size_t max_chunk_line = 4096;
constexpr unsigned switching_protocols = 101;

using Parser = http::response_parser<http::string_body>;

std::string parse_trouble(error_code error) {
    if (error == http::error::header_limit) {
        return "the header of the answer is too large";
    }
    if (error == http::error::body_limit || error == http::error::buffer_overflow) {
        return "the body of the answer is too large";
    }
    return "the answer is no HTTP/1.1: " + error.message();
}

// Empty when there is exactly one way to tell where the body ends. Beast takes an encoding that it doesn't
// know for none, and refuses itself what has both kinds of length.
std::string framing_trouble(const Parser& parser) {
    const auto& message = parser.get();
    const auto encodings = message.equal_range(http::field::transfer_encoding);
    if (encodings.first == encodings.second) {
        return {};
    }
    const bool single = std::next(encodings.first) == encodings.second;
    if (!single || message.version() != 11 || !beast::iequals(encodings.first->value(), "chunked")) {
        return "the answer has an unusual Transfer-Encoding";
    }
    return {};
}

ClientResponse header_of(const Parser& parser) {
    ClientResponse out;
    out.status = parser.get().result_int();
    for (const auto& field : parser.get()) {
        const auto name = field.name_string();
        std::string lower(name.data(), name.size());
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        out.headers.emplace_back(std::move(lower), std::string(field.value()));
    }
    return out;
}

class ResponseReader {
  public:
    ResponseReader(Stream& stream, ResponseLimits limits) : stream_(stream), limits_(limits) {}

    asio::awaitable<ReadResponse> run() {
        do {
            begin_message();
            const bool arrived = co_await read_header();
            if (!arrived) {
                co_return std::move(out_);
            }
        } while (is_interim());
        const auto trouble = framing_trouble(*parser_);
        if (!trouble.empty()) {
            out_.trouble = trouble;
            co_return std::move(out_);
        }
        // Before the body, for Beast adds the fields of a trailer to those of the header.
        auto response = header_of(*parser_);
        const bool to_the_end = !parser_->is_done() && parser_->need_eof();
        const bool whole = co_await read_body();
        if (!whole) {
            co_return std::move(out_);
        }
        response.body = std::move(parser_->get().body());
        out_.response = std::move(response);
        out_.left_over = buffer_.size() > 0;
        out_.reusable = !to_the_end && parser_->get().keep_alive() && !out_.left_over;
        co_return std::move(out_);
    }

  private:
    void begin_message() {
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(limits_.header_bytes));
        parser_->body_limit(limits_.body_bytes);
        parser_->skip(limits_.head_only);
    }

    // A final answer follows those; 101 is one that we never ask for.
    bool is_interim() const {
        const auto status = parser_->get().result_int();
        return status >= 100 && status < 200 && status != switching_protocols;
    }

    // False when out_ says why there is none.
    asio::awaitable<bool> read_header() {
        while (!parse_header()) {
            if (!out_.trouble.empty()) {
                co_return false;
            }
            const bool more = co_await read_more();
            if (!more) {
                co_return false;
            }
        }
        const auto status = parser_->get().result_int();
        if (status < 100 || status == switching_protocols) {
            out_.trouble = "the answer has status " + std::to_string(status);
            co_return false;
        }
        co_return true;
    }

    bool parse_header() {
        if (buffer_.size() == 0) {
            return false;
        }
        error_code error;
        const auto used = parser_->put(buffer_.data(), error);
        buffer_.consume(used);
        header_bytes_ += used;
        const bool partial = error == http::error::need_more;
        if (error && !partial) {
            out_.trouble = parse_trouble(error);
            return false;
        }
        // Beast's own limit holds for what it is given at once, and not for the sum.
        if (header_bytes_ + (partial ? buffer_.size() : 0) > limits_.header_bytes) {
            out_.trouble = parse_trouble(http::error::header_limit);
            return false;
        }
        return parser_->is_header_done();
    }

    asio::awaitable<bool> read_body() {
        parser_->eager(true);
        while (!parse_body()) {
            if (!out_.trouble.empty()) {
                co_return false;
            }
            const bool more = co_await read_more();
            if (!more && at_end_ && parser_->need_eof()) {
                out_.trouble.clear();
                out_.cut_off = false;
                error_code error;
                parser_->put_eof(error);
                co_return !error;
            }
            if (!more) {
                co_return false;
            }
        }
        co_return true;
    }

    bool parse_body() {
        while (buffer_.size() > 0 && !parser_->is_done()) {
            error_code error;
            const auto used = parser_->put(buffer_.data(), error);
            buffer_.consume(used);
            body_wire_bytes_ += used;
            if (error == http::error::need_more) {
                break;
            }
            if (error) {
                out_.trouble = parse_trouble(error);
                return false;
            }
        }
        if (parser_->is_done()) {
            return true;
        }
        // What the parser leaves is the unfinished line of a chunk or an unfinished trailer section; many
        // small chunks and long extensions must not get round the limit.
        const auto wire_limit = 8 * limits_.body_bytes + (16u << 10);
        if (buffer_.size() > max_chunk_line || (parser_->chunked() && body_wire_bytes_ > wire_limit)) {
            out_.trouble = "the answer has too much around its chunks";
        }
        return false;
    }

    asio::awaitable<bool> read_more() {
        error_code error;
        const auto into = buffer_.prepare(read_bytes);
        const auto got =
            co_await stream_.async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
        buffer_.commit(got);
        out_.begun = out_.begun || got > 0;
        if (!error) {
            co_return true;
        }
        // Over TLS only an end that was announced is one: anybody on the way can end a TCP connection.
        at_end_ = error == asio::error::eof;
        out_.cut_off = true;
        if (at_end_) {
            out_.trouble = "the connection was closed";
        } else {
            out_.trouble = error.message();
        }
        co_return false;
    }

    Stream& stream_;
    const ResponseLimits limits_;
    ReadResponse out_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::size_t header_bytes_ = 0;
    std::size_t body_wire_bytes_ = 0;
    bool at_end_ = false;
};

}  // namespace

asio::awaitable<ReadResponse> read_response(Stream& stream, ResponseLimits limits) {
    ResponseReader reader(stream, limits);
    auto out = co_await reader.run();
    co_return out;
}

}  // namespace reformdesk::net
