// SHA-256, on libsodium.
#pragma once

#include <array>
#include <initializer_list>
#include <string>
#include <string_view>

namespace reformdesk::connectors {

using Digest = std::array<unsigned char, 32>;

/// Of the parts one after the other, with nothing between them.
Digest sha256(std::initializer_list<std::string_view> parts);

/// Takes the same time wherever the two differ.
bool equal_in_constant_time(const Digest& left, const Digest& right);

/// 64 digits, in lower case.
std::string to_hex(const Digest& digest);

}  // namespace reformdesk::connectors
