#include "server/net/offload.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace reformdesk::net {

struct WorkerPool::Implementation {
    const std::size_t limit;
    mutable std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> waiting;
    bool stopping = false;
    std::vector<std::thread> threads;

    explicit Implementation(std::size_t queue) : limit(queue) {}

    void run() {
        for (;;) {
            std::function<void()> work;
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, [this] { return stopping || !waiting.empty(); });
                if (waiting.empty()) {
                    return;
                }
                work = std::move(waiting.front());
                waiting.pop_front();
            }
            work();
        }
    }

    void stop() {
        {
            const std::lock_guard lock(mutex);
            stopping = true;
        }
        changed.notify_all();
        for (auto& thread : threads) {
            if (thread.joinable()) {
                thread.join();
            }
        }
    }
};

WorkerPool::WorkerPool(std::size_t threads, std::size_t queue)
    : implementation_(std::make_unique<Implementation>(queue)) {
    try {
        for (std::size_t i = 0; i < threads; ++i) {
            implementation_->threads.emplace_back([pool = implementation_.get()] { pool->run(); });
        }
    } catch (...) {
        implementation_->stop();
        throw;
    }
}

WorkerPool::~WorkerPool() {
    stop();
}

bool WorkerPool::submit(std::function<void()> work) {
    {
        const std::lock_guard lock(implementation_->mutex);
        if (implementation_->stopping || implementation_->waiting.size() >= implementation_->limit) {
            return false;
        }
        implementation_->waiting.push_back(std::move(work));
    }
    implementation_->changed.notify_one();
    return true;
}

std::size_t WorkerPool::queued() const {
    const std::lock_guard lock(implementation_->mutex);
    return implementation_->waiting.size();
}

void WorkerPool::stop() {
    implementation_->stop();
}

}  // namespace reformdesk::net
