// The templates of offload.hpp: include that instead.
#pragma once

#include <atomic>
#include <optional>

#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/system/system_error.hpp>

namespace reformdesk::net::detail {

/// One piece of work on its way to the pool and back. `stage` is shared between the threads; everything else
/// belongs to the worker while it runs, and to the caller's thread otherwise.
template <class Work>
struct OffloadState {
    using Result = std::invoke_result_t<Work&>;
    using Value = std::conditional_t<std::is_void_v<Result>, std::monostate, Result>;
    enum class Stage { waiting, running, dropped };

    OffloadState(Work w, const boost::asio::any_io_executor& e)
        : work(std::move(w)),
          executor(boost::asio::prefer(e, boost::asio::execution::outstanding_work.tracked)) {}

    std::optional<Work> work;
    boost::asio::any_io_executor
        executor;  ///< counts as work, so that its context does not run dry meanwhile
    /// Never assigned: the move assignment of Boost 1.81's any_completion_handler calls itself for ever.
    std::optional<boost::asio::any_completion_handler<void()>> resume;
    std::atomic<Stage> stage{Stage::waiting};
    std::optional<Value> value;
    std::exception_ptr failure;

    bool enter(Stage next) {
        auto expected = Stage::waiting;
        return stage.compare_exchange_strong(expected, next);
    }

    void run() {
        try {
            if constexpr (std::is_void_v<Result>) {
                (*work)();
                value.emplace();
            } else {
                value.emplace((*work)());
            }
        } catch (...) {
            failure = std::current_exception();
        }
    }

    /// Goes back to the caller's thread; what the work captured dies there and not on the worker. The handler
    /// holds the waiting coroutine, which holds the state: it travels with the message, so that neither keeps
    /// the other when the context ends before the message arrives.
    static void come_back(const std::shared_ptr<OffloadState>& state) {
        auto resume = std::move(*state->resume);
        state->resume.reset();
        const auto back = state->executor;
        boost::asio::post(back, [state, resume = std::move(resume)]() mutable {
            state->work.reset();
            std::move(resume)();
        });
    }
};

}  // namespace reformdesk::net::detail

namespace reformdesk::net {

template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> offload(WorkerPool& pool, Work work) {
    using State = detail::OffloadState<Work>;
    using Stage = typename State::Stage;

    const boost::asio::any_io_executor executor = co_await boost::asio::this_coro::executor;
    const auto state = std::make_shared<State>(std::move(work), executor);

    auto start = [&pool, &state](auto handler) {
        auto slot = boost::asio::get_associated_cancellation_slot(handler);
        state->resume.emplace(std::move(handler));
        const bool accepted = pool.submit([state] {
            if (!state->enter(Stage::running)) {
                return;
            }
            state->run();
            State::come_back(state);
        });
        if (!accepted) {
            state->failure = std::make_exception_ptr(Overloaded());
            State::come_back(state);
            return;
        }
        if (slot.is_connected()) {
            // Work that has begun may hold references into the waiting coroutine, so that waits for its end.
            std::weak_ptr<State> weak = state;
            slot.assign([weak](boost::asio::cancellation_type) {
                const auto live = weak.lock();
                if (live && live->enter(Stage::dropped)) {
                    live->failure = std::make_exception_ptr(
                        boost::system::system_error(boost::asio::error::operation_aborted));
                    State::come_back(live);
                }
            });
        }
    };
    co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
        start, boost::asio::use_awaitable);
    if (state->failure) {
        std::rethrow_exception(state->failure);
    }
    if constexpr (!std::is_void_v<std::invoke_result_t<Work&>>) {
        co_return std::move(*state->value);
    }
}

}  // namespace reformdesk::net
