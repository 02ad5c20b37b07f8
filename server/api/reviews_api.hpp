// Articles that editors have to look at again because their documents end, and one article as a whole.
#pragma once

#include "server/api/session_guard.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/store.hpp"
#include "server/net/router.hpp"

#include <vector>

namespace reformdesk::api {

/// What the reviews API stands on; everything outlives it.
struct ReviewsApiParts {
    desk::ReviewStore& reviews;
    desk::ArticleStore& articles;
    desk::DocumentStore& documents;
    const desk::Clock& clock;
    SessionGuard& guard;
    net::WorkerPool& pool;
};

/// Lives on the I/O thread.
class ReviewsApi {
  public:
    explicit ReviewsApi(ReviewsApiParts parts);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> list(net::RequestPointer request);
    boost::asio::awaitable<net::Response> close(net::RequestPointer request);
    boost::asio::awaitable<net::Response> reopen(net::RequestPointer request);
    boost::asio::awaitable<net::Response> change(net::RequestPointer request, bool closing);
    boost::asio::awaitable<net::Response> article(net::RequestPointer request);

    ReviewsApiParts parts_;
};

}  // namespace reformdesk::api
