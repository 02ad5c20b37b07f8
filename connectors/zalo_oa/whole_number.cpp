#include "connectors/zalo_oa/whole_number.hpp"

#include "connectors/json_fields.hpp"

#include <charconv>

namespace reformdesk::connectors::zalo_oa {

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<std::int64_t> whole_number(const wire::Json* value) {
    return whole_number(scalar(value));
}

}  // namespace reformdesk::connectors::zalo_oa
