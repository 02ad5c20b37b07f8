#include "server/net/connection.hpp"

#include "server/net/response_head.hpp"

#include <algorithm>
#include <array>
#include <random>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr milliseconds last_grace{5'000};  // for an answer after an expired deadline
constexpr milliseconds linger_time{2'000};
constexpr std::size_t linger_bytes = 32u << 20;

// Fine enough for the shortest limit, coarse enough to cost nothing.
milliseconds sweep_interval(const ServerOptions& options) {
    const auto shortest = std::min({options.header_time, options.body_time, options.handler_time,
                                    options.write_time, options.idle_time});
    return std::clamp(shortest / 8, milliseconds(5), milliseconds(250));
}

long long unix_seconds() {
    using namespace std::chrono;
    return duration_cast<seconds>(system_clock::now().time_since_epoch()).count();
}

std::string hex(std::uint64_t number, std::size_t digits) {
    std::string out(digits, '0');
    for (auto place = out.rbegin(); place != out.rend(); ++place, number >>= 4) {
        *place = "0123456789abcdef"[number & 15];
    }
    return out;
}

}  // namespace

ServerState::ServerState(asio::io_context& c, ServerOptions o, Router r, ServerObserver b)
    : context(c),
      options(std::move(o)),
      router(std::move(r)),
      observer(std::move(b)),
      proxies(options.trusted_proxies),
      gone(c),
      sweeper_(c),
      interval_(sweep_interval(options)),
      id_prefix_(hex(std::random_device{}(), 8)) {}

std::string ServerState::make_request_id() {
    return id_prefix_ + hex(next_id_++, 8);
}

void ServerState::report(const std::string& trouble) const {
    if (observer.trouble) {
        observer.trouble(trouble);
    }
}

void ServerState::keep_sweeping() {
    if (sweeping_) {
        return;
    }
    sweeping_ = true;
    date = http_date(unix_seconds());
    sweeper_.expires_after(interval_);
    sweeper_.async_wait([self = shared_from_this()](boost::system::error_code) {
        self->sweeping_ = false;
        self->sweep();
    });
}

void ServerState::sweep() {
    const auto now = steady_clock::now();
    for (auto place = connections.begin(); place != connections.end();) {
        auto* connection = *place++;
        connection->check_deadline(now);
    }
    if (!connections.empty()) {
        keep_sweeping();
    }
}

Connection::Connection(std::shared_ptr<ServerState> state, Socket socket, const asio::ip::address& from)
    : stream(std::move(socket), state->tls ? &*state->tls : nullptr),
      address(plain_address(from)),
      address_text(address.to_string()),
      from_proxy(state->proxies.contains(address)),
      state_(std::move(state)),
      place_(state_->connections.insert(state_->connections.end(), this)) {
    ++state_->per_address[address];
    state_->keep_sweeping();
}

Connection::~Connection() {
    state_->connections.erase(place_);
    const auto count = state_->per_address.find(address);
    if (--count->second == 0) {
        state_->per_address.erase(count);
    }
    if (state_->stopping && state_->connections.empty()) {
        state_->gone.cancel();
    }
}

void Connection::check_deadline(SteadyTime now) {
    if (now < deadline_) {
        return;
    }
    deadline_ = now + last_grace;
    const bool answerable = phase_ == Phase::header || phase_ == Phase::body || phase_ == Phase::handler;
    if (expired_ || !answerable) {
        cut_off();
        return;
    }
    expired_ = true;
    if (phase_ == Phase::handler) {
        answer_late();
    } else {
        stream.cancel();
    }
}

void Connection::cut_off() {
    stream.close();
    cancellation.emit(asio::cancellation_type::terminal);
}

void Connection::wind_down() {
    if (phase_ == Phase::idle || phase_ == Phase::handshake) {
        stream.close();
    }
}

// The handler may take its time to notice the cancellation, or be waiting for a worker that can't be
// interrupted. The client is answered from here meanwhile, and the session ends without a word when the
// handler is back.
void Connection::answer_late() {
    auto response = problem(503, "handler_timeout", "Máy chủ xử lý quá lâu", "Xin thử lại sau ít phút.");
    response.headers.emplace_back("Retry-After", "5");
    HeadOptions head;
    head.request_id = request_id;
    head.date = state_->date;
    head.close = true;
    append_head(late_answer_, response, head);
    if (!head_request) {
        late_answer_ += response.body;
    }
    asio::async_write(stream, asio::buffer(late_answer_),
                      [self = shared_from_this()](boost::system::error_code, std::size_t) {
                          boost::system::error_code ignored;
                          self->stream.socket().shutdown(Socket::shutdown_send, ignored);
                      });
    cancellation.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> Connection::linger() {
    enter(Phase::linger, steady_clock::now() + linger_time);
    boost::system::error_code error;
    if (stream.tls() != nullptr) {
        co_await stream.tls()->async_shutdown(asio::redirect_error(asio::use_awaitable, error));
        error = {};
    }
    stream.socket().shutdown(Socket::shutdown_send, error);
    std::array<char, 4096> thrown_away;
    std::size_t total = 0;
    while (!error && total < linger_bytes) {
        const auto into = asio::buffer(thrown_away);
        const auto got =
            co_await stream.socket().async_read_some(into, asio::redirect_error(asio::use_awaitable, error));
        total += got;
    }
    stream.close();
}

}  // namespace reformdesk::net
