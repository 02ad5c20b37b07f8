// What connectors need of the configuration, in their own terms.
#pragma once

#include "connectors/zalo_oa/oauth.hpp"
#include "server/config.hpp"
#include "server/net/https_client.hpp"

#include <string>

namespace reformdesk {

connectors::zalo_oa::OAuthSettings oauth_settings(const ZaloOaConfig& config);

net::HttpsClientOptions client_options(const OutgoingConfig& config);

/// Where Zalo sends the administrator's browser after a consent. `public_url` is not empty.
std::string consent_address(const std::string& public_url);

}  // namespace reformdesk
