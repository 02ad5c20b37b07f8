#include "server/net/offload.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/system/system_error.hpp>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

namespace asio = boost::asio;

/// Spawns a coroutine and runs the context until nothing is left to do. Rethrows what the coroutine threw.
template <class Coroutine>
void run(asio::io_context& context, Coroutine coroutine) {
    std::exception_ptr failure;
    bool ended = false;
    asio::co_spawn(context, std::move(coroutine), [&](std::exception_ptr error) {
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

/// Keeps the thread of a pool busy until it is released.
class Blocker {
  public:
    explicit Blocker(WorkerPool& pool) {
        EXPECT_TRUE(pool.submit([this] {
            started_.set_value();
            released_.get_future().wait();
        }));
        started_.get_future().wait();
    }
    void release() { released_.set_value(); }

  private:
    std::promise<void> started_;
    std::promise<void> released_;
};

}  // namespace

TEST(Offload, RunsElsewhereAndComesBackWithTheResult) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    const auto here = std::this_thread::get_id();
    std::thread::id worker;
    std::thread::id after;
    std::string result;
    run(context, [&]() -> asio::awaitable<void> {
        const auto work = [&] {
            worker = std::this_thread::get_id();
            return std::string("a result that is too long to be stored in place");
        };
        result = co_await offload(pool, work);
        after = std::this_thread::get_id();
    });
    EXPECT_EQ(result, "a result that is too long to be stored in place");
    EXPECT_NE(worker, here);
    EXPECT_EQ(after, here);
}

TEST(Offload, WorkMayReturnNothing) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    bool done = false;
    run(context, [&]() -> asio::awaitable<void> {
        const auto work = [&] { done = true; };
        co_await offload(pool, work);
        EXPECT_TRUE(done);
    });
    EXPECT_TRUE(done);
}

TEST(Offload, ResultAndWorkMayBeMoveOnly) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    std::unique_ptr<int> result;
    run(context, [&]() -> asio::awaitable<void> {
        auto work = [given = std::make_unique<int>(7)]() mutable { return std::move(given); };
        result = co_await offload(pool, std::move(work));
    });
    ASSERT_TRUE(result);
    EXPECT_EQ(*result, 7);
}

TEST(Offload, AnExceptionOfTheWorkIsThrownInTheCaller) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    std::string caught;
    int after = 0;
    run(context, [&]() -> asio::awaitable<void> {
        const auto broken = []() -> int { throw std::invalid_argument("no such ticket"); };
        try {
            after = co_await offload(pool, broken);
        } catch (const std::invalid_argument& error) {
            caught = error.what();
        }
        const auto fine = [] { return 5; };
        after = co_await offload(pool, fine);
    });
    EXPECT_EQ(caught, "no such ticket");
    EXPECT_EQ(after, 5) << "the pool must survive the work's exception";
}

TEST(Offload, WhatTheWorkCapturedDiesOnTheCallersThread) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    std::atomic<std::thread::id> death;
    run(context, [&]() -> asio::awaitable<void> {
        std::shared_ptr<int> captured(new int(1), [&](int* value) {
            death = std::this_thread::get_id();
            delete value;
        });
        auto work = [captured = std::move(captured)] { return *captured; };
        co_await offload(pool, std::move(work));
    });
    EXPECT_EQ(death.load(), std::this_thread::get_id());
}

TEST(Offload, AFullQueueIsOverloadedAndRunsNothing) {
    WorkerPool pool(1, 2);
    Blocker blocker(pool);
    std::atomic<int> ran = 0;
    ASSERT_TRUE(pool.submit([&] { ++ran; }));
    ASSERT_TRUE(pool.submit([&] { ++ran; }));
    EXPECT_EQ(pool.queued(), 2u);
    EXPECT_FALSE(pool.submit([&] { ran += 100; }));
    asio::io_context context;
    const auto attempt = [&]() -> asio::awaitable<void> {
        const auto work = [&] { ran += 10; };
        co_await offload(pool, work);
    };
    EXPECT_THROW(run(context, attempt), Overloaded);
    EXPECT_EQ(ran, 0);
    blocker.release();
    while (pool.queued() > 0) {
        std::this_thread::yield();
    }
    run(context, attempt);
    EXPECT_EQ(ran, 12) << "there is room again";
}

TEST(Offload, ACancelledWaitEndsAtOnceAndNeverRuns) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    Blocker blocker(pool);
    asio::cancellation_signal signal;
    std::atomic<bool> ran = false;
    boost::system::error_code seen;
    const auto waiting = [&]() -> asio::awaitable<void> {
        const auto work = [&] { ran = true; };
        asio::post(context, [&] { signal.emit(asio::cancellation_type::terminal); });
        co_await offload(pool, work);
    };
    asio::co_spawn(context, waiting,
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr failure) {
                       try {
                           std::rethrow_exception(failure);
                       } catch (const boost::system::system_error& error) {
                           seen = error.code();
                       }
                       // Only now: the wait must not have needed the worker.
                       blocker.release();
                   }));
    context.run();
    pool.stop();
    EXPECT_EQ(seen, asio::error::operation_aborted);
    EXPECT_FALSE(ran);
}

TEST(Offload, WorkThatHasBegunIsWaitedForWhenCancelled) {
    WorkerPool pool(1, 8);
    asio::io_context context;
    asio::cancellation_signal signal;
    std::promise<void> cancelled;
    std::atomic<bool> finished = false;
    bool finished_before_the_caller = false;
    const auto waiting = [&]() -> asio::awaitable<void> {
        // Lives in this coroutine, and is used by the worker after the cancellation.
        std::string local = "alive";
        const auto work = [&] {
            asio::post(context, [&] {
                signal.emit(asio::cancellation_type::terminal);
                cancelled.set_value();
            });
            cancelled.get_future().wait();
            local += " and well";
            finished = true;
            return local;
        };
        const auto result = co_await offload(pool, work);
        finished_before_the_caller = finished;
        EXPECT_EQ(result, "alive and well");
    };
    bool ended = false;
    asio::co_spawn(context, waiting,
                   asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr) { ended = true; }));
    context.run();
    EXPECT_TRUE(ended);
    EXPECT_TRUE(finished_before_the_caller);
}

TEST(Offload, ManyAreInFlightAndEachGetsItsOwn) {
    constexpr int many = 2000;
    WorkerPool pool(4, many);
    asio::io_context context;
    const auto here = std::this_thread::get_id();
    std::vector<int> results(many, -1);
    int elsewhere = 0;
    for (int i = 0; i < many; ++i) {
        const auto one = [&, i]() -> asio::awaitable<void> {
            const auto work = [&i] { return i * 3; };
            results[static_cast<std::size_t>(i)] = co_await offload(pool, work);
            elsewhere += std::this_thread::get_id() != here;
        };
        asio::co_spawn(context, one, [](std::exception_ptr failure) { EXPECT_FALSE(failure); });
    }
    context.run();
    for (int i = 0; i < many; ++i) {
        ASSERT_EQ(results[static_cast<std::size_t>(i)], i * 3);
    }
    EXPECT_EQ(elsewhere, 0);
}

TEST(Offload, CancellingManyLeavesEachEitherDoneOrAborted) {
    constexpr std::size_t many = 300;
    asio::io_context context;
    std::vector<asio::cancellation_signal> signals(many);
    std::atomic<std::size_t> ran = 0;
    std::size_t done = 0;
    std::size_t aborted = 0;
    WorkerPool pool(2, many);
    for (auto& signal : signals) {
        const auto one = [&]() -> asio::awaitable<void> {
            const auto work = [&] { ++ran; };
            try {
                co_await offload(pool, work);
                ++done;
            } catch (const boost::system::system_error&) {
                ++aborted;
            }
        };
        asio::co_spawn(context, one, asio::bind_cancellation_slot(signal.slot(), [](std::exception_ptr) {}));
    }
    asio::post(context, [&] {
        for (auto& signal : signals) {
            signal.emit(asio::cancellation_type::terminal);
        }
    });
    context.run();
    pool.stop();
    EXPECT_EQ(done + aborted, many);
    EXPECT_EQ(ran, done) << "what was aborted must not run, and what ran must be done";
}

TEST(WorkerPool, FinishesWhatIsQueuedBeforeItGoes) {
    std::atomic<int> ran = 0;
    {
        WorkerPool pool(2, 100);
        for (int i = 0; i < 100; ++i) {
            ASSERT_TRUE(pool.submit([&] { ++ran; }));
        }
    }
    EXPECT_EQ(ran, 100);
}

TEST(WorkerPool, TakesNothingAfterAStop) {
    WorkerPool pool(2, 8);
    std::atomic<bool> ran = false;
    pool.stop();
    EXPECT_FALSE(pool.submit([&] { ran = true; }));
    asio::io_context context;
    EXPECT_THROW(run(context,
                     [&]() -> asio::awaitable<void> {
                         const auto work = [&] { ran = true; };
                         co_await offload(pool, work);
                     }),
                 Overloaded);
    pool.stop();
    EXPECT_FALSE(ran);
}

TEST(WorkerPool, AResultThatComesAfterTheContextStoppedIsFreed) {
    auto context = std::make_unique<asio::io_context>();
    WorkerPool pool(1, 8);
    const auto token = std::make_shared<int>(1);
    const std::weak_ptr<int> witness = token;
    const auto stopped = [&, token]() -> asio::awaitable<void> {
        const auto work = [&, held = token] { context->stop(); };
        co_await offload(pool, work);
        ADD_FAILURE() << "nobody runs the context any more";
    };
    asio::co_spawn(*context, stopped, [](std::exception_ptr) {});
    context->run();
    pool.stop();
    context.reset();
    EXPECT_EQ(witness.use_count(), 2) << "this test and its lambda; not the coroutine";
}

TEST(WorkerPool, ItsBoundHoldsForManyWhoSubmitAtOnce) {
    constexpr std::size_t bound = 16;
    WorkerPool pool(1, bound);
    Blocker blocker(pool);
    std::atomic<std::size_t> accepted = 0;
    std::atomic<std::size_t> ran = 0;
    std::vector<std::thread> submitters;
    for (int i = 0; i < 4; ++i) {
        submitters.emplace_back([&] {
            for (int k = 0; k < 50; ++k) {
                accepted += pool.submit([&] { ++ran; });
            }
        });
    }
    for (auto& submitter : submitters) {
        submitter.join();
    }
    EXPECT_EQ(accepted, bound);
    EXPECT_EQ(pool.queued(), bound);
    blocker.release();
    pool.stop();
    EXPECT_EQ(ran, bound);
    EXPECT_EQ(pool.queued(), 0u);
}

}  // namespace reformdesk::net::testing
