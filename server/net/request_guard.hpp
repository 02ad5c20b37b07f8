// Decides from the header section alone whether a request may be read on: exactly one meaning, or a refusal.
// It runs before the body is touched, because the parser behind it lets some requests hide others in their
// body. Pure.
#pragma once

#include "server/net/http.hpp"
#include "server/net/target.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reformdesk::net {

/// The header section as it was sent.
struct HeaderSection {
    unsigned version = 11;  ///< 10 or 11
    std::string_view method;
    std::string_view target;
    const std::vector<Header>& fields;  ///< names in lower case, values without surrounding white space
    bool folded = false;                ///< a field was continued on the next line
};

/// A request that is refused. The connection is closed after the answer: what follows can't be told apart
/// from a body.
struct Refusal {
    unsigned status = 400;
    std::string_view code;
    std::string_view title;  ///< Vietnamese
    std::string_view detail = {};
    std::vector<Header> headers = {};
};

/// What an accepted header says about the message and the connection.
struct Framing {
    Target target;
    std::uint64_t content_length = 0;
    bool chunked = false;
    bool keep_alive = true;
    bool expects_continue = false;
    bool websocket = false;  ///< a complete and valid opening handshake

    bool has_body() const { return chunked || content_length > 0; }
};

inline constexpr std::size_t max_header_fields = 100;
inline constexpr std::size_t max_target_bytes = 4096;

std::variant<Framing, Refusal> examine(const HeaderSection& header);

/// The answer to a refusal.
Response to_response(const Refusal& refusal);

}  // namespace reformdesk::net
