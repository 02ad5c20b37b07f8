// Random tokens, what is stored of them, and comparing secrets. On libsodium.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace reformdesk::access {

/// Starts libsodium, once and from any thread; throws std::runtime_error when it can't. Everything in this
/// folder that uses it calls this itself.
void require_sodium();

/// At least 128 random bits as URL-safe text of the alphabet A-Z a-z 0-9 - _.
std::string random_token(std::size_t bytes = 32);
/// So many characters of the alphabet, each as likely as any other: for codes that people type.
std::string random_text(std::string_view alphabet, std::size_t length);
/// Hex of BLAKE2b-256: what is stored instead of a token.
std::string hash_token(const std::string& token);
/// Compares in time that depends on the lengths alone.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace reformdesk::access
