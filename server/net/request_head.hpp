// Writes an outgoing request as text. Pure.
#pragma once

#include "server/net/https_client.hpp"
#include "server/net/url.hpp"

#include <optional>
#include <string>

namespace reformdesk::net {

enum class TargetForm {
    origin,    ///< "/path", to the server itself
    absolute,  ///< "http://host/path", to a proxy
};

/// The whole request, body included. Nothing when the method is no token or a field could split the request.
std::optional<std::string> write_request(const ClientRequest& request, const Url& url, TargetForm form);

/// Asks a proxy for a tunnel.
std::string write_connect(const Url& url);

/// The server may be asked twice for the same.
bool is_idempotent(const std::string& method);

}  // namespace reformdesk::net
