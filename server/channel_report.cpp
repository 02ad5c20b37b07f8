#include "server/channel_report.hpp"

namespace reformdesk {

namespace {

api::WebhookStatus webhook_status(const channels::OaWebhookCounts& counts) {
    api::WebhookStatus status;
    status.accepted = counts.accepted;
    status.repeated = counts.repeated;
    status.probes = counts.probes;
    status.refused = counts.refused;
    status.busy = counts.busy;
    status.last_accepted = counts.last_accepted;
    status.last_refused = counts.last_refused;
    status.variant = counts.variant;
    return status;
}

}  // namespace

api::ChannelsStatus channels_status(const Config& config, const Zalo& zalo) {
    api::ChannelsStatus status;
    if (const auto* counts = zalo.oa_webhook_counts()) {
        status.zalo_oa = api::ZaloOaStatus{config.zalo_oa.oa_id, zalo.oa_health(), webhook_status(*counts)};
    }
    if (zalo.has_bot()) {
        status.zalo_bot =
            config.zalo_bot.webhook_secret.empty() ? api::BotMode::polling : api::BotMode::webhook;
    }
    return status;
}

}  // namespace reformdesk
