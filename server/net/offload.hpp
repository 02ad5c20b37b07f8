// Hands blocking or computing work to a bounded pool of threads and comes back to the caller's thread.
#pragma once

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>
#include <variant>

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::net {

/// The queue of the pool is full: the caller answers "busy".
struct Overloaded : std::runtime_error {
    Overloaded() : std::runtime_error("worker queue is full") {}
};

/// A fixed number of threads with a bounded queue. Thread-safe.
class WorkerPool {
  public:
    WorkerPool(std::size_t threads, std::size_t queue);
    ~WorkerPool();  ///< finishes what is queued

    /// False when the queue is full.
    bool submit(std::function<void()> work);
    std::size_t queued() const;
    /// Finishes what is queued and joins the threads; submit() is false from then on.
    void stop();

  private:
    struct Implementation;
    std::unique_ptr<Implementation> implementation_;
};

/// Runs `work` on the pool and resumes on the caller's executor with its result; its exception is thrown
/// there. Throws Overloaded without running anything when the queue is full. Name the callable and capture by
/// value, or capture by reference and co_await at once.
template <class Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> offload(WorkerPool& pool, Work work);

}  // namespace reformdesk::net

#include "server/net/offload_impl.hpp"
