// Zalo writes the same number now as a number and now as a text.
#pragma once

#include "connectors/wire/json.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace reformdesk::connectors::zalo_oa {

/// "-216" and such; nothing for anything else.
std::optional<std::int64_t> whole_number(std::string_view text);

/// A number, or a text that is one; nothing for anything else, and for no value.
std::optional<std::int64_t> whole_number(const wire::Json* value);

}  // namespace reformdesk::connectors::zalo_oa
