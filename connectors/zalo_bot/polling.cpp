#include "connectors/zalo_bot/polling.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::connectors::zalo_bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

// "https://host" of a URL whose path may be somebody's secret.
std::string origin_of(const std::string& url) {
    const auto scheme = url.find("://");
    return scheme == std::string::npos ? "another address" : url.substr(0, url.find('/', scheme + 3));
}

// Asio 1.81 throws out of the event loop when a coroutine is cancelled that has never been suspended.
template <class Value>
asio::awaitable<Value> suspended_once(asio::awaitable<Value> call) {
    co_await asio::post(asio::use_awaitable);
    co_return co_await std::move(call);
}

}  // namespace

milliseconds pause_after(int failures, double random, const PollingOptions& options) {
    auto pause = std::min(options.first_pause, options.longest_pause);
    for (int i = 1; i < failures && pause < options.longest_pause; ++i) {
        pause = std::min(2 * pause, options.longest_pause);
    }
    const double part = 1.0 - std::clamp(random, 0.0, 1.0) / 2;
    return milliseconds(static_cast<std::int64_t>(static_cast<double>(pause.count()) * part));
}

Polling::Polling(const asio::any_io_executor& executor, Client& client, Store store, Listener listener,
                 PollingOptions options)
    : client_(client),
      store_(std::move(store)),
      listener_(std::move(listener)),
      options_(options),
      timer_(executor),
      random_(std::random_device{}()) {}

void Polling::stop() {
    stopping_ = true;
    timer_.cancel();
    cancel_.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> Polling::run() {
    while (!stopping_) {
        co_await check_webhook();
        if (!stopping_) {
            co_await poll();
        }
    }
}

// Runs the call as a coroutine of its own, for only that can be cancelled alone.
template <class Value>
asio::awaitable<Reply<Value>> Polling::until_stopped(asio::awaitable<Reply<Value>> call) {
    const auto executor = co_await asio::this_coro::executor;
    auto token = asio::bind_cancellation_slot(cancel_.slot(), asio::use_awaitable);
    auto suspended = suspended_once(std::move(call));
    Reply<Value> reply;
    try {
        reply = co_await asio::co_spawn(executor, std::move(suspended), std::move(token));
    } catch (const std::exception& error) {
        reply.detail = error.what();
    }
    co_return reply;
}

asio::awaitable<void> Polling::check_webhook() {
    const auto now = steady_clock::now();
    if (webhook_checked_ && now - *webhook_checked_ < options_.webhook_check) {
        co_return;
    }
    webhook_checked_ = now;
    auto call = client_.get_webhook_info();
    const Reply<Webhook> reply = co_await until_stopped(std::move(call));
    if (reply.outcome != CallOutcome::done) {
        co_return;  // whatever it is, the poll will say it
    }
    const bool set = !reply.value.url.empty();
    if (set != webhook_set_) {
        webhook_set_ = set;
        PollingNotice notice;
        notice.event = set ? PollingEvent::webhook_set : PollingEvent::webhook_gone;
        notice.detail = set ? origin_of(reply.value.url) : "";
        listener_(notice);
    }
}

asio::awaitable<void> Polling::poll() {
    const auto started = steady_clock::now();
    auto call = client_.get_updates(options_.wait);
    Reply<std::vector<Event>> reply = co_await until_stopped(std::move(call));
    if (reply.outcome == CallOutcome::done && !reply.value.empty()) {
        succeeded();
        co_await store_all(std::move(reply.value));
        co_return;
    }
    if (stopping_) {
        co_return;
    }
    if (reply.outcome == CallOutcome::done || reply.outcome == CallOutcome::timed_out) {
        succeeded();
        if (steady_clock::now() - started < options_.shortest_poll) {
            co_await pause(options_.first_pause);
        }
        co_return;
    }
    ++failures_;
    PollingNotice notice;
    notice.detail = reply.detail;
    notice.outcome = reply.outcome;
    notice.pause = std::max(next_pause(), reply.retry_after.value_or(milliseconds(0)));
    listener_(notice);
    co_await pause(notice.pause);
}

asio::awaitable<void> Polling::store_all(std::vector<Event> events) {
    for (auto& event : events) {
        bool stored = false;
        while (!stored) {
            Event copy = event;
            stored = co_await try_to_store(std::move(copy));
            if (!stored && stopping_) {
                PollingNotice notice;
                notice.event = PollingEvent::lost;
                notice.detail = event.message_id;
                listener_(notice);
                break;
            }
        }
    }
}

// False after a failure and its pause.
asio::awaitable<bool> Polling::try_to_store(Event event) {
    PollingNotice notice;
    notice.event = PollingEvent::store_failed;
    bool stored = false;
    try {
        co_await store_(std::move(event));
        stored = true;
    } catch (const std::exception& error) {
        notice.detail = error.what();
    }
    if (stored) {
        succeeded();
        co_return true;
    }
    ++failures_;
    notice.pause = next_pause();
    listener_(notice);
    co_await pause(notice.pause);
    co_return false;
}

asio::awaitable<void> Polling::pause(milliseconds time) {
    if (stopping_) {
        co_return;
    }
    timer_.expires_after(time);
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

milliseconds Polling::next_pause() {
    std::uniform_real_distribution<double> jitter(0.0, 1.0);
    return pause_after(failures_, jitter(random_), options_);
}

void Polling::succeeded() {
    if (failures_ == 0) {
        return;
    }
    failures_ = 0;
    PollingNotice notice;
    notice.event = PollingEvent::recovered;
    listener_(notice);
}

}  // namespace reformdesk::connectors::zalo_bot
