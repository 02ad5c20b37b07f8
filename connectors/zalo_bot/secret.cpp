#include "connectors/zalo_bot/secret.hpp"

#include "connectors/digest.hpp"

#include <algorithm>

namespace reformdesk::connectors::zalo_bot {

bool is_secret(std::string_view header, std::string_view secret) {
    // Of digests, not even the length of the secret can be measured.
    const bool equal = equal_in_constant_time(sha256({header}), sha256({secret}));
    return equal && !secret.empty();
}

bool can_be_secret(std::string_view text) {
    return text.size() >= 8 && text.size() <= 256 &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

}  // namespace reformdesk::connectors::zalo_bot
