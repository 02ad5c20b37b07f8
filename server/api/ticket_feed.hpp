// Tells open consoles that a ticket is new or changed.
#pragma once

#include "server/api/session_guard.hpp"
#include "server/desk/ticket.hpp"
#include "server/net/router.hpp"

#include <list>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::api {

/// Lives on the I/O thread.
class TicketFeed {
  public:
    TicketFeed(SessionGuard& guard, const OriginRule& origins);

    std::vector<net::Route> routes();

    void publish(const desk::Ticket& ticket);
    std::size_t watchers() const { return sockets_.size(); }

  private:
    boost::asio::awaitable<void> watch(std::shared_ptr<net::WebSocket> socket);
    /// Closes the socket when its session has ended: logged out, disabled, expired.
    boost::asio::awaitable<void> keep_checking(std::weak_ptr<net::WebSocket> socket, std::string token);

    SessionGuard& guard_;
    const OriginRule& origins_;
    std::list<std::shared_ptr<net::WebSocket>> sockets_;
};

}  // namespace reformdesk::api
