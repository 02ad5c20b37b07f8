// Tickets for experts: the queue, one ticket with its conversation and the closest articles, and answering
// it.
#pragma once

#include "server/api/session_guard.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/inbox.hpp"
#include "server/desk/store.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <vector>

namespace reformdesk::api {

/// What the tickets API stands on; everything outlives it.
struct TicketsApiParts {
    desk::TicketStore& tickets;
    desk::ConversationStore& conversations;
    desk::ArticleStore& articles;
    desk::Search& search;
    const desk::Clock& clock;
    SessionGuard& guard;
    net::WorkerPool& pool;
    desk::InboxOptions answers;
    /// Called on the I/O thread after a change is stored.
    std::function<void(const desk::Ticket&)> changed;
};

/// Lives on the I/O thread.
class TicketsApi {
  public:
    explicit TicketsApi(TicketsApiParts parts);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> list(net::RequestPointer request);
    boost::asio::awaitable<net::Response> show(net::RequestPointer request);
    boost::asio::awaitable<net::Response> answer(net::RequestPointer request);
    boost::asio::awaitable<net::Response> close(net::RequestPointer request);
    boost::asio::awaitable<net::Response> change(net::RequestPointer request, bool closing);

    TicketsApiParts parts_;
};

}  // namespace reformdesk::api
