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
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk {

struct OutboxOptions {
    std::size_t batch = 100;
    std::size_t at_once = 64;  ///< sends under way at the same time, each of another conversation
    std::chrono::milliseconds lease{60'000};  ///< after a crash, rows are taken again when this is over
    std::chrono::milliseconds look_again{
        2'000};  ///< without a wake: retries that fall due, other processes' rows
    std::chrono::milliseconds retry_after{
        5'000};  ///< after the first failure; doubled after each further one …
    std::chrono::milliseconds longest_retry{600'000};  ///< … up to this
};

/// How long to wait after so many attempts, where the connector doesn't say.
std::chrono::milliseconds pause_after(int attempts, const OutboxOptions& options);

/// Lives on the I/O thread. Sends of one conversation follow each other; slow ones hold up nobody else.
class Outbox {
  public:
    using Observer = std::function<void(const desk::Delivery&, const connectors::DeliveryResult&)>;
    /// A log entry as its channel shows it.
    using Renderer = std::function<connectors::OutboundMessage(const desk::Delivery&)>;

    Outbox(const boost::asio::any_io_executor& executor, desk::OutboxQueue& queue, net::WorkerPool& pool,
           const desk::Clock& clock, Renderer render, Observer observer,
           std::function<void(const std::string&)> trouble, OutboxOptions options);

    /// Before run(). The connector must outlive the outbox.
    void add(connectors::Connector& connector);

    /// Something new was written.
    void wake();

    /// Delivers until stop() is called, and then until what is under way has been reported.
    boost::asio::awaitable<void> run();
    void stop();

  private:
    boost::asio::awaitable<bool> take();
    boost::asio::awaitable<void> report_finished();
    boost::asio::awaitable<void> deliver(desk::Delivery delivery);
    boost::asio::awaitable<connectors::DeliveryResult> send(desk::Delivery delivery);
    boost::asio::awaitable<void> rest();
    void finished(const desk::Delivery& delivery, connectors::DeliveryResult result);

    boost::asio::any_io_executor executor_;
    desk::OutboxQueue& queue_;
    net::WorkerPool& pool_;
    const desk::Clock& clock_;
    Renderer render_;
    Observer observer_;
    std::function<void(const std::string&)> trouble_;
    OutboxOptions options_;
    std::map<connectors::Channel, connectors::Connector*> connectors_;
    boost::asio::steady_timer timer_;
    std::vector<desk::DeliveryReport> reports_;  ///< of what was sent and not recorded yet
    std::size_t under_way_ = 0;
    bool woken_ = false;
    bool stopping_ = false;
};

}  // namespace reformdesk
