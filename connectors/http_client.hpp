// The port through which connectors reach foreign HTTP servers. Implemented in server/, over net's client.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors {

struct HttpRequest {
    std::string method = "GET";
    std::string url;  ///< absolute, http or https; may hold a secret: never log it
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::string body = {};
    std::chrono::milliseconds deadline{15'000};  ///< for the whole exchange, from name lookup to last byte
    std::size_t longest_response = 1u << 20;     ///< bytes of body
};

struct HttpResponse {
    int status = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< names in lower case
    std::string body;

    /// The first header with this name in lower case.
    std::optional<std::string> header(const std::string& name) const;
};

enum class HttpFailure {
    none,
    not_sent,  ///< the server can't have acted: no name, no connection, no TLS, no time before the first byte
    unknown,   ///< something was sent and no whole answer came: the server may have acted
};

struct HttpResult {
    HttpFailure failure = HttpFailure::none;
    HttpResponse response = {};  ///< when failure is none; any status
    std::string detail = {};     ///< why it failed, for the log: without URL, headers or bodies
};

/// Lives on the I/O thread. Doesn't follow redirects. Takes the request by value: it must live through the
/// suspension. Doesn't throw for what the network does.
class HttpClient {
  public:
    virtual ~HttpClient() = default;
    virtual boost::asio::awaitable<HttpResult> request(HttpRequest request) = 0;
};

}  // namespace reformdesk::connectors
