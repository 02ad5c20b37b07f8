// Delivers what the desk has written: takes pending rows, sends them through their connectors, records the
// outcome.
#pragma once

#include "connectors/connector.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/outbox_queue.hpp"
#include "server/net/offload.hpp"

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk {

struct OutboxOptions {
    std::size_t batch = 100;
    std::chrono::milliseconds lease{30'000};  ///< after a crash, rows are taken again when this is over
    std::chrono::milliseconds look_again{
        2'000};  ///< without a wake: retries that fall due, other processes' rows
    std::chrono::milliseconds retry_after{5'000};
};

/// Lives on the I/O thread.
class Outbox {
  public:
    using Observer =
        std::function<void(const connectors::OutboundMessage&, const connectors::DeliveryResult&)>;

    Outbox(const boost::asio::any_io_executor& executor, desk::OutboxQueue& queue, net::WorkerPool& pool,
           const desk::Clock& clock, Observer observer, std::function<void(const std::string&)> trouble,
           OutboxOptions options);

    /// Before run(). The connector must outlive the outbox.
    void add(connectors::Connector& connector);

    /// Something new was written.
    void wake();

    /// Delivers until stop() is called.
    boost::asio::awaitable<void> run();
    void stop();

  private:
    boost::asio::awaitable<bool> deliver_batch();
    boost::asio::awaitable<connectors::DeliveryResult> deliver(connectors::OutboundMessage message);

    desk::OutboxQueue& queue_;
    net::WorkerPool& pool_;
    const desk::Clock& clock_;
    Observer observer_;
    std::function<void(const std::string&)> trouble_;
    OutboxOptions options_;
    std::map<connectors::Channel, connectors::Connector*> connectors_;
    boost::asio::steady_timer timer_;
    bool woken_ = false;
    bool stopping_ = false;
};

}  // namespace reformdesk
