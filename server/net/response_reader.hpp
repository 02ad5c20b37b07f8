// Reads one answer of another server from a connection: interim answers, framing, limits. The only outgoing
// Beast.
#pragma once

#include "server/net/https_client.hpp"
#include "server/net/stream.hpp"

#include <cstddef>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::net {

struct ResponseLimits {
    std::size_t header_bytes = 32u << 10;  ///< with the interim answers before it
    std::size_t body_bytes = 1u << 20;
    bool head_only = false;  ///< what answers HEAD and CONNECT has no body, whatever its header says
};

struct ReadResponse {
    std::optional<ClientResponse> response;  ///< whole, or not there
    std::string trouble;                     ///< why not, in English, without anything of the answer
    bool begun = false;                      ///< at least one byte came
    bool cut_off = false;                    ///< the connection ended or broke
    bool left_over = false;                  ///< more came than the answer
    bool reusable = false;                   ///< the connection can carry another request
};

/// Ends early when the stream is closed.
boost::asio::awaitable<ReadResponse> read_response(Stream& stream, ResponseLimits limits);

}  // namespace reformdesk::net
