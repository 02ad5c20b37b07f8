#include "server/connector_http.hpp"

#include <utility>

#include <boost/asio/use_awaitable.hpp>

namespace reformdesk {

namespace asio = boost::asio;

namespace {

connectors::HttpFailure to_connectors(net::ClientFailure failure) {
    switch (failure) {
        case net::ClientFailure::none:
            return connectors::HttpFailure::none;
        case net::ClientFailure::not_sent:
            return connectors::HttpFailure::not_sent;
        case net::ClientFailure::unknown:
            break;
    }
    return connectors::HttpFailure::unknown;
}

}  // namespace

asio::awaitable<connectors::HttpResult> ConnectorHttp::request(connectors::HttpRequest request) {
    net::ClientRequest asked;
    asked.method = std::move(request.method);
    asked.url = std::move(request.url);
    asked.headers = std::move(request.headers);
    asked.body = std::move(request.body);
    asked.deadline = request.deadline;
    asked.longest_response = request.longest_response;
    net::ClientResult got = co_await client_.request(std::move(asked));
    connectors::HttpResult out;
    out.failure = to_connectors(got.failure);
    out.response.status = static_cast<int>(got.response.status);
    out.response.headers = std::move(got.response.headers);
    out.response.body = std::move(got.response.body);
    out.detail = std::move(got.detail);
    co_return out;
}

}  // namespace reformdesk
