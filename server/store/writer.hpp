// The only thread that changes the database. Transactions that wait at the same time are committed together,
// so that one flush to the disk serves them all.
#pragma once

#include "server/store/session.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace reformdesk::store {

struct WriterStatistics {
    std::uint64_t jobs = 0;            ///< transactions that callers asked for and that were committed
    std::uint64_t commits = 0;         ///< commits that carried them
    std::uint64_t undone_jobs = 0;     ///< threw, and were rolled back alone
    std::uint64_t failed_commits = 0;  ///< whole batches lost
    std::uint64_t reconnects = 0;
    std::size_t largest_batch = 0;
    std::size_t waiting = 0;  ///< asked for and not finished yet
};

/// Thread-safe.
class Writer {
  public:
    using Connect = std::function<std::unique_ptr<Session>()>;
    using Work = std::function<void(Session&)>;

    /// `session` is the first connection; `connect` makes another when that is lost.
    Writer(std::unique_ptr<Session> session, Connect connect, std::size_t largest_batch);
    /// Finishes what is queued.
    ~Writer();

    /// Runs `work` in a transaction of its own as far as it can see, and returns when that is on disk. What
    /// `work` throws comes out here, and leaves nothing behind. DatabaseError: the outcome is unknown. `work`
    /// may run more than once, each time as if it had not run before.
    void run(const Work& work);

    WriterStatistics statistics() const;

  private:
    struct Job;

    void loop();
    void commit_batch();
    void commit_alone(Job& job);
    void begin();
    void take(std::vector<Job*>& batch);
    void attempt(Job& job);
    void fail(const std::vector<Job*>& batch, const std::exception_ptr& error);
    void finish(const std::vector<Job*>& batch);

    const Connect connect_;
    const std::size_t largest_batch_;
    std::unique_ptr<Session> session_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job*> queue_;
    bool stopping_ = false;
    WriterStatistics statistics_;

    std::thread thread_;
};

}  // namespace reformdesk::store
