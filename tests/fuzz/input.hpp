// What every fuzz target needs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace reformdesk::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// Ends the program, as a sanitizer's finding does, when a promise is broken.
inline void promise(bool kept) {
    if (!kept) __builtin_trap();
}

}  // namespace reformdesk::fuzz
