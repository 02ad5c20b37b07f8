// Writes the head of a response as text: Beast's own serializer would allocate for every field. Pure.
#pragma once

#include "server/net/http.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::net {

struct HeadOptions {
    std::string_view request_id;  ///< empty: no X-Request-Id
    std::string_view date;        ///< as in RFC 9110, "Tue, 24 Nov 2026 03:00:00 GMT"
    bool close = false;
    bool keep_alive_named = false;  ///< HTTP/1.0 needs to be told
};

/// The body that will be sent with this response; empty for the statuses that have none.
std::string_view body_of(const Response& response);

/// Appends status line and fields to `out`. Framing, Date, Connection and X-Request-Id are the server's own:
/// a response's own fields of these names are left out. False, and `out` unchanged, when a field could split
/// the response.
bool append_head(std::string& out, const Response& response, const HeadOptions& options);

std::string http_date(long long unix_seconds);

}  // namespace reformdesk::net
