// Gives connectors their way out: their port for HTTP over net's client.
#pragma once

#include "connectors/http_client.hpp"
#include "server/net/https_client.hpp"

#include <boost/asio/awaitable.hpp>

namespace reformdesk {

/// Lives on the I/O thread; the client must outlive it and all its requests.
class ConnectorHttp : public connectors::HttpClient {
  public:
    explicit ConnectorHttp(net::HttpsClient& client) : client_(client) {}

    boost::asio::awaitable<connectors::HttpResult> request(connectors::HttpRequest request) override;

  private:
    net::HttpsClient& client_;
};

}  // namespace reformdesk
