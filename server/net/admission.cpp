#include "server/net/admission.hpp"

#include <utility>

namespace reformdesk::net {

namespace asio = boost::asio;

Admission::Place::Place(Admission& admission, std::string origin, Deadline& deadline)
    : admission_(admission), origin_(std::move(origin)), deadline_(deadline) {}

Admission::Place::~Place() {
    if (state_ == State::queued) {
        admission_.queue_.erase(queued_);
    } else if (state_ == State::admitted) {
        admission_.leave(origin_);
    }
}

asio::awaitable<std::string> Admission::Place::wait() {
    // Nobody who waits for the same server is overtaken: as long as it has room, none does.
    if (admission_.has_room(origin_)) {
        admission_.admit(*this);
        co_return std::string();
    }
    if (admission_.queue_.size() >= admission_.limits_.queue) {
        co_return std::string("too many requests are waiting");
    }
    queued_ = admission_.queue_.insert(admission_.queue_.end(), this);
    state_ = State::queued;
    while (state_ == State::queued && !deadline_.over()) {
        co_await deadline_.wait();
    }
    if (deadline_.over()) {
        co_return "waiting for a free connection: " + deadline_.reason();
    }
    co_return std::string();
}

bool Admission::has_room(const std::string& origin) const {
    const auto found = per_origin_.find(origin);
    const auto there = found == per_origin_.end() ? 0 : found->second;
    return exchanges_ < limits_.exchanges && there < limits_.per_origin;
}

void Admission::admit(Place& place) {
    ++exchanges_;
    ++per_origin_[place.origin_];
    place.state_ = Place::State::admitted;
}

// A server that is full doesn't hold up those who wait for another one.
void Admission::admit_from_queue() {
    for (auto next = queue_.begin(); next != queue_.end() && exchanges_ < limits_.exchanges;) {
        auto& place = **next;
        if (!has_room(place.origin_) || place.deadline_.over()) {
            ++next;
            continue;
        }
        next = queue_.erase(next);
        admit(place);
        place.deadline_.wake();
    }
}

void Admission::leave(const std::string& origin) {
    --exchanges_;
    const auto found = per_origin_.find(origin);
    if (--found->second == 0) {
        per_origin_.erase(found);
    }
    admit_from_queue();
}

}  // namespace reformdesk::net
