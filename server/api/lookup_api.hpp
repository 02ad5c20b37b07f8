// For everybody, without a login: a ticket by its lookup code, and an article by its id.
#pragma once

#include "server/api/rate_limit.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/store.hpp"
#include "server/net/offload.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::api {

/// What it stands on; everything outlives it.
struct LookupApiParts {
    desk::ConversationStore& conversations;
    desk::TicketStore& tickets;
    desk::ArticleStore& articles;
    const desk::Clock& clock;
    net::WorkerPool& pool;
    /// The ticket behind a code, or nothing.
    std::function<std::optional<std::int64_t>(const std::string& code)> ticket_of;
};

/// Lives on the I/O thread.
class LookupApi {
  public:
    explicit LookupApi(LookupApiParts parts);
    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> ticket(net::RequestPointer request);
    boost::asio::awaitable<net::Response> article(net::RequestPointer request);

    LookupApiParts parts_;
    RateLimit per_address_;
};

}  // namespace reformdesk::api
