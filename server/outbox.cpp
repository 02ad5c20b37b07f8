#include "server/outbox.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk {

namespace asio = boost::asio;
using connectors::DeliveryOutcome;
using connectors::DeliveryResult;

std::chrono::milliseconds pause_after(int attempts, const OutboxOptions& options) {
    auto pause = options.retry_after;
    for (int attempt = 0; attempt < attempts && pause < options.longest_retry; ++attempt) {
        pause *= 2;
    }
    return std::min(pause, options.longest_retry);
}

Outbox::Outbox(const asio::any_io_executor& executor, desk::OutboxQueue& queue, net::WorkerPool& pool,
               const desk::Clock& clock, Renderer render, Observer observer,
               std::function<void(const std::string&)> trouble, OutboxOptions options)
    : executor_(executor),
      queue_(queue),
      pool_(pool),
      clock_(clock),
      render_(std::move(render)),
      observer_(std::move(observer)),
      trouble_(std::move(trouble)),
      options_(options),
      timer_(executor) {}

void Outbox::add(connectors::Connector& connector) {
    connectors_[connector.channel()] = &connector;
}

void Outbox::wake() {
    woken_ = true;
    timer_.cancel();
}

void Outbox::stop() {
    stopping_ = true;
    timer_.cancel();
}

asio::awaitable<void> Outbox::run() {
    while (!stopping_ || under_way_ > 0 || !reports_.empty()) {
        woken_ = false;
        bool more = false;
        try {
            co_await report_finished();
            if (!stopping_ && under_way_ < options_.at_once) {
                more = co_await take();
            }
        } catch (const std::exception& error) {
            trouble_(error.what());
            // The rows come back when their lease is over; a database that fails needs a moment.
            woken_ = false;
        }
        if (!more && !woken_) {
            co_await rest();
        }
    }
}

asio::awaitable<void> Outbox::rest() {
    timer_.expires_after(options_.look_again);
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

asio::awaitable<void> Outbox::report_finished() {
    if (reports_.empty()) {
        co_return;
    }
    const auto reports = std::exchange(reports_, {});
    auto record = [this, &reports] {
        queue_.report(reports, clock_.now());
        return true;
    };
    co_await net::offload(pool_, std::move(record));
}

asio::awaitable<bool> Outbox::take() {
    const auto room = std::min(options_.batch, options_.at_once - under_way_);
    auto lease = [this, room] { return queue_.lease(room, clock_.now(), options_.lease); };
    std::vector<desk::Delivery> taken = co_await net::offload(pool_, std::move(lease));
    for (auto& delivery : taken) {
        ++under_way_;
        asio::co_spawn(executor_, deliver(std::move(delivery)), asio::detached);
    }
    co_return !taken.empty();
}

asio::awaitable<void> Outbox::deliver(desk::Delivery delivery) {
    DeliveryResult result;
    try {
        desk::Delivery copy = delivery;
        result = co_await send(std::move(copy));
    } catch (const std::exception& error) {
        result.outcome = DeliveryOutcome::retry;
        result.detail = error.what();
        result.parts_delivered = delivery.parts_delivered;
    }
    finished(delivery, std::move(result));
}

asio::awaitable<DeliveryResult> Outbox::send(desk::Delivery delivery) {
    DeliveryResult result;
    const auto connector = connectors_.find(delivery.channel);
    if (connector == connectors_.end()) {
        // The asker of a channel without push, such as the plain API, reads the log itself.
        result.outcome = DeliveryOutcome::waiting;
        co_return result;
    }
    connectors::OutboundMessage message = render_(delivery);
    result = co_await connector->second->send(std::move(message));
    co_return result;
}

void Outbox::finished(const desk::Delivery& delivery, DeliveryResult result) {
    desk::DeliveryReport report;
    report.delivery = delivery.id;
    if (result.outcome == DeliveryOutcome::retry || result.outcome == DeliveryOutcome::unknown) {
        report.next_attempt =
            clock_.now() + result.retry_after.value_or(pause_after(delivery.attempts, options_));
    }
    observer_(delivery, result);
    report.result = std::move(result);
    reports_.push_back(std::move(report));
    --under_way_;
    wake();
}

}  // namespace reformdesk
