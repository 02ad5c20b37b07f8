// How the channels are, as the console shows it; told by the composition root, which alone knows them.
#pragma once

#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/tokens.hpp"
#include "server/desk/channel_store.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// What came to the webhook of the Official Account since this process started.
struct WebhookStatus {
    std::uint64_t accepted = 0;
    std::uint64_t repeated = 0;
    std::uint64_t probes = 0;
    std::uint64_t refused = 0;  ///< with a wrong signature
    std::uint64_t busy = 0;
    std::optional<desk::Timestamp> last_accepted = {};
    std::optional<desk::Timestamp> last_refused = {};
    std::string variant = {};  ///< of the signature, as last matched
};

struct ZaloOaStatus {
    std::string oa_id;                                           ///< as configured; may be empty
    std::optional<connectors::zalo_oa::TokenHealth> token = {};  ///< nothing before the first consent
    WebhookStatus webhook = {};
};

enum class BotMode { polling, webhook };

struct ChannelsStatus {
    std::optional<ZaloOaStatus> zalo_oa = {};  ///< nothing when it is switched off
    std::optional<BotMode> zalo_bot = {};      ///< likewise
};

/// Where Zalo finds this server.
struct ChannelAddresses {
    std::string webhook;   ///< empty when the server does not know its own address
    std::string callback;  ///< of the consent; likewise
};

/// `public_url` may be empty.
ChannelAddresses channel_addresses(std::string public_url);

connectors::wire::Json channels_view(const ChannelsStatus& status, const ChannelAddresses& addresses,
                                     const std::vector<desk::EventCount>& oa_events);

}  // namespace reformdesk::api
