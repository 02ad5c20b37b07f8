// Numbers in paths and queries.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace reformdesk::api {

/// The whole text as a number of at least this size.
inline std::optional<std::int64_t> parse_number(std::string_view text, std::int64_t least = 1) {
    std::int64_t number = 0;
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, number);
    if (result.ec != std::errc{} || result.ptr != end || number < least) {
        return std::nullopt;
    }
    return number;
}

}  // namespace reformdesk::api
