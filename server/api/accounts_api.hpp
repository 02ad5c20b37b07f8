// Accounts of the console, for administrators.
#pragma once

#include "server/api/session_guard.hpp"
#include "server/net/router.hpp"

#include <vector>

namespace reformdesk::api {

/// Lives on the I/O thread.
class AccountsApi {
  public:
    AccountsApi(access::Access& access, SessionGuard& guard, net::WorkerPool& pool);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> list(net::RequestPointer request);
    boost::asio::awaitable<net::Response> add(net::RequestPointer request);
    boost::asio::awaitable<net::Response> reset(net::RequestPointer request);
    boost::asio::awaitable<net::Response> disable(net::RequestPointer request);

    access::Access& access_;
    SessionGuard& guard_;
    net::WorkerPool& pool_;
};

}  // namespace reformdesk::api
