// Zalo's channels in one piece: what they are built of, in order, and how they start and stop.
#pragma once

#include "connectors/zalo_bot/connector.hpp"
#include "connectors/zalo_bot/polling.hpp"
#include "connectors/zalo_oa/connector.hpp"
#include "connectors/zalo_oa/consent.hpp"
#include "server/channels/bot_events.hpp"
#include "server/channels/event_intake.hpp"
#include "server/channels/oa_events.hpp"
#include "server/channels/oa_webhook.hpp"
#include "server/channels/token_settings.hpp"
#include "server/channels/window_guard.hpp"
#include "server/config.hpp"
#include "server/connector_http.hpp"
#include "server/log.hpp"
#include "server/net/https_client.hpp"
#include "server/outbox.hpp"
#include "server/store/database.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/io_context.hpp>

namespace reformdesk {

/// Under which setting the variant of the webhook's signature stands that matched last.
inline constexpr auto signature_setting = "zalo_oa.signature";

/// What the channels stand on; everything outlives them. The functions are called on the I/O thread.
struct ZaloParts {
    boost::asio::io_context& context;
    const Config& config;
    store::Database& database;
    desk::Inbox& inbox;
    desk::Search& search;
    net::WorkerPool& pool;
    const desk::Clock& clock;
    const Log& log;
    std::function<void(const desk::Settled&)> settled;
    std::function<void(const desk::Ticket&)> ticket_changed;
    std::function<void()> written;
    std::function<void(const std::string& where, const std::string& why)> trouble;
};

/// Lives on the I/O thread. Only what the configuration switches on exists.
class Zalo {
  public:
    explicit Zalo(ZaloParts parts);
    ~Zalo();

    void add_to(Outbox& outbox);
    std::vector<net::Route> routes();
    void start();
    /// Takes no new work and finishes what is under way; before the outbox stops its connectors still send.
    void stop_receiving();
    boost::asio::awaitable<void> finish();

    /// Tell linked experts of a new ticket, or of what changed since and may have been kept from them. On a
    /// worker.
    void tell_experts(const desk::Ticket& ticket) { experts_.tell_of(ticket); }
    void tell_experts_again(desk::Timestamp since) { experts_.tell_again(since); }

    bool has_oa() const { return oa_ != nullptr; }
    bool has_bot() const { return bot_ != nullptr; }
    std::optional<connectors::zalo_oa::TokenHealth> oa_health() const;
    const channels::OaWebhookCounts* oa_webhook_counts() const;
    /// Nothing without an Official Account.
    connectors::zalo_oa::Consent* consent();
    /// A consent has stored new tokens: uses them from now on.
    void granted();

  private:
    struct Events;
    struct Oa;
    struct Bot;

    channels::ExpertDeskParts expert_parts();
    channels::MessageDeskParts message_parts();
    // Called on workers.
    void ticket_changed(const desk::Ticket& ticket);
    void written();

    ZaloParts parts_;
    net::HttpsClient client_;
    ConnectorHttp http_;
    channels::ExpertDesk experts_;
    channels::MessageDesk messages_;
    std::unique_ptr<Events> events_;
    std::unique_ptr<Oa> oa_;
    std::unique_ptr<Bot> bot_;
};

}  // namespace reformdesk
