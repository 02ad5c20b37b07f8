// Logging in and out of the console, and changing the own password.
#pragma once

#include "server/api/session_guard.hpp"
#include "server/net/router.hpp"
#include "server/telemetry/metrics.hpp"

#include <vector>

namespace reformdesk::api {

/// Lives on the I/O thread.
class SessionApi {
  public:
    SessionApi(access::Access& access, SessionGuard& guard, net::WorkerPool& pool, const OriginRule& origins,
               telemetry::Metrics& metrics);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> show(net::RequestPointer request);
    boost::asio::awaitable<net::Response> log_in(net::RequestPointer request);
    boost::asio::awaitable<net::Response> log_out(net::RequestPointer request);
    boost::asio::awaitable<net::Response> change_password(net::RequestPointer request);

    access::Access& access_;
    SessionGuard& guard_;
    net::WorkerPool& pool_;
    const OriginRule& origins_;
    telemetry::Metrics& metrics_;
};

}  // namespace reformdesk::api
