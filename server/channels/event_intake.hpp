// Writes what channels send before it is acknowledged: all that arrives while a write is under way goes into
// the next one together.
#pragma once

#include "server/desk/channel_store.hpp"
#include "server/net/offload.hpp"

#include <functional>
#include <memory>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::channels {

enum class Intake {
    stored,    ///< new, and on disk
    repeated,  ///< it was there already
    busy,      ///< too much waits: to be sent again later
    failed,    ///< the database failed: to be sent again later
};

/// Lives on the I/O thread. Memory is bounded: at most `most_waiting` events wait.
class EventIntake {
  public:
    static constexpr std::size_t most_waiting = 4'096;
    static constexpr std::size_t largest_batch = 512;

    /// `stored` hears, on the I/O thread, that there is something to be worked on; `trouble` why a write
    /// failed.
    EventIntake(boost::asio::any_io_executor executor, desk::EventStore& store, net::WorkerPool& pool,
                std::function<void()> stored, std::function<void(const std::string&)> trouble);

    /// Takes the event by value: it must live through the suspension.
    boost::asio::awaitable<Intake> write(desk::ChannelEvent event);

    std::size_t waiting() const { return waiting_.size(); }

  private:
    struct Waiting {
        desk::ChannelEvent event;
        Intake result = Intake::failed;
        boost::asio::steady_timer done;
    };
    using Batch = std::vector<std::shared_ptr<Waiting>>;

    boost::asio::awaitable<void> write_all();
    boost::asio::awaitable<void> write_batch(Batch batch);

    boost::asio::any_io_executor executor_;
    desk::EventStore& store_;
    net::WorkerPool& pool_;
    std::function<void()> stored_;
    std::function<void(const std::string&)> trouble_;
    Batch waiting_;
    bool writing_ = false;
};

}  // namespace reformdesk::channels
