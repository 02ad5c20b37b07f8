#include "server/zalo.hpp"

#include "server/access/random.hpp"
#include "server/zalo_settings.hpp"

#include <map>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk {

namespace asio = boost::asio;
namespace zalo_bot = connectors::zalo_bot;
namespace zalo_oa = connectors::zalo_oa;

namespace {

constexpr std::chrono::seconds profile_pause{60};

channels::MessageDeskOptions message_options(const Config& config) {
    channels::MessageDeskOptions options;
    options.group.sure = config.zalo_oa.sure;
    options.group.pause_between_unasked = config.zalo_oa.unasked_pause;
    options.web_link = config.public_url;
    options.territory = config.territory;
    return options;
}

zalo_oa::TokenOptions token_options(const ZaloOaConfig& config) {
    zalo_oa::TokenOptions options;
    options.refresh.oauth = oauth_settings(config);
    options.refresh.owner = access::random_token(16);
    return options;
}

zalo_oa::ConnectorOptions connector_options(const ZaloOaConfig& config) {
    zalo_oa::ConnectorOptions options;
    options.api.url = config.api_url;
    options.api.app_secret = config.app_secret;
    options.api.send_proof = config.send_proof;
    return options;
}

channels::OaWebhookOptions webhook_options(const ZaloOaConfig& config) {
    return {{config.app_id, config.oa_id, config.webhook_secret}, config.verifier};
}

// For the doctor, which sees the database alone.
void remember_signature(const ZaloParts& parts, const std::string& variant) {
    parts.pool.submit([&parts, variant] {
        try {
            const auto known = parts.database.setting(signature_setting);
            if (known != variant) {
                parts.database.change_setting(signature_setting, known, variant, parts.clock.now());
            }
        } catch (const std::exception&) {
            // The log has it.
        }
    });
}

// Each event to its own channel's handler.
class EventsByChannel : public channels::EventHandler {
  public:
    void add(connectors::Channel channel, channels::EventHandler& handler) { handlers_[channel] = &handler; }

    std::string lane(const desk::ChannelEvent& event) override {
        const auto handler = handlers_.find(event.channel);
        const std::string channel(to_string(event.channel));
        return handler == handlers_.end() ? channel : channel + ":" + handler->second->lane(event);
    }

    desk::EventSettlement handle(const desk::ChannelEvent& event) override {
        const auto handler = handlers_.find(event.channel);
        if (handler == handlers_.end()) {
            return {event.id, desk::EventOutcome::recorded, "the channel is switched off", true};
        }
        return handler->second->handle(event);
    }

  private:
    std::map<connectors::Channel, channels::EventHandler*> handlers_;
};

}  // namespace

struct Zalo::Events {
    explicit Events(const ZaloParts& parts)
        : intake(
              parts.context.get_executor(), parts.database, parts.pool, [this] { pump.wake(); },
              [trouble = parts.trouble](const std::string& why) { trouble("events", why); }),
          pump(
              parts.context.get_executor(), parts.database, parts.pool, parts.clock, handlers,
              [trouble = parts.trouble](const std::string& why) { trouble("events", why); },
              channels::EventPumpOptions()) {}

    EventsByChannel handlers;
    channels::EventIntake intake;
    channels::EventPump pump;
};

struct Zalo::Oa {
    Oa(Zalo& zalo, const ZaloParts& parts)
        : store(parts.database, parts.pool),
          clock([&parts] { return parts.clock.now(); }),
          tokens(parts.context.get_executor(), zalo.http_, store, clock, token_options(parts.config.zalo_oa),
                 [&parts](const std::string& text) {
                     parts.log.write(LogLevel::warning, "zalo_oa", {{"warning", text}});
                 }),
          connector(zalo.http_, tokens, clock, connector_options(parts.config.zalo_oa)),
          window(connector, parts.database, parts.database, parts.pool, parts.clock),
          consent(zalo.http_, store, clock, oauth_settings(parts.config.zalo_oa), parts.config.zalo_oa.oa_id),
          events({zalo.messages_, parts.database, parts.database, parts.database, parts.database, parts.clock,
                  [&zalo](const desk::Ticket& ticket) { zalo.ticket_changed(ticket); },
                  [&zalo] { zalo.written(); }},
                 {parts.config.zalo_oa.oa_id, parts.config.zalo_oa.prefixes, parts.config.suggestions}),
          webhook(zalo.events_->intake, parts.clock, webhook_options(parts.config.zalo_oa),
                  [&parts](const std::string& what, const std::string& detail) {
                      parts.log.write(LogLevel::warning, what, {{"channel", "zalo_oa"}, {"detail", detail}});
                      if (what == "webhook_signature") {
                          remember_signature(parts, detail);
                      }
                  }) {}

    channels::TokenSettings store;
    zalo_oa::Clock clock;
    zalo_oa::Tokens tokens;
    zalo_oa::OaConnector connector;
    channels::WindowGuard window;
    zalo_oa::Consent consent;
    channels::OaEvents events;
    channels::OaWebhook webhook;
};

struct Zalo::Bot {
    Bot(Zalo& zalo, const ZaloParts& all)
        : parts(all),
          intake(zalo.events_->intake),
          client(zalo.http_, {parts.config.zalo_bot.token, parts.config.zalo_bot.api_url}),
          connector(client),
          events(zalo.messages_, [&zalo] { zalo.written(); }),
          webhook(
              zalo.events_->intake, parts.clock, parts.config.zalo_bot.webhook_secret,
              [this](const zalo_bot::Event& event) { think(event); },
              [this](const std::string& what, const std::string& detail) { note(what, detail); }),
          polling(
              parts.context.get_executor(), client,
              [this](zalo_bot::Event event) { return store(std::move(event)); },
              [this](const zalo_bot::PollingNotice& notice) { hear(notice); }, zalo_bot::PollingOptions()),
          profile_timer(parts.context) {}

    bool polls() const { return parts.config.zalo_bot.webhook_secret.empty(); }

    void note(const std::string& what, const std::string& detail) const {
        parts.log.write(LogLevel::warning, what, {{"channel", "zalo_bot"}, {"detail", detail}});
    }

    void hear(const zalo_bot::PollingNotice& notice) const {
        static constexpr std::string_view names[] = {"webhook_set",  "webhook_gone", "poll_failed",
                                                     "store_failed", "recovered",    "lost"};
        note("bot_" + std::string(names[static_cast<std::size_t>(notice.event)]), notice.detail);
    }

    asio::awaitable<void> store(zalo_bot::Event event) {
        auto body = channels::bot_event_body(event);
        auto stored = channels::stored_bot_event(event, std::move(body), parts.clock.now());
        const channels::Intake result = co_await intake.write(std::move(stored));
        if (result == channels::Intake::busy || result == channels::Intake::failed) {
            throw std::runtime_error("the event could not be stored");
        }
        if (result == channels::Intake::stored) {
            think(event);
        }
    }

    // "Đang soạn tin…" until the reply comes.
    void think(const zalo_bot::Event& event) {
        if (const auto thread = thread_of(event); thread && event.kind == zalo_bot::EventKind::text) {
            asio::co_spawn(parts.context, connector.show_typing(to_conversation(*thread)), asio::detached);
        }
    }

    // Until Zalo has told who the bot is.
    asio::awaitable<void> learn_profile() {
        while (!stopping) {
            zalo_bot::Reply<zalo_bot::Profile> reply = co_await client.get_me();
            if (reply.outcome == zalo_bot::CallOutcome::done) {
                events.set_profile(std::move(reply.value));
                co_return;
            }
            note("bot_profile", reply.detail);
            profile_timer.expires_after(profile_pause);
            boost::system::error_code ignored;
            co_await profile_timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
        }
    }

    const ZaloParts& parts;
    channels::EventIntake& intake;
    zalo_bot::Client client;
    zalo_bot::BotConnector connector;
    channels::BotEvents events;
    channels::BotWebhook webhook;
    zalo_bot::Polling polling;
    asio::steady_timer profile_timer;
    bool stopping = false;
};

Zalo::Zalo(ZaloParts parts)
    : parts_(std::move(parts)),
      client_(parts_.context, client_options(parts_.config.outgoing)),
      http_(client_),
      experts_(expert_parts()),
      messages_(message_parts(), message_options(parts_.config)),
      events_(std::make_unique<Events>(parts_)) {
    if (parts_.config.zalo_oa.enabled()) {
        oa_ = std::make_unique<Oa>(*this, parts_);
        events_->handlers.add(connectors::Channel::zalo_oa, oa_->events);
    }
    if (parts_.config.zalo_bot.enabled()) {
        bot_ = std::make_unique<Bot>(*this, parts_);
        events_->handlers.add(connectors::Channel::zalo_bot, bot_->events);
    }
}

Zalo::~Zalo() = default;

channels::ExpertDeskParts Zalo::expert_parts() {
    auto& database = parts_.database;
    return {database,
            database,
            database,
            database,
            database,
            database,
            parts_.search,
            parts_.clock,
            parts_.config.territory,
            [this](const desk::Ticket& ticket) { ticket_changed(ticket); },
            [](const std::string& code) { return access::hash_token(code); }};
}

channels::MessageDeskParts Zalo::message_parts() {
    auto& database = parts_.database;
    return {parts_.inbox,
            database,
            database,
            database,
            database,
            parts_.search,
            parts_.clock,
            experts_,
            [this](const desk::Settled& settled) {
                if (settled.ticket && settled.ticket->state == desk::TicketState::open) {
                    experts_.tell_of(*settled.ticket);
                }
                asio::post(parts_.context, [this, settled] { parts_.settled(settled); });
            }};
}

void Zalo::ticket_changed(const desk::Ticket& ticket) {
    asio::post(parts_.context, [this, ticket] { parts_.ticket_changed(ticket); });
}

void Zalo::written() {
    asio::post(parts_.context, [this] { parts_.written(); });
}

void Zalo::add_to(Outbox& outbox) {
    if (oa_) {
        outbox.add(oa_->window);
    }
    if (bot_) {
        outbox.add(bot_->connector);
    }
}

std::vector<net::Route> Zalo::routes() {
    std::vector<net::Route> all;
    if (oa_) {
        all = oa_->webhook.routes();
    }
    if (bot_ && !bot_->polls()) {
        auto more = bot_->webhook.routes();
        std::move(more.begin(), more.end(), std::back_inserter(all));
    }
    return all;
}

void Zalo::start() {
    auto& context = parts_.context;
    asio::co_spawn(context, events_->pump.run(), asio::detached);
    if (oa_) {
        asio::co_spawn(context, oa_->tokens.run(), asio::detached);
    }
    if (bot_) {
        asio::co_spawn(context, bot_->learn_profile(), asio::detached);
        if (bot_->polls()) {
            asio::co_spawn(context, bot_->polling.run(), asio::detached);
        }
    }
}

void Zalo::stop_receiving() {
    events_->pump.stop();
    if (bot_) {
        bot_->stopping = true;
        bot_->profile_timer.cancel();
        bot_->polling.stop();
    }
}

asio::awaitable<void> Zalo::finish() {
    if (oa_) {
        co_await oa_->tokens.finish();
    }
    client_.stop();
}

std::optional<zalo_oa::TokenHealth> Zalo::oa_health() const {
    return oa_ ? oa_->tokens.health() : std::nullopt;
}

const channels::OaWebhookCounts* Zalo::oa_webhook_counts() const {
    return oa_ ? &oa_->webhook.counts() : nullptr;
}

zalo_oa::Consent* Zalo::consent() {
    return oa_ ? &oa_->consent : nullptr;
}

void Zalo::granted() {
    if (oa_) {
        asio::co_spawn(parts_.context, oa_->tokens.access(), asio::detached);
    }
}

}  // namespace reformdesk
