#include "server/access/lookup_code.hpp"

#include "server/access/random.hpp"

#include <array>
#include <charconv>
#include <stdexcept>

#include <sodium.h>

namespace reformdesk::access {

namespace {

// Crockford's base 32: no I, L, O, U.
constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t letters = 8;

std::string mark_of(std::string_view key, std::int64_t ticket) {
    require_sodium();
    if (key.size() < 16 || key.size() > crypto_generichash_KEYBYTES_MAX) {
        throw std::invalid_argument("the key of lookup codes has no good length");
    }
    const auto text = "ticket:" + std::to_string(ticket);
    std::array<unsigned char, crypto_generichash_BYTES> hash{};
    const auto bytes = [](std::string_view from) {
        return reinterpret_cast<const unsigned char*>(from.data());
    };
    if (crypto_generichash(hash.data(), hash.size(), bytes(text), text.size(), bytes(key), key.size()) != 0) {
        throw std::runtime_error("libsodium can't hash");
    }
    std::string mark;
    for (std::size_t i = 0; i < letters; ++i) {
        mark += alphabet[hash[i] % alphabet.size()];
    }
    return mark;
}

char read_letter(char c) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    switch (c) {
        case 'O':
            return '0';
        case 'I':
        case 'L':
            return '1';
        default:
            return c;
    }
}

}  // namespace

std::string lookup_code(std::string_view key, std::int64_t ticket) {
    return std::to_string(ticket) + "-" + mark_of(key, ticket);
}

std::optional<std::int64_t> ticket_of_lookup_code(std::string_view key, std::string_view code) {
    constexpr std::size_t longest_code = 40;
    if (code.size() > longest_code) {
        return std::nullopt;
    }
    std::string plain;
    for (const char c : code) {
        if (c != ' ' && c != '#') {
            plain += read_letter(c);
        }
    }
    const auto dash = plain.find('-');
    std::int64_t ticket = 0;
    const auto* const end = plain.data() + std::min(dash, plain.size());
    const auto [rest, error] = std::from_chars(plain.data(), end, ticket);
    if (dash == std::string::npos || error != std::errc{} || rest != end || ticket <= 0) {
        return std::nullopt;
    }
    const bool right = equal_in_constant_time(std::string_view(plain).substr(dash + 1), mark_of(key, ticket));
    return right ? std::optional(ticket) : std::nullopt;
}

}  // namespace reformdesk::access
