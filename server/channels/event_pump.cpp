#include "server/channels/event_pump.hpp"

#include "server/desk/store.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::channels {

namespace asio = boost::asio;

EventPump::EventPump(const asio::any_io_executor& executor, desk::EventStore& store, net::WorkerPool& pool,
                     const desk::Clock& clock, EventHandler& handler,
                     std::function<void(const std::string&)> trouble, EventPumpOptions options)
    : executor_(executor),
      store_(store),
      pool_(pool),
      clock_(clock),
      handler_(handler),
      trouble_(std::move(trouble)),
      options_(options),
      timer_(executor) {}

void EventPump::wake() {
    woken_ = true;
    timer_.cancel();
}

void EventPump::stop() {
    stopping_ = true;
    timer_.cancel();
}

asio::awaitable<void> EventPump::run() {
    while (!stopping_) {
        woken_ = false;
        bool more = false;
        try {
            more = co_await work_on_batch();
        } catch (const std::exception& error) {
            trouble_(error.what());
        }
        if (more || woken_ || stopping_) {
            continue;
        }
        timer_.expires_after(options_.look_again);
        boost::system::error_code ignored;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        if (!woken_) {
            // What failed, and what another process wrote under a smaller number, is looked for from time to
            // time.
            after_ = 0;
        }
    }
}

asio::awaitable<bool> EventPump::work_on_batch() {
    auto read = [this] { return store_.unsettled_events(after_, options_.batch); };
    std::vector<desk::ChannelEvent> events = co_await net::offload(pool_, std::move(read));
    if (events.empty()) {
        co_return false;
    }
    after_ = events.back().id;
    const bool full = events.size() == options_.batch;
    std::map<std::string, Lane> by_lane;
    for (auto& event : events) {
        auto lane = handler_.lane(event);
        by_lane[std::move(lane)].push_back(std::move(event));
    }
    std::vector<Lane> lanes;
    for (auto& [name, lane] : by_lane) {
        lanes.push_back(std::move(lane));
    }
    std::size_t next = 0;
    std::size_t running = std::min(options_.lanes_at_once, lanes.size());
    asio::steady_timer all_done(executor_, asio::steady_timer::time_point::max());
    for (std::size_t i = running; i > 0; --i) {
        const auto ended = [&](const std::exception_ptr& error) {
            try {
                if (error) {
                    std::rethrow_exception(error);
                }
            } catch (const std::exception& failure) {
                trouble_(failure.what());
            }
            if (--running == 0) {
                all_done.cancel();
            }
        };
        asio::co_spawn(executor_, work_on_lanes(&lanes, &next), ended);
    }
    boost::system::error_code ignored;
    while (running > 0) {
        co_await all_done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return full;
}

asio::awaitable<void> EventPump::work_on_lanes(std::vector<Lane>* lanes, std::size_t* next) {
    while (*next < lanes->size()) {
        const Lane& lane = (*lanes)[(*next)++];
        auto handle = [this, &lane] {
            const auto settlements = handle_all(lane);
            store_.settle_events(settlements, clock_.now());
            return true;
        };
        co_await net::offload(pool_, std::move(handle));
    }
}

std::vector<desk::EventSettlement> EventPump::handle_all(const Lane& lane) {
    std::vector<desk::EventSettlement> settlements;
    for (const auto& event : lane) {
        try {
            settlements.push_back(handler_.handle(event));
        } catch (const desk::StoreError& error) {
            trouble_(error.what());
            // Those behind it in the lane wait with it, so that their order stays.
            break;
        } catch (const std::exception& error) {
            // It would fail for ever; the operator finds it in the list of events.
            trouble_(error.what());
            settlements.push_back({event.id, desk::EventOutcome::malformed, error.what(), true});
        }
    }
    return settlements;
}

}  // namespace reformdesk::channels
