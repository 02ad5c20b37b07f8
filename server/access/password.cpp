#include "server/access/password.hpp"

#include "server/access/random.hpp"

#include <algorithm>
#include <array>
#include <new>

#include <sodium.h>

namespace reformdesk::access {

namespace {

class Argon2id : public PasswordHasher {
  public:
    Argon2id(unsigned long long operations, std::size_t memory) : operations_(operations), memory_(memory) {
        require_sodium();
    }

    std::string hash(const std::string& password) const override {
        std::array<char, crypto_pwhash_STRBYTES> text{};
        if (crypto_pwhash_str_alg(text.data(), password.data(), password.size(), operations_, memory_,
                                  crypto_pwhash_ALG_ARGON2ID13) != 0) {
            throw std::bad_alloc();
        }
        return text.data();
    }

    bool verify(const std::string& hash, const std::string& password) const override {
        return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
    }

  private:
    unsigned long long operations_;
    std::size_t memory_;
};

std::size_t characters_in(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool same_but_for_case(std::string_view left, std::string_view right) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [&](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace

std::unique_ptr<PasswordHasher> argon2id_hasher(unsigned long long operations, std::size_t memory) {
    return std::make_unique<Argon2id>(operations, memory);
}

std::optional<PasswordFailure> problem_of_password(std::string_view password, std::string_view account_name) {
    if (same_but_for_case(password, account_name)) {
        return PasswordFailure::same_as_name;
    }
    if (characters_in(password) < shortest_password) {
        return PasswordFailure::too_short;
    }
    if (password.size() > longest_password) {
        return PasswordFailure::too_long;
    }
    return std::nullopt;
}

std::string one_time_password() {
    // Without 0 o 1 l i.
    constexpr std::string_view alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    require_sodium();
    std::string password;
    for (int position = 0; position < 16; ++position) {
        if (position > 0 && position % 4 == 0) {
            password += '-';
        }
        password += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return password;
}

}  // namespace reformdesk::access
