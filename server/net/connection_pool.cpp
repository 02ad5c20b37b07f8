#include "server/net/connection_pool.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

#include <sys/socket.h>

namespace reformdesk::net {

namespace {

using std::chrono::steady_clock;

// An end, a reset and data that nobody asked for all show as something to read.
bool is_quiet(Stream& stream) {
    char byte = 0;
    const auto got = ::recv(stream.socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

std::unique_ptr<Stream> ConnectionPool::take(const std::string& origin) {
    const auto now = steady_clock::now();
    for (auto place = idle_.end(); place != idle_.begin();) {
        --place;
        if (place->origin != origin) {
            continue;
        }
        auto stream = std::move(place->stream);
        const bool fresh = now < place->until;
        place = idle_.erase(place);
        if (fresh && is_quiet(*stream)) {
            return stream;
        }
    }
    return nullptr;
}

void ConnectionPool::put(const std::string& origin, std::unique_ptr<Stream> stream) {
    if (limits_.connections == 0 || limits_.per_origin == 0) {
        return;
    }
    make_room(origin);
    Idle idle;
    idle.origin = origin;
    idle.stream = std::move(stream);
    idle.until = steady_clock::now() + limits_.idle_time;
    idle_.push_back(std::move(idle));
    keep_sweeping();
}

void ConnectionPool::make_room(const std::string& origin) {
    const auto same = [&](const Idle& idle) { return idle.origin == origin; };
    if (static_cast<std::size_t>(std::ranges::count_if(idle_, same)) >= limits_.per_origin) {
        idle_.erase(std::ranges::find_if(idle_, same));
    }
    if (idle_.size() >= limits_.connections) {
        idle_.pop_front();
    }
}

void ConnectionPool::clear() {
    idle_.clear();
    sweep_.reset();
}

void ConnectionPool::keep_sweeping() {
    if (sweep_) {
        return;
    }
    sweep_.emplace(context_, idle_.front().until, [this] {
        const auto now = steady_clock::now();
        while (!idle_.empty() && idle_.front().until <= now) {
            idle_.pop_front();
        }
        sweep_.reset();
        if (!idle_.empty()) {
            keep_sweeping();
        }
    });
}

}  // namespace reformdesk::net
