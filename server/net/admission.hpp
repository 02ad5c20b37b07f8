// Lets a bounded number of exchanges go on at the same time, in all and with one server. The others wait in
// the order in which they came, each for as long as its own deadline allows. On the I/O thread.
#pragma once

#include "server/net/deadline.hpp"

#include <cstddef>
#include <list>
#include <map>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::net {

struct AdmissionLimits {
    std::size_t exchanges = 128;
    std::size_t per_origin = 64;
    std::size_t queue = 1'024;
};

class Admission {
  public:
    /// One exchange's place, in the queue or among those that go on; given back by its end.
    class Place {
      public:
        Place(Admission& admission, std::string origin, Deadline& deadline);
        ~Place();
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

        /// Empty when the exchange may go on; otherwise why not.
        boost::asio::awaitable<std::string> wait();

      private:
        friend class Admission;

        Admission& admission_;
        const std::string origin_;
        Deadline& deadline_;
        std::list<Place*>::iterator queued_;
        enum class State { nowhere, queued, admitted } state_ = State::nowhere;
    };

    explicit Admission(AdmissionLimits limits) : limits_(limits) {}
    Admission(const Admission&) = delete;
    Admission& operator=(const Admission&) = delete;

    std::size_t exchanges() const { return exchanges_; }
    std::size_t queued() const { return queue_.size(); }

  private:
    bool has_room(const std::string& origin) const;
    void admit(Place& place);
    void admit_from_queue();
    void leave(const std::string& origin);

    const AdmissionLimits limits_;
    std::size_t exchanges_ = 0;
    std::map<std::string, std::size_t> per_origin_;
    std::list<Place*> queue_;
};

}  // namespace reformdesk::net
