// Codes by which an asker finds a ticket on the web without the channel it came through.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::access {

/// "1024-7KQ2MZ4P": the number, and 40 bits that only who knows the key can make. `key` is random text of at
/// least 16 bytes.
std::string lookup_code(std::string_view key, std::int64_t ticket);

/// The ticket of a code that lookup_code made with this key; in any case, with spaces, and with O and I for 0
/// and 1.
std::optional<std::int64_t> ticket_of_lookup_code(std::string_view key, std::string_view code);

}  // namespace reformdesk::access
