// POST /api/v1/ask: a question without a channel, for other programs; and reading what became of it.
#pragma once

#include "server/api/rate_limit.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/inbox.hpp"
#include "server/net/offload.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// What the ask API stands on; everything outlives it.
struct AskApiParts {
    desk::Inbox& inbox;
    desk::ConversationStore& conversations;
    desk::ArticleStore& articles;
    desk::Search& search;
    const desk::Clock& clock;
    net::WorkerPool& pool;
    desk::InboxOptions answers;
    RateLimit& rate;
    /// Called on the I/O thread when a message changed a ticket.
    std::function<void(const desk::Ticket&)> changed;
};

/// Without "conversation" nothing is stored and no ticket is made: the answer could not come back. With it,
/// the question runs through the desk as in a chat. Lives on the I/O thread.
class AskApi {
  public:
    explicit AskApi(AskApiParts parts);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> ask(net::RequestPointer request);
    boost::asio::awaitable<net::Response> entries(net::RequestPointer request);

    AskApiParts parts_;
};

}  // namespace reformdesk::api
