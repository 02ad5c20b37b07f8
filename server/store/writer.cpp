#include "server/store/writer.hpp"

#include <algorithm>
#include <future>

namespace reformdesk::store {

namespace {

// Transactions of other processes may get in the way of one several times, but not for ever.
constexpr int most_attempts = 8;

bool lost_against_another(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const DatabaseError& known) {
        return known.fault == DatabaseFault::conflict;
    } catch (...) {
        return false;
    }
}

}  // namespace

// Lives on the caller's stack; nothing may touch it after `done` is set.
struct Writer::Job {
    explicit Job(const Work& job_work) : work(job_work) {}

    const Work& work;
    std::exception_ptr error;
    std::promise<void> done;
};

Writer::Writer(std::unique_ptr<Session> session, Connect connect, std::size_t largest_batch)
    : connect_(std::move(connect)),
      largest_batch_(std::max<std::size_t>(largest_batch, 1)),
      session_(std::move(session)),
      thread_([this] { loop(); }) {}

Writer::~Writer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

void Writer::run(const Work& work) {
    Job job(work);
    auto done = job.done.get_future();
    {
        const std::lock_guard lock(mutex_);
        queue_.push_back(&job);
        ++statistics_.waiting;
    }
    wake_.notify_one();
    done.get();
}

WriterStatistics Writer::statistics() const {
    const std::lock_guard lock(mutex_);
    return statistics_;
}

void Writer::loop() {
    while (true) {
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) {
                return;
            }
        }
        commit_batch();
    }
}

void Writer::commit_batch() {
    std::vector<Job*> batch, retries;
    try {
        begin();
        // Only now, so that whoever came while we waited for the database is taken along.
        take(batch);
        for (auto* job : batch) {
            attempt(*job);
        }
        session_->control("commit");
    } catch (...) {
        if (batch.empty()) {
            take(batch);
        }
        fail(batch, std::current_exception());
        return;
    }
    const auto lost = std::stable_partition(batch.begin(), batch.end(), [](const Job* job) {
        return !job->error || !lost_against_another(job->error);
    });
    retries.assign(lost, batch.end());
    batch.erase(lost, batch.end());
    finish(batch);
    for (auto* job : retries) {
        commit_alone(*job);
    }
}

// What lost against another process's transaction is tried again without company, so that it holds few locks.
void Writer::commit_alone(Job& job) {
    const std::vector<Job*> batch{&job};
    try {
        for (int attempts = 1; attempts < most_attempts; ++attempts) {
            job.error = nullptr;
            begin();
            attempt(job);
            session_->control("commit");
            if (!job.error || !lost_against_another(job.error)) {
                break;
            }
        }
    } catch (...) {
        fail(batch, std::current_exception());
        return;
    }
    finish(batch);
}

// Nothing has been written before this, so a lost connection is no failure yet.
void Writer::begin() {
    if (session_) {
        try {
            session_->control("begin_write");
            return;
        } catch (const DatabaseError& error) {
            if (error.fault == DatabaseFault::busy) {
                throw;
            }
            session_.reset();
        }
    }
    session_ = connect_();
    {
        const std::lock_guard lock(mutex_);
        ++statistics_.reconnects;
    }
    session_->control("begin_write");
}

void Writer::take(std::vector<Job*>& batch) {
    const std::lock_guard lock(mutex_);
    while (!queue_.empty() && batch.size() < largest_batch_) {
        batch.push_back(queue_.front());
        queue_.pop_front();
    }
}

// A failure here that can't be undone is one of the whole batch and is thrown.
void Writer::attempt(Job& job) {
    session_->control("begin_job");
    try {
        job.work(*session_);
    } catch (...) {
        job.error = std::current_exception();
        session_->control("undo_job");
    }
    session_->control("end_job");
}

void Writer::fail(const std::vector<Job*>& batch, const std::exception_ptr& error) {
    // What a connection has half done is undone by closing it.
    session_.reset();
    {
        const std::lock_guard lock(mutex_);
        ++statistics_.failed_commits;
        statistics_.waiting -= batch.size();
    }
    for (auto* job : batch) {
        std::promise<void>(std::move(job->done)).set_exception(error);
    }
}

void Writer::finish(const std::vector<Job*>& batch) {
    {
        const std::lock_guard lock(mutex_);
        const auto undone = static_cast<std::uint64_t>(
            std::count_if(batch.begin(), batch.end(), [](const Job* job) { return job->error != nullptr; }));
        statistics_.undone_jobs += undone;
        statistics_.jobs += batch.size() - undone;
        statistics_.waiting -= batch.size();
        statistics_.commits += batch.empty() ? 0 : 1;
        statistics_.largest_batch = std::max(statistics_.largest_batch, batch.size());
    }
    for (auto* job : batch) {
        // Out of the job, for that is gone as soon as its caller wakes up.
        auto done = std::move(job->done);
        if (job->error) {
            done.set_exception(job->error);
        } else {
            done.set_value();
        }
    }
}

}  // namespace reformdesk::store
