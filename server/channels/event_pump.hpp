// Works through the events that channels sent: those of one conversation one after the other, others beside
// them.
#pragma once

#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/net/offload.hpp"

#include <chrono>
#include <functional>
#include <set>
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
    std::size_t lanes_at_once = 4;  ///< workers used
    /// A round: failed events, and other processes' with smaller ids, are looked for again after this.
    std::chrono::milliseconds look_again{5'000};
};

/// Lives on the I/O thread. A lane whose event failed is held until the next round: nothing overtakes.
class EventPump {
  public:
    /// `trouble` is called on the I/O thread.
    EventPump(const boost::asio::any_io_executor& executor, desk::EventStore& store, net::WorkerPool& pool,
              const desk::Clock& clock, EventHandler& handler,
              std::function<void(const std::string&)> trouble, EventPumpOptions options);

    void wake();
    /// Works until stop() is called, and then to the end of the batch under way.
    boost::asio::awaitable<void> run();
    void stop();

  private:
    struct Lane {
        std::string name;
        std::vector<desk::ChannelEvent> events;
    };
    struct Batch {
        std::vector<Lane> lanes;
        std::int64_t last = 0;  ///< id
        bool full = false;
    };
    struct LaneResult {
        bool settled = false;  ///< to its end
        std::vector<std::string> troubles;
    };

    void begin_round();
    boost::asio::awaitable<bool> work_on_batch();
    boost::asio::awaitable<void> work_on_lanes(std::vector<Lane>* lanes, std::size_t* next);
    boost::asio::awaitable<LaneResult> work_on_lane(const Lane* lane);
    // On workers.
    Batch read_batch(std::int64_t after);
    std::string lane_of(const desk::ChannelEvent& event);
    LaneResult handle_all(const Lane& lane);

    boost::asio::any_io_executor executor_;
    desk::EventStore& store_;
    net::WorkerPool& pool_;
    const desk::Clock& clock_;
    EventHandler& handler_;
    std::function<void(const std::string&)> trouble_;
    EventPumpOptions options_;
    boost::asio::steady_timer timer_;
    std::chrono::steady_clock::time_point next_round_;
    std::int64_t after_ = 0;      ///< events up to here were tried in this round
    std::set<std::string> held_;  ///< lanes in which one failed in this round
    bool woken_ = false;
    bool stopping_ = false;
};

}  // namespace reformdesk::channels
