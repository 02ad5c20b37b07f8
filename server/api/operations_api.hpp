// For the machines that watch the server: liveness, readiness, metrics.
#pragma once

#include "server/net/offload.hpp"
#include "server/net/router.hpp"
#include "server/telemetry/metrics.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// Lives on the I/O thread.
class OperationsApi {
  public:
    /// `ready` blocks and names what is missing, or nothing; `refresh` sets gauges before they are read.
    OperationsApi(telemetry::Metrics& metrics, net::WorkerPool& pool,
                  std::function<std::optional<std::string>()> ready, std::function<void()> refresh);

    std::vector<net::Route> routes();

    /// From now on not ready: the server is stopping.
    void begin_stop() { stopping_ = true; }

  private:
    boost::asio::awaitable<net::Response> healthz(net::RequestPointer request);
    boost::asio::awaitable<net::Response> readyz(net::RequestPointer request);
    boost::asio::awaitable<net::Response> metrics(net::RequestPointer request);

    telemetry::Metrics& metrics_;
    net::WorkerPool& pool_;
    std::function<std::optional<std::string>()> ready_;
    std::function<void()> refresh_;
    bool stopping_ = false;
};

}  // namespace reformdesk::api
