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

void EventPump::begin_round() {
    next_round_ = std::chrono::steady_clock::now() + options_.look_again;
    after_ = 0;
    held_.clear();
}

asio::awaitable<void> EventPump::run() {
    while (!stopping_) {
        woken_ = false;
        if (std::chrono::steady_clock::now() >= next_round_) {
            begin_round();
        }
        bool more = false;
        try {
            more = co_await work_on_batch();
        } catch (const std::exception& error) {
            trouble_(error.what());
        }
        if (more || woken_ || stopping_) {
            continue;
        }
        timer_.expires_at(next_round_);
        boost::system::error_code ignored;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

asio::awaitable<bool> EventPump::work_on_batch() {
    auto read = [this, after = after_] { return read_batch(after); };
    Batch batch = co_await net::offload(pool_, std::move(read));
    if (batch.lanes.empty()) {
        co_return false;
    }
    after_ = batch.last;
    std::size_t next = 0;
    std::size_t running = std::min(options_.lanes_at_once, batch.lanes.size());
    asio::steady_timer all_done(executor_, asio::steady_timer::time_point::max());
    for (std::size_t i = running; i > 0; --i) {
        const auto ended = [&](const std::exception_ptr&) {
            if (--running == 0) {
                all_done.cancel();
            }
        };
        asio::co_spawn(executor_, work_on_lanes(&batch.lanes, &next), ended);
    }
    boost::system::error_code ignored;
    while (running > 0) {
        co_await all_done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return batch.full;
}

asio::awaitable<void> EventPump::work_on_lanes(std::vector<Lane>* lanes, std::size_t* next) {
    while (*next < lanes->size()) {
        const Lane* lane = &(*lanes)[(*next)++];
        if (held_.contains(lane->name)) {
            continue;
        }
        const LaneResult result = co_await work_on_lane(lane);
        if (!result.settled) {
            held_.insert(lane->name);
        }
        for (const auto& trouble : result.troubles) {
            trouble_(trouble);
        }
    }
}

asio::awaitable<EventPump::LaneResult> EventPump::work_on_lane(const Lane* lane) {
    LaneResult result;
    try {
        auto handle = [this, lane] { return handle_all(*lane); };
        result = co_await net::offload(pool_, std::move(handle));
    } catch (const std::exception& error) {
        result.troubles.emplace_back(error.what());
    }
    co_return result;
}

EventPump::Batch EventPump::read_batch(std::int64_t after) {
    auto events = store_.unsettled_events(after, options_.batch);
    Batch batch;
    batch.full = events.size() == options_.batch;
    std::map<std::string, std::size_t> position;
    for (auto& event : events) {
        batch.last = event.id;
        const auto name = lane_of(event);
        const auto [found, is_new] = position.try_emplace(name, batch.lanes.size());
        if (is_new) {
            batch.lanes.push_back({name, {}});
        }
        batch.lanes[found->second].events.push_back(std::move(event));
    }
    return batch;
}

std::string EventPump::lane_of(const desk::ChannelEvent& event) {
    try {
        return handler_.lane(event);
    } catch (const std::exception&) {
        // handle() will say what is wrong with it.
        return {};
    }
}

EventPump::LaneResult EventPump::handle_all(const Lane& lane) {
    LaneResult result;
    std::vector<desk::EventSettlement> settlements;
    for (const auto& event : lane.events) {
        try {
            settlements.push_back(handler_.handle(event));
        } catch (const desk::StoreError& error) {
            result.troubles.emplace_back(error.what());
            // Those behind it in the lane wait with it, so that their order stays.
            break;
        } catch (const std::exception& error) {
            // It would fail for ever; the operator finds it in the list of events.
            result.troubles.emplace_back(error.what());
            settlements.push_back({event.id, desk::EventOutcome::malformed, error.what(), true});
        }
    }
    store_.settle_events(settlements, clock_.now());
    result.settled = settlements.size() == lane.events.size();
    return result;
}

}  // namespace reformdesk::channels
