#include "server/access/random.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

#include <sodium.h>

namespace reformdesk::access {

void require_sodium() {
    static const int started = sodium_init();
    if (started < 0) {
        throw std::runtime_error("libsodium could not be initialised");
    }
}

std::string random_token(std::size_t bytes) {
    require_sodium();
    std::vector<unsigned char> random(std::max<std::size_t>(bytes, 16));
    randombytes_buf(random.data(), random.size());
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(random.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), variant);
    text.pop_back();  // the terminator that libsodium writes
    return text;
}

std::string random_text(std::string_view alphabet, std::size_t length) {
    require_sodium();
    std::string text;
    for (std::size_t i = 0; i < length; ++i) {
        text += alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))];
    }
    return text;
}

std::string hash_token(const std::string& token) {
    require_sodium();
    std::array<unsigned char, 32> digest{};
    crypto_generichash(digest.data(), digest.size(), reinterpret_cast<const unsigned char*>(token.data()),
                       token.size(), nullptr, 0);
    std::string text(digest.size() * 2 + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace reformdesk::access
