#include "server/outbox.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk {

namespace asio = boost::asio;
using connectors::DeliveryOutcome;
using connectors::DeliveryResult;
using connectors::OutboundMessage;

Outbox::Outbox(const asio::any_io_executor& executor, desk::OutboxQueue& queue, net::WorkerPool& pool,
               const desk::Clock& clock, Observer observer, std::function<void(const std::string&)> trouble,
               OutboxOptions options)
    : queue_(queue),
      pool_(pool),
      clock_(clock),
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
    while (!stopping_) {
        woken_ = false;
        bool more = false;
        try {
            more = co_await deliver_batch();
        } catch (const std::exception& error) {
            trouble_(error.what());
        }
        if (more || woken_ || stopping_) {
            continue;
        }
        timer_.expires_after(options_.look_again);
        boost::system::error_code ignored;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

asio::awaitable<bool> Outbox::deliver_batch() {
    auto take = [this] { return queue_.lease(options_.batch, clock_.now(), options_.lease); };
    const std::vector<OutboundMessage> messages = co_await net::offload(pool_, std::move(take));
    if (messages.empty()) {
        co_return false;
    }
    std::vector<desk::DeliveryReport> reports;
    for (const auto& message : messages) {
        OutboundMessage copy = message;
        DeliveryResult result = co_await deliver(std::move(copy));
        desk::DeliveryReport report;
        report.delivery = message.delivery;
        report.result = result;
        if (result.outcome == DeliveryOutcome::retry) {
            report.next_attempt = clock_.now() + options_.retry_after;
        }
        observer_(message, result);
        reports.push_back(std::move(report));
    }
    auto record = [this, &reports] {
        queue_.report(reports, clock_.now());
        return true;
    };
    co_await net::offload(pool_, std::move(record));
    co_return messages.size() == options_.batch;
}

asio::awaitable<DeliveryResult> Outbox::deliver(OutboundMessage message) {
    DeliveryResult result;
    const auto connector = connectors_.find(message.channel);
    if (connector == connectors_.end()) {
        // The asker of a channel without push, such as the plain API, reads the log itself.
        result.outcome = DeliveryOutcome::waiting;
        co_return result;
    }
    try {
        result = co_await connector->second->send(std::move(message));
    } catch (const std::exception& error) {
        result.outcome = DeliveryOutcome::retry;
        result.detail = error.what();
    }
    co_return result;
}

}  // namespace reformdesk
