// Works through the events that channels sent: those of one conversation one after the other, others beside
// them.
#pragma once

#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/net/offload.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::channels {

/// What a channel makes of its events. Called on workers: thread-safe, may block.
class EventHandler {
  public:
    virtual ~EventHandler() = default;
    /// Events with the same lane are handled in their order.
    virtual std::string lane(const desk::ChannelEvent& event) = 0;
    /// Must bear to be called again for an event whose settlement was lost. Throws desk::StoreError; the
    /// event is then tried again later.
    virtual desk::EventSettlement handle(const desk::ChannelEvent& event) = 0;
};

struct EventPumpOptions {
    std::size_t batch = 256;
    std::size_t lanes_at_once = 4;                ///< workers used
    std::chrono::milliseconds look_again{5'000};  ///< without a wake: other processes' events, failed ones
};

/// Lives on the I/O thread.
class EventPump {
  public:
    EventPump(const boost::asio::any_io_executor& executor, desk::EventStore& store, net::WorkerPool& pool,
              const desk::Clock& clock, EventHandler& handler,
              std::function<void(const std::string&)> trouble, EventPumpOptions options);

    void wake();
    /// Works until stop() is called, and then to the end of the batch under way.
    boost::asio::awaitable<void> run();
    void stop();

  private:
    using Lane = std::vector<desk::ChannelEvent>;

    boost::asio::awaitable<bool> work_on_batch();
    boost::asio::awaitable<void> work_on_lanes(std::vector<Lane>* lanes, std::size_t* next);
    std::vector<desk::EventSettlement> handle_all(const Lane& lane);

    boost::asio::any_io_executor executor_;
    desk::EventStore& store_;
    net::WorkerPool& pool_;
    const desk::Clock& clock_;
    EventHandler& handler_;
    std::function<void(const std::string&)> trouble_;
    EventPumpOptions options_;
    boost::asio::steady_timer timer_;
    std::int64_t after_ = 0;  ///< events up to here were tried in this round
    bool woken_ = false;
    bool stopping_ = false;
};

}  // namespace reformdesk::channels
