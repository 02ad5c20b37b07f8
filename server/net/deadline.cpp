#include "server/net/deadline.hpp"

#include "server/net/stream.hpp"

#include <utility>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::net {

namespace asio = boost::asio;
using TimePoint = std::chrono::steady_clock::time_point;

namespace {

constexpr const char* passed = "the deadline has passed";

}  // namespace

Alarm::Alarm(asio::io_context& context, TimePoint at, std::function<void()> ring)
    : timer_(context, at), ring_(std::make_shared<std::function<void()>>(std::move(ring))) {
    // A timer that has run out can't be called back any more; the pointer can.
    timer_.async_wait([weak = std::weak_ptr(ring_)](boost::system::error_code cancelled) {
        if (const auto live = weak.lock(); live && !cancelled) {
            (*live)();
        }
    });
}

Deadline::Deadline(asio::io_context& context, TimePoint at)
    : at_(at), pause_(context, TimePoint::max()), alarm_(context, at, [this] { end(passed); }) {}

std::string Deadline::reason() const {
    return reason_.empty() ? passed : reason_;
}

void Deadline::end(std::string reason) {
    if (!reason_.empty()) {
        return;
    }
    reason_ = std::move(reason);
    if (stream_ != nullptr) {
        stream_->close();
    }
    wake();
}

asio::awaitable<void> Deadline::wait() {
    boost::system::error_code ignored;
    co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

}  // namespace reformdesk::net
