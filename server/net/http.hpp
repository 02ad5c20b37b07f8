// Requests and responses as plain values: what the product sees of HTTP. No Beast here.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::net {

using Header = std::pair<std::string, std::string>;

/// A request whose body has been read within its route's limit.
struct Request {
    std::string id;      ///< made by the server; in the log and in X-Request-Id
    std::string method;  ///< "GET", "POST", …
    std::string path;    ///< percent-decoded, valid UTF-8, no "..", no NUL
    std::vector<std::pair<std::string, std::string>> query;       ///< decoded, in order
    std::vector<std::pair<std::string, std::string>> parameters;  ///< of the route's pattern
    std::vector<Header> headers;  ///< of the header section only, names in lower case
    std::string body;
    std::string peer;     ///< the address without port; behind a trusted proxy, the forwarded one
    bool secure = false;  ///< TLS here, or at the trusted proxy

    std::optional<std::string_view> header(std::string_view lower_case_name) const;
    std::optional<std::string_view> query_value(std::string_view name) const;
    std::string_view parameter(std::string_view name) const;  ///< empty when the pattern has none such
    std::optional<std::string> cookie(std::string_view name) const;
};

struct Response {
    unsigned status = 200;
    std::vector<Header> headers;
    std::string body;
    std::shared_ptr<const std::string> shared_body;  ///< used instead of body when set: static files
};

/// RFC 9457. `title` and `detail` are Vietnamese and say what to do.
Response problem(unsigned status, std::string_view code, std::string_view title,
                 std::string_view detail = {});

using RequestPointer = std::shared_ptr<const Request>;

/// Runs on the I/O thread and must not block: work goes through offload. An exception becomes 500 without
/// detail.
using Handler = std::function<boost::asio::awaitable<Response>(RequestPointer)>;

}  // namespace reformdesk::net
