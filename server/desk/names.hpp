// Enumerators and their names, written once per enumeration.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

namespace reformdesk::desk {

template <typename Enum, std::size_t count>
using Names = std::pair<Enum, std::string_view>[count];

template <typename Enum, std::size_t count>
constexpr std::string_view name_of(const Names<Enum, count>& names, Enum value) {
    for (const auto& [each, name] : names) {
        if (each == value) {
            return name;
        }
    }
    return {};
}

template <typename Enum, std::size_t count>
constexpr std::optional<Enum> value_named(const Names<Enum, count>& names, std::string_view wanted) {
    for (const auto& [value, name] : names) {
        if (name == wanted) {
            return value;
        }
    }
    return std::nullopt;
}

}  // namespace reformdesk::desk
