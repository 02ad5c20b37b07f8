#include "server/api/channel_status.hpp"

#include "server/api/time_text.hpp"

#include <string_view>
#include <utility>

namespace reformdesk::api {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;
using connectors::zalo_oa::TokenState;

namespace {

Json count_view(std::uint64_t count) {
    return Json(static_cast<std::int64_t>(count));
}

Json optional_time(const std::optional<desk::Timestamp>& at) {
    return at ? Json(time_text(*at)) : Json();
}

std::string_view name_of(TokenState state) {
    switch (state) {
        case TokenState::ready:
            return "ready";
        case TokenState::uncertain:
            return "uncertain";
        case TokenState::needs_operator:
            return "needs_operator";
    }
    return {};
}

Json token_view(const std::optional<connectors::zalo_oa::TokenHealth>& token) {
    if (!token) {
        return {};
    }
    return JsonObject{{"state", name_of(token->state)},
                      {"detail", token->detail},
                      {"access_expires", time_text(token->access_expires)},
                      {"refresh_expires", time_text(token->refresh_expires)}};
}

Json webhook_view(const WebhookStatus& webhook) {
    return JsonObject{{"accepted", count_view(webhook.accepted)},
                      {"repeated", count_view(webhook.repeated)},
                      {"probes", count_view(webhook.probes)},
                      {"refused", count_view(webhook.refused)},
                      {"busy", count_view(webhook.busy)},
                      {"last_accepted", optional_time(webhook.last_accepted)},
                      {"last_refused", optional_time(webhook.last_refused)},
                      {"variant", webhook.variant}};
}

JsonArray events_view(const std::vector<desk::EventCount>& events) {
    JsonArray views;
    for (const auto& event : events) {
        views.push_back(JsonObject{{"name", event.name},
                                   {"outcome", event.outcome},
                                   {"reason", event.reason},
                                   {"count", event.count},
                                   {"last_at", time_text(event.last_at)}});
    }
    return views;
}

}  // namespace

ChannelAddresses channel_addresses(std::string public_url) {
    while (public_url.ends_with('/')) {
        public_url.pop_back();
    }
    if (public_url.empty()) {
        return {};
    }
    return {public_url + "/webhooks/zalo/oa", public_url + "/zalo/oa/callback"};
}

Json channels_view(const ChannelsStatus& status, const ChannelAddresses& addresses,
                   const std::vector<desk::EventCount>& oa_events) {
    const auto account = status.zalo_oa.value_or(ZaloOaStatus());
    Json mode;
    if (status.zalo_bot) {
        mode = Json(*status.zalo_bot == BotMode::polling ? "polling" : "webhook");
    }
    return JsonObject{
        {"zalo_oa", JsonObject{{"enabled", status.zalo_oa.has_value()},
                               {"oa_id", account.oa_id},
                               {"webhook_url", addresses.webhook},
                               {"callback_url", addresses.callback},
                               {"token", token_view(account.token)},
                               {"webhook", webhook_view(account.webhook)},
                               {"events", events_view(oa_events)}}},
        {"zalo_bot", JsonObject{{"enabled", status.zalo_bot.has_value()}, {"mode", std::move(mode)}}}};
}

}  // namespace reformdesk::api
