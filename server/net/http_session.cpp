#include "server/net/http_session.hpp"

#include "server/net/offload.hpp"
#include "server/net/request_guard.hpp"
#include "server/net/response_head.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>
#include <variant>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t read_bytes = 4096;
constexpr std::size_t body_read_bytes = 32u << 10;
constexpr std::size_t kept_buffer_bytes = 16u << 10;
constexpr std::size_t max_chunk_line = 4096;
constexpr std::size_t max_chunk_extension = 256;
constexpr std::size_t slowest_bytes_per_second = 16u << 10;  // below it a reader of a large answer is cut off
constexpr std::size_t joined_tls_bytes = 16u << 10;          // one TLS record
constexpr std::string_view busy_title = "Máy chủ đang bận";

using Parser = http::request_parser<http::string_body>;

// One request and its answer.
struct Exchange {
    std::shared_ptr<Request> request = std::make_shared<Request>();
    Framing framing;
    const Route* route = nullptr;
    std::optional<Response> response;
    SteadyTime begun;
    unsigned version = 11;
    std::size_t request_bytes = 0;
    bool close = false;
    std::string error;

    void refuse(Response with, std::string_view why) {
        response = std::move(with);
        close = true;
        error = why;
    }
};

// A line that begins with white space continues the field before it; Beast joins the two silently.
bool has_fold(std::string_view header) {
    for (auto at = header.find('\n'); at != std::string_view::npos; at = header.find('\n', at + 1)) {
        if (at + 1 < header.size() && (header[at + 1] == ' ' || header[at + 1] == '\t')) {
            return true;
        }
    }
    return false;
}

Response header_too_large() {
    return problem(431, "header_too_large", "Phần đầu của yêu cầu quá lớn");
}

Response body_too_large() {
    return problem(413, "body_too_large", "Nội dung gửi lên quá lớn", "Xin gửi nội dung ngắn hơn.");
}

Response too_slow() {
    return problem(408, "request_timeout", "Hết thời gian chờ yêu cầu",
                   "Đường truyền quá chậm, xin gửi lại.");
}

Response malformed(std::string_view detail) {
    return problem(400, "bad_request", "Yêu cầu không hợp lệ", detail);
}

Response parse_failure(error_code error) {
    if (error == http::error::header_limit) {
        return header_too_large();
    }
    if (error == http::error::body_limit || error == http::error::buffer_overflow) {
        return body_too_large();
    }
    return malformed("Yêu cầu không đúng cú pháp HTTP/1.1.");
}

Response server_error() {
    return problem(500, "internal_error", "Máy chủ gặp lỗi", "Xin thử lại sau; lỗi đã được ghi lại.");
}

void copy_fields(const http::fields& fields, std::vector<Header>& out) {
    for (const auto& field : fields) {
        const auto name = field.name_string();
        std::string lower(name.data(), name.size());
        std::ranges::transform(lower, lower.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        out.emplace_back(std::move(lower), std::string(field.value()));
    }
}

class HttpSession {
  public:
    explicit HttpSession(Connection& connection) : connection_(connection), state_(connection.state()) {}

    asio::awaitable<std::optional<Upgrade>> run() {
        bool open = true;
        while (open) {
            Exchange exchange;
            const bool arrived = co_await read_header(exchange);
            if (!arrived) {
                break;
            }
            if (!exchange.response) {
                decide(exchange);
            }
            if (!exchange.response && exchange.framing.websocket) {
                Upgrade upgrade;
                upgrade.request = std::move(exchange.request);
                upgrade.route = exchange.route;
                co_return upgrade;
            }
            if (!exchange.response && exchange.framing.has_body()) {
                const bool whole = co_await read_body(exchange);
                if (!whole) {
                    break;
                }
            }
            if (!exchange.response) {
                co_await handle(exchange);
                if (connection_.expired()) {
                    record(exchange, 503, 0);
                    break;
                }
            }
            open = co_await respond(exchange);
        }
        co_return std::nullopt;
    }

  private:
    // False when the connection ended, so that nobody waits for an answer.
    asio::awaitable<bool> read_header(Exchange& exchange) {
        exchange.request->id = state_.make_request_id();
        connection_.request_id = exchange.request->id;
        connection_.head_request = false;
        parser_.emplace();
        parser_->header_limit(static_cast<std::uint32_t>(state_.options.header_bytes));
        // Looked at in decide(), when the route is known.
        parser_->body_limit(boost::none);
        folded_ = false;
        exchange.begun = steady_clock::now();
        if (buffer_.size() == 0) {
            const auto wait = first_ ? std::min(state_.options.header_time, state_.options.idle_time)
                                     : state_.options.idle_time;
            connection_.enter(Phase::idle, exchange.begun + wait);
        } else {
            connection_.enter(Phase::header, exchange.begun + state_.options.header_time);
        }
        while (!parse_header(exchange)) {
            // Between requests a stop has nothing to wait for.
            if (state_.stopping && connection_.phase() == Phase::idle) {
                co_return false;
            }
            error_code error;
            const bool more = co_await read_more(read_bytes, error);
            if (connection_.expired()) {
                exchange.refuse(too_slow(), "header timeout");
                co_return true;
            }
            if (!more) {
                co_return false;
            }
            if (connection_.phase() == Phase::idle) {
                exchange.begun = steady_clock::now();
                connection_.enter(Phase::header, exchange.begun + state_.options.header_time);
            }
        }
        first_ = false;
        co_return true;
    }

    asio::awaitable<bool> read_more(std::size_t bytes, error_code& error) {
        const auto into = buffer_.prepare(bytes);
        const auto got = co_await connection_.stream.async_read_some(
            into, asio::redirect_error(asio::use_awaitable, error));
        buffer_.commit(got);
        co_return !error;
    }

    // True when the header is complete or refused.
    bool parse_header(Exchange& exchange) {
        if (buffer_.size() == 0) {
            return false;
        }
        error_code error;
        const auto data = buffer_.data();
        const auto used = parser_->put(data, error);
        const std::string_view consumed(static_cast<const char*>(data.data()), used);
        folded_ = folded_ || has_fold(consumed);
        exchange.request_bytes += used;
        buffer_.consume(used);
        const bool partial = error == http::error::need_more;
        if (error && !partial) {
            exchange.refuse(parse_failure(error), error.message());
            return true;
        }
        // Beast's own limit holds for what it is given at once, and not for the sum.
        const auto total = exchange.request_bytes + (partial ? buffer_.size() : 0);
        if (total > state_.options.header_bytes) {
            exchange.refuse(header_too_large(), "header too large");
            return true;
        }
        return !partial;
    }

    // All that is known before the body: guard, route, limit and the route's own say.
    void decide(Exchange& exchange) {
        auto& request = *exchange.request;
        const auto& message = parser_->get();
        const auto method = message.method_string();
        const auto target = message.target();
        request.method.assign(method.data(), method.size());
        exchange.version = message.version();
        copy_fields(message, request.headers);
        connection_.head_request = request.method == "HEAD";
        fill_peer(request);

        const HeaderSection section{.version = exchange.version,
                                    .method = request.method,
                                    .target = {target.data(), target.size()},
                                    .fields = request.headers,
                                    .folded = folded_};
        auto verdict = examine(section);
        if (const auto* refusal = std::get_if<Refusal>(&verdict)) {
            exchange.refuse(to_response(*refusal), refusal->code);
            return;
        }
        exchange.framing = std::move(std::get<Framing>(verdict));
        request.path = std::move(exchange.framing.target.path);
        request.query = std::move(exchange.framing.target.query);
        exchange.close = !exchange.framing.keep_alive;
        find_route(exchange);
        // What is left of an unread body would be parsed as the next request.
        if (exchange.response && (exchange.framing.has_body() || exchange.framing.websocket)) {
            exchange.close = true;
        }
    }

    void fill_peer(Request& request) {
        const bool secure = connection_.stream.tls() != nullptr;
        if (connection_.from_proxy) {
            auto peer = state_.proxies.resolve(connection_.address, secure, request);
            request.peer = std::move(peer.address);
            request.secure = peer.secure;
        } else {
            request.peer = connection_.address_text;
            request.secure = secure;
        }
    }

    void find_route(Exchange& exchange) {
        auto& request = *exchange.request;
        auto& framing = exchange.framing;
        auto match = state_.router.match(request.method, request.path, framing.websocket);
        if (match.route == nullptr) {
            exchange.response = no_route(request, framing, match);
            return;
        }
        exchange.route = match.route;
        request.parameters = std::move(match.parameters);
        if (framing.websocket && buffer_.size() > 0) {
            exchange.refuse(malformed("Không được gửi dữ liệu trước khi WebSocket được mở."), "early data");
            return;
        }
        if (framing.content_length > match.route->body_bytes ||
            (framing.chunked && match.route->body_bytes == 0)) {
            exchange.response = body_too_large();
            exchange.error = "body too large";
            return;
        }
        if (match.route->admit) {
            try {
                exchange.response = match.route->admit(request);
            } catch (const std::exception& failure) {
                exchange.refuse(server_error(), failure.what());
            }
        }
    }

    static Response no_route(const Request& request, const Framing& framing, const RouteMatch& match) {
        if (!match.path_known) {
            return problem(404, "not_found", "Không tìm thấy địa chỉ này");
        }
        if (framing.websocket) {
            return problem(400, "not_a_websocket", "Địa chỉ này không nhận kết nối WebSocket");
        }
        if (request.method == "GET") {
            auto response = problem(426, "websocket_required", "Địa chỉ này chỉ nhận kết nối WebSocket");
            response.headers.emplace_back("Upgrade", "websocket");
            return response;
        }
        auto response = problem(405, "method_not_allowed", "Phương thức không dùng được ở địa chỉ này");
        response.headers.emplace_back("Allow", match.allow);
        return response;
    }

    // False when the client went away in the middle.
    asio::awaitable<bool> read_body(Exchange& exchange) {
        const auto limit = exchange.route->body_bytes;
        const auto wire_limit = exchange.request_bytes + 8 * limit + (16u << 10);
        const auto fields_before = exchange.request->headers.size();
        auto check_chunk = [](std::uint64_t, beast::string_view extension, error_code& error) {
            if (extension.size() > max_chunk_extension) {
                error = http::error::bad_chunk_extension;
            }
        };
        parser_->on_chunk_header(check_chunk);
        parser_->body_limit(limit);
        parser_->eager(true);
        connection_.enter(Phase::body, steady_clock::now() + state_.options.body_time);
        if (exchange.framing.expects_continue && buffer_.size() == 0) {
            constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
            const auto interim = asio::buffer(go_on);
            error_code error;
            co_await asio::async_write(connection_.stream, interim,
                                       asio::redirect_error(asio::use_awaitable, error));
        }
        while (!parse_body(exchange, wire_limit)) {
            error_code error;
            const bool more = co_await read_more(body_read_bytes, error);
            if (connection_.expired()) {
                exchange.refuse(too_slow(), "body timeout");
                co_return true;
            }
            if (!more) {
                record(exchange, 0, 0);
                co_return false;
            }
        }
        if (exchange.response) {
            co_return true;
        }
        const auto& fields = parser_->get();
        const auto fields_after = static_cast<std::size_t>(std::distance(fields.begin(), fields.end()));
        if (fields_after != fields_before) {
            exchange.refuse(malformed("Máy chủ không nhận các trường gửi sau nội dung."), "trailers");
            co_return true;
        }
        exchange.request->body = std::move(parser_->get().body());
        co_return true;
    }

    // True when the body is complete or refused.
    bool parse_body(Exchange& exchange, std::size_t wire_limit) {
        while (buffer_.size() > 0 && !parser_->is_done()) {
            error_code error;
            const auto used = parser_->put(buffer_.data(), error);
            buffer_.consume(used);
            exchange.request_bytes += used;
            if (error == http::error::need_more) {
                break;
            }
            if (error) {
                exchange.refuse(parse_failure(error), error.message());
                return true;
            }
        }
        if (parser_->is_done()) {
            return true;
        }
        // What the parser leaves is the unfinished line of a chunk or an unfinished trailer section.
        if (buffer_.size() > max_chunk_line) {
            exchange.refuse(malformed("Dòng đầu của một khối dữ liệu quá dài."), "chunk line too long");
            return true;
        }
        if (exchange.framing.chunked && exchange.request_bytes > wire_limit) {
            exchange.refuse(body_too_large(), "too many chunks for the body");
            return true;
        }
        return false;
    }

    asio::awaitable<void> handle(Exchange& exchange) {
        connection_.enter(Phase::handler, steady_clock::now() + state_.options.handler_time);
        const auto& handler = std::get<Handler>(exchange.route->handler);
        try {
            RequestPointer request = exchange.request;
            auto response = co_await handler(std::move(request));
            exchange.response = std::move(response);
        } catch (const Overloaded& overload) {
            exchange.response = problem(503, "busy", busy_title, "Xin thử lại sau vài giây.");
            exchange.response->headers.emplace_back("Retry-After", "2");
            exchange.error = overload.what();
        } catch (const std::exception& failure) {
            exchange.response = server_error();
            exchange.error = failure.what();
        } catch (...) {
            exchange.response = server_error();
            exchange.error = "unknown exception";
        }
        if (connection_.expired()) {
            exchange.error = "handler timeout";
        }
    }

    // Sends the answer; false when the connection is closed.
    asio::awaitable<bool> respond(Exchange& exchange) {
        const bool close = exchange.close || state_.stopping;
        HeadOptions options;
        options.request_id = exchange.request->id;
        options.date = state_.date;
        options.close = close;
        options.keep_alive_named = exchange.version == 10;
        head_.clear();
        if (!append_head(head_, *exchange.response, options)) {
            exchange.response = server_error();
            exchange.error = "a response header holds a control character";
            append_head(head_, *exchange.response, options);
        }
        auto body = body_of(*exchange.response);
        if (connection_.head_request) {
            body = {};
        }
        const auto size = head_.size() + body.size();
        if (connection_.stream.tls() != nullptr && size <= joined_tls_bytes) {
            head_ += body;
            body = {};
        }
        const auto longest =
            state_.options.write_time + std::chrono::seconds(size / slowest_bytes_per_second);
        connection_.enter(Phase::write, steady_clock::now() + longest);
        const std::array<asio::const_buffer, 2> parts{asio::buffer(head_), asio::buffer(body)};
        error_code error;
        co_await asio::async_write(connection_.stream, parts,
                                   asio::redirect_error(asio::use_awaitable, error));
        record(exchange, exchange.response->status, size);
        if (error) {
            co_return false;
        }
        if (close) {
            co_await connection_.linger();
            co_return false;
        }
        if (buffer_.size() == 0 && buffer_.capacity() > kept_buffer_bytes) {
            buffer_.shrink_to_fit();
        }
        co_return true;
    }

    void record(const Exchange& exchange, unsigned status, std::size_t response_bytes) const {
        if (!state_.observer.request) {
            return;
        }
        RequestRecord record;
        record.id = exchange.request->id;
        record.method = exchange.request->method;
        record.route = exchange.route == nullptr ? "-" : exchange.route->pattern;
        record.status = status;
        record.request_bytes = exchange.request_bytes;
        record.response_bytes = response_bytes;
        record.duration =
            std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - exchange.begun);
        record.peer = exchange.request->peer.empty() ? connection_.address_text : exchange.request->peer;
        record.error = exchange.error;
        state_.observer.request(record);
    }

    Connection& connection_;
    ServerState& state_;
    beast::flat_buffer buffer_;
    std::optional<Parser> parser_;
    std::string head_;
    bool folded_ = false;
    bool first_ = true;
};

}  // namespace

asio::awaitable<std::optional<Upgrade>> serve_http(std::shared_ptr<Connection> connection) {
    HttpSession session(*connection);
    auto upgrade = co_await session.run();
    co_return upgrade;
}

}  // namespace reformdesk::net
