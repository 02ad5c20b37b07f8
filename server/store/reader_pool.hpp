// Sessions that only read, shared by the threads that ask.
#pragma once

#include "server/store/session.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace reformdesk::store {

/// Thread-safe. Connects when a session is first needed.
class ReaderPool {
  public:
    using Connect = std::function<std::unique_ptr<Session>()>;

    ReaderPool(std::size_t sessions, Connect connect);

    /// Runs one reading statement, waiting for a free session. When the connection fails, a new one is tried
    /// once; `work` may thus run twice. Throws DatabaseError.
    template <typename Work>
    auto run(const Work& work) {
        Lease lease(*this);
        try {
            return work(lease.session());
        } catch (const DatabaseError&) {
            lease.renew();
            return work(lease.session());
        }
    }

  private:
    // A session for as long as this lives. One that threw is not given back.
    class Lease {
      public:
        explicit Lease(ReaderPool& pool);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        Session& session();
        void renew() { session_.reset(); }

      private:
        ReaderPool& pool_;
        std::unique_ptr<Session> session_;
        int exceptions_;
    };

    const Connect connect_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Session>> free_;  // empty pointers are sessions not connected yet
};

}  // namespace reformdesk::store
