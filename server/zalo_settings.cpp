#include "server/zalo_settings.hpp"

#include "server/api/channel_status.hpp"

namespace reformdesk {

connectors::zalo_oa::OAuthSettings oauth_settings(const ZaloOaConfig& config) {
    connectors::zalo_oa::OAuthSettings settings;
    settings.url = config.oauth_url;
    settings.app_id = config.app_id;
    settings.app_secret = config.app_secret;
    settings.code_verifier = config.code_verifier;
    return settings;
}

net::HttpsClientOptions client_options(const OutgoingConfig& config) {
    net::HttpsClientOptions options;
    options.extra_authorities = config.ca_certificates;
    options.proxy = config.proxy;
    return options;
}

std::string consent_address(const std::string& public_url) {
    return api::channel_addresses(public_url).callback;
}

}  // namespace reformdesk
