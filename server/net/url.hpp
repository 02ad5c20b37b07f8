// Absolute http and https URLs, as the outgoing client needs them: where to connect and what to ask for.
// Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::net {

struct Url {
    bool tls = false;        ///< https
    std::string host;        ///< in lower case; an IPv6 address without its brackets
    std::uint16_t port = 0;  ///< the scheme's own when none was given
    std::string target;      ///< path and query as they were given, at least "/"; may hold a secret

    /// "host:port", with brackets round an IPv6 address.
    std::string authority() const;
    /// As in the Host field: without the scheme's own port.
    std::string host_field() const;
    /// "https://host:port": what connections can be shared for.
    std::string origin() const;
};

/// Nothing for another scheme, user information, a host that is neither a name of letters, digits, "-", "_"
/// and
/// "." nor an address, a port out of range, and characters that a request line can't hold: spaces, controls,
/// everything beyond ASCII. A fragment is dropped, for servers never see it.
std::optional<Url> read_url(std::string_view text);

}  // namespace reformdesk::net
