// Host names to addresses. What asks the system blocks and can't be interrupted, so that it runs on threads
// that nobody waits for: Asio's own resolver has one thread for all names, and its context is not gone before
// the last question has been answered.
#pragma once

#include "server/net/deadline.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/address.hpp>

namespace reformdesk::net {

struct Lookup {
    std::vector<boost::asio::ip::address> addresses;  ///< the best first
    std::string trouble;                              ///< why there are none, in English
};

/// Called on a thread of its own, perhaps for longer than the client lives.
using BlockingLookup = std::function<Lookup(const std::string& host)>;

/// Asks getaddrinfo.
Lookup system_lookup(const std::string& host);

/// Lives on the I/O thread.
class NameLookup {
  public:
    NameLookup(boost::asio::io_context& context, BlockingLookup blocking);
    ~NameLookup();
    NameLookup(const NameLookup&) = delete;
    NameLookup& operator=(const NameLookup&) = delete;

    /// The addresses, or trouble; both are empty when the deadline ended the wait. Those who ask for the same
    /// name at the same time share one question.
    boost::asio::awaitable<Lookup> find(std::string host, Deadline& deadline);

    /// Answers that come after this are thrown away.
    void stop();

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace reformdesk::net
