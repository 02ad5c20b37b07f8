#include "server/store/reader_pool.hpp"

#include <algorithm>
#include <exception>

namespace reformdesk::store {

ReaderPool::ReaderPool(std::size_t sessions, Connect connect) : connect_(std::move(connect)) {
    free_.resize(std::max<std::size_t>(sessions, 1));
}

ReaderPool::Lease::Lease(ReaderPool& pool) : pool_(pool), exceptions_(std::uncaught_exceptions()) {
    std::unique_lock lock(pool_.mutex_);
    pool_.freed_.wait(lock, [this] { return !pool_.free_.empty(); });
    // The connected ones are at the end.
    session_ = std::move(pool_.free_.back());
    pool_.free_.pop_back();
}

ReaderPool::Lease::~Lease() {
    if (std::uncaught_exceptions() > exceptions_) {
        session_.reset();
    }
    {
        const std::lock_guard lock(pool_.mutex_);
        const auto place = session_ ? pool_.free_.end() : pool_.free_.begin();
        pool_.free_.insert(place, std::move(session_));
    }
    pool_.freed_.notify_one();
}

Session& ReaderPool::Lease::session() {
    if (!session_) {
        session_ = pool_.connect_();
    }
    return *session_;
}

}  // namespace reformdesk::store
