#include "server/channels/event_intake.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::channels {

namespace asio = boost::asio;

EventIntake::EventIntake(asio::any_io_executor executor, desk::EventStore& store, net::WorkerPool& pool,
                         std::function<void()> stored, std::function<void(const std::string&)> trouble)
    : executor_(std::move(executor)),
      store_(store),
      pool_(pool),
      stored_(std::move(stored)),
      trouble_(std::move(trouble)) {}

asio::awaitable<Intake> EventIntake::write(desk::ChannelEvent event) {
    if (waiting_.size() >= most_waiting) {
        co_return Intake::busy;
    }
    const auto mine =
        std::make_shared<Waiting>(Waiting{std::move(event), Intake::failed, asio::steady_timer(executor_)});
    mine->done.expires_at(asio::steady_timer::time_point::max());
    waiting_.push_back(mine);
    if (!writing_) {
        writing_ = true;
        asio::co_spawn(executor_, write_all(), asio::detached);
    }
    boost::system::error_code ignored;
    co_await mine->done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    co_return mine->result;
}

asio::awaitable<void> EventIntake::write_all() {
    while (!waiting_.empty()) {
        const auto count = std::min(waiting_.size(), largest_batch);
        const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
        Batch batch(waiting_.begin(), end);
        waiting_.erase(waiting_.begin(), end);
        co_await write_batch(std::move(batch));
    }
    writing_ = false;
}

asio::awaitable<void> EventIntake::write_batch(Batch batch) {
    auto record = [this, &batch] {
        std::vector<desk::ChannelEvent> events;
        events.reserve(batch.size());
        for (const auto& each : batch) {
            events.push_back(each->event);
        }
        return store_.record_events(events);
    };
    bool anything_new = false;
    try {
        const std::vector<std::int64_t> ids = co_await net::offload(pool_, std::move(record));
        for (std::size_t i = 0; i < batch.size(); ++i) {
            batch[i]->result = ids[i] == 0 ? Intake::repeated : Intake::stored;
            anything_new = anything_new || ids[i] != 0;
        }
    } catch (const net::Overloaded&) {
        for (const auto& each : batch) {
            each->result = Intake::busy;
        }
    } catch (const std::exception& error) {
        trouble_(error.what());
    }
    for (const auto& each : batch) {
        each->done.cancel();
    }
    if (anything_new) {
        stored_();
    }
}

}  // namespace reformdesk::channels
