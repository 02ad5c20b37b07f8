// Who calls our webhook: Zalo sends the secret that setWebhook gave it, as X-Bot-Api-Secret-Token.
#pragma once

#include <string_view>

namespace reformdesk::connectors::zalo_bot {

/// Whether the header holds the secret. Takes the same time wherever the two differ. An empty secret fits
/// nothing.
bool is_secret(std::string_view header, std::string_view secret);

/// What setWebhook takes: 8 to 256 characters; here of those alone that a header carries unchanged.
bool can_be_secret(std::string_view text);

}  // namespace reformdesk::connectors::zalo_bot
