// A thread for I/O, workers, and a way to wait: for coroutines that hand work to other threads.
#pragma once

#include "server/net/offload.hpp"

#include <chrono>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <utility>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

namespace reformdesk::channels {

/// Spawns a coroutine and runs the context until nothing is left to do. Rethrows what the coroutine threw.
template <class Coroutine>
void run(boost::asio::io_context& context, Coroutine coroutine) {
    std::exception_ptr failure;
    bool ended = false;
    boost::asio::co_spawn(context, std::move(coroutine), [&](const std::exception_ptr& error) {
        failure = error;
        ended = true;
    });
    context.run();
    context.restart();
    EXPECT_TRUE(ended);
    if (failure) {
        std::rethrow_exception(failure);
    }
}

/// Runs the context until the condition holds; fails the test when that takes too long.
inline void run_until(boost::asio::io_context& context, const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!condition() && std::chrono::steady_clock::now() < deadline) {
        context.run_one_for(std::chrono::milliseconds(20));
        context.restart();
    }
    EXPECT_TRUE(condition()) << "waited too long";
}

/// Keeps a thread of a pool busy until it is released, or gone.
class Blocker {
  public:
    explicit Blocker(net::WorkerPool& pool) {
        auto started = std::make_shared<std::promise<void>>();
        const bool taken = pool.submit([started, released = released_.get_future().share()] {
            started->set_value();
            released.wait();
        });
        EXPECT_TRUE(taken);
        started->get_future().wait();
    }
    void release() { released_.set_value(); }

  private:
    std::promise<void> released_;
};

}  // namespace reformdesk::channels
