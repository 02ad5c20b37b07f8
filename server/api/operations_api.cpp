#include "server/api/operations_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/route.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;
using net::RequestPointer;
using net::Response;

OperationsApi::OperationsApi(telemetry::Metrics& metrics, net::WorkerPool& pool,
                             std::function<std::optional<std::string>()> ready, std::function<void()> refresh)
    : metrics_(metrics), pool_(pool), ready_(std::move(ready)), refresh_(std::move(refresh)) {}

std::vector<net::Route> OperationsApi::routes() {
    return {
        member_route(this, "GET", "/healthz", 0, &OperationsApi::healthz),
        member_route(this, "GET", "/readyz", 0, &OperationsApi::readyz),
        member_route(this, "GET", "/metrics", 0, &OperationsApi::metrics),
    };
}

asio::awaitable<Response> OperationsApi::healthz(RequestPointer) {
    co_return json_response(200, JsonObject{{"status", "ok"}});
}

asio::awaitable<Response> OperationsApi::readyz(RequestPointer) {
    if (stopping_) {
        co_return json_response(503, JsonObject{{"status", "stopping"}});
    }
    auto check = [this] { return ready_(); };
    const auto missing = co_await net::offload(pool_, std::move(check));
    if (missing) {
        co_return json_response(503, JsonObject{{"status", "not ready"}, {"missing", *missing}});
    }
    co_return json_response(200, JsonObject{{"status", "ready"}});
}

asio::awaitable<Response> OperationsApi::metrics(RequestPointer) {
    refresh_();
    Response response;
    response.headers.emplace_back("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    response.body = metrics_.text();
    co_return response;
}

}  // namespace reformdesk::api
