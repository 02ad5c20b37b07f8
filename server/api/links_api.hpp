// One's own accounts on channels: linking them with a code, and of which tickets to be told there.
#pragma once

#include "server/api/session_guard.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/store.hpp"
#include "server/net/router.hpp"

#include <vector>

namespace reformdesk::api {

/// What it stands on; everything outlives it.
struct LinksApiParts {
    desk::LinkStore& links;
    desk::ContactStore& contacts;
    desk::ArticleStore& articles;
    const desk::Clock& clock;
    SessionGuard& guard;
    net::WorkerPool& pool;
};

/// Lives on the I/O thread.
class LinksApi {
  public:
    explicit LinksApi(LinksApiParts parts) : parts_(parts) {}

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> list(net::RequestPointer request);
    boost::asio::awaitable<net::Response> make_code(net::RequestPointer request);
    boost::asio::awaitable<net::Response> change_topics(net::RequestPointer request);
    boost::asio::awaitable<net::Response> remove(net::RequestPointer request);

    std::vector<desk::AccountLink> links_of(std::int64_t account);

    LinksApiParts parts_;
};

}  // namespace reformdesk::api
