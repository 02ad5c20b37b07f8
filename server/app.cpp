#include "server/app.hpp"

#include "connectors/zalo_oa/form.hpp"
#include "server/access/access.hpp"
#include "server/access/lookup_code.hpp"
#include "server/access/random.hpp"
#include "server/api/accounts_api.hpp"
#include "server/api/ask_api.hpp"
#include "server/api/channels_api.hpp"
#include "server/api/chat_http.hpp"
#include "server/api/chat_socket.hpp"
#include "server/api/consent_api.hpp"
#include "server/api/links_api.hpp"
#include "server/api/lookup_api.hpp"
#include "server/api/operations_api.hpp"
#include "server/api/reviews_api.hpp"
#include "server/api/route.hpp"
#include "server/api/session_api.hpp"
#include "server/api/static_files.hpp"
#include "server/api/ticket_feed.hpp"
#include "server/api/tickets_api.hpp"
#include "server/channel_report.hpp"
#include "server/desk/inbox.hpp"
#include "server/desk/plain_reply.hpp"
#include "server/knowledge.hpp"
#include "server/maintenance.hpp"
#include "server/net/server.hpp"
#include "server/outbox.hpp"
#include "server/review_watch.hpp"
#include "server/store/database.hpp"
#include "server/system_clock.hpp"
#include "server/telemetry/metrics.hpp"
#include "server/web_folder.hpp"
#include "server/zalo.hpp"

#include <csignal>
#include <iostream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk {

namespace {

namespace asio = boost::asio;

constexpr std::size_t worker_queue = 2'048;
constexpr std::chrono::seconds recovery_pause{15};
constexpr std::chrono::hours longest_outage{7 * 24};
constexpr std::chrono::seconds gauge_pause{5};
constexpr std::chrono::seconds index_patience{60};
constexpr std::chrono::hours cleaning_pause{1};

net::ServerOptions server_options(const Config& config) {
    net::ServerOptions options;
    options.address = config.address;
    options.port = config.port;
    if (!config.tls_certificate.empty()) {
        options.tls = net::TlsFiles{config.tls_certificate, config.tls_key};
    }
    options.trusted_proxies = config.trusted_proxies;
    options.header_bytes = config.header_bytes;
    options.header_time = config.header_time;
    options.body_time = config.body_time;
    options.idle_time = config.idle_time;
    options.connections = config.connections;
    options.connections_per_address = config.connections_per_address;
    return options;
}

access::AccessOptions access_options(const Config& config) {
    access::AccessOptions options;
    options.session_lifetime = config.session_lifetime;
    return options;
}

// Files that were served well are only for debugging: they are many and say little.
LogLevel request_level(const net::RequestRecord& record) {
    if (record.status >= 500) {
        return LogLevel::error;
    }
    const bool product = record.route.starts_with("/api/v1/") || record.route.starts_with("/chat/");
    return product || record.status >= 400 ? LogLevel::info : LogLevel::debug;
}

// Of the lookup codes: made once, the same in all processes.
std::string shared_key(desk::SettingStore& settings, desk::Timestamp now) {
    constexpr auto name = "lookup.key";
    auto key = settings.setting(name);
    if (!key) {
        settings.change_setting(name, std::nullopt, access::random_token(32), now);
        key = settings.setting(name);
    }
    return key.value();
}

// Everything of the running server, in the order in which it is built; destroyed in reverse.
class Process {
  public:
    Process(const Config& config, const Log& log)
        : config_(config),
          log_(log),
          database_(store_url(config)),
          knowledge_(index_folder(config), [this](const std::string& why) { trouble("index", why); }),
          pool_(config.worker_threads, worker_queue),
          origins_(config.public_url, config.allowed_origins),
          access_(
              database_, [this] { return clock_.now(); }, access_options(config)),
          answers_{config.precision, config.territory},
          inbox_(database_, database_, database_, knowledge_, clock_, answers_),
          lookup_key_(shared_key(database_, clock_.now())),
          outbox_(
              context_.get_executor(), database_, pool_, clock_,
              [this](const desk::Delivery& delivery) { return rendered(delivery); },
              [this](const auto& delivery, const auto& result) { delivered(delivery, result); },
              [this](const std::string& why) { trouble("outbox", why); }, OutboxOptions()),
          guard_(access_, pool_, origins_),
          feed_(guard_, origins_),
          session_api_(access_, guard_, pool_, origins_, metrics_),
          accounts_api_(access_, guard_, pool_),
          tickets_api_({database_, database_, database_, knowledge_, clock_, guard_, pool_, answers_,
                        [this](const desk::Ticket& ticket) { ticket_changed(ticket); }}),
          reviews_api_({database_, database_, database_, clock_, guard_, pool_}),
          ask_rate_(config.messages_per_minute * 10),
          ask_api_({inbox_, database_, database_, knowledge_, clock_, pool_, answers_, ask_rate_,
                    [this](const desk::Ticket& ticket) { ticket_changed(ticket); }}),
          reader_(database_, database_),
          intake_({inbox_, pool_, metrics_, config.messages_per_minute,
                   [this](const desk::Settled& settled) { message_settled(settled); },
                   [this](const std::string& why) { trouble("chat", why); }}),
          chat_socket_(chat_parts()),
          chat_http_(chat_parts()),
          lookup_api_(
              {database_, database_, database_, clock_, pool_,
               [this](const std::string& code) { return access::ticket_of_lookup_code(lookup_key_, code); }}),
          zalo_({context_, config_, database_, inbox_, knowledge_, pool_, clock_, log_,
                 [this](const desk::Settled& settled) { zalo_settled(settled); },
                 [this](const desk::Ticket& ticket) { ticket_changed(ticket); }, [this] { outbox_.wake(); },
                 [this](const std::string& where, const std::string& why) { trouble(where, why); }}),
          channels_api_({database_, database_, database_, clock_, guard_, pool_, config.public_url,
                         [this] { return channels_status(config_, zalo_); }, [this] { outbox_.wake(); }}),
          consent_api_({zalo_.consent(), clock_, guard_, config.public_url, [this] { zalo_.granted(); }}),
          links_api_({database_, database_, database_, clock_, guard_, pool_}),
          operations_(
              metrics_, pool_, [this] { return missing(); }, [this] { refresh_gauges(); }),
          maintenance_(context_.get_executor(), pool_,
                       [this](const std::string& job, const std::string& why) { trouble(job, why); }) {
        outbox_.add(hub_);
        zalo_.add_to(outbox_);
    }

    int run() {
        prepare();
        auto files = std::make_shared<const api::StaticFiles>(find_web_folder(config_));
        net::ServerObserver observer;
        observer.request = [this](const net::RequestRecord& record) { served(record); };
        observer.trouble = [this](const std::string& what) { trouble("net", what); };
        net::Server server(context_, server_options(config_), net::Router(routes(std::move(files))),
                           std::move(observer));
        server_ = &server;
        start(server);
        context_.run();
        // Work that was handed over before the stop is finished, and what waits for it resumes.
        pool_.stop();
        context_.restart();
        context_.poll();
        server_ = nullptr;
        log_.write(LogLevel::info, "stopped");
        return 0;
    }

  private:
    api::ChatParts chat_parts() {
        return {intake_, reader_, hub_, pool_, origins_, config_.suggestions, [this](const std::string& why) {
                    trouble("chat", why);
                }};
    }

    std::vector<net::Route> routes(std::shared_ptr<const api::StaticFiles> files) {
        std::vector<net::Route> all;
        const auto add = [&all](std::vector<net::Route> some) {
            all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
        };
        add(chat_socket_.routes());
        add(chat_http_.routes());
        add(ask_api_.routes());
        add(session_api_.routes());
        add(tickets_api_.routes());
        add(reviews_api_.routes());
        add(accounts_api_.routes());
        add(feed_.routes());
        add(lookup_api_.routes());
        add(channels_api_.routes());
        add(consent_api_.routes());
        add(links_api_.routes());
        add(zalo_.routes());
        add(operations_.routes());
        add(api::static_routes(std::move(files)));
        return api::with_store_errors(std::move(all),
                                      [this](const std::string& why) { trouble("api", why); });
    }

    // Before anything is served: the index is right, and what a crash left behind is replied to.
    void prepare() {
        if (knowledge_.catch_up(database_, index_patience)) {
            log_.write(LogLevel::info, "index_rebuilt");
        }
        const auto recovered = inbox_.recover();
        if (recovered > 0) {
            log_.write(LogLevel::info, "messages_recovered",
                       {{"count", static_cast<std::int64_t>(recovered)}});
        }
        zalo_.tell_experts_again(clock_.now() - longest_outage);
    }

    void start(net::Server& server) {
        maintenance_.start({"recovery", recovery_pause, [this] {
                                if (inbox_.recover() > 0) {
                                    asio::post(context_, [this] { outbox_.wake(); });
                                }
                                zalo_.tell_experts_again(clock_.now() - 8 * recovery_pause);
                            }});
        maintenance_.start({"gauges", gauge_pause, [this] {
                                metrics_.set_outbox_depth(database_.depth());
                                metrics_.set_open_tickets(database_.counts().open);
                            }});
        maintenance_.start(
            {"sessions", cleaning_pause, [this] { database_.remove_expired_sessions(clock_.now()); }});
        maintenance_.start({"index", recovery_pause, [this] {
                                if (knowledge_.bring_up_to_date(database_)) {
                                    log_.write(LogLevel::info, "index_rebuilt");
                                }
                            }});
        maintenance_.start({"reviews", recovery_pause, [this] {
                                if (const auto opened = review_watch_.look(); opened > 0) {
                                    log_.write(LogLevel::info, "reviews_opened",
                                               {{"count", static_cast<std::int64_t>(opened)}});
                                }
                            }});
        asio::co_spawn(context_, outbox_.run(), asio::detached);
        zalo_.start();
        server.start();
        asio::co_spawn(context_, stop_on_signal(), asio::detached);
        log_.write(LogLevel::info, "started",
                   {{"address", config_.address}, {"port", static_cast<std::int64_t>(server.port())}});
    }

    asio::awaitable<void> stop_on_signal() {
        asio::signal_set signals(context_, SIGTERM, SIGINT);
        const int signal = co_await signals.async_wait(asio::use_awaitable);
        log_.write(LogLevel::info, "stopping", {{"signal", static_cast<std::int64_t>(signal)}});
        operations_.begin_stop();
        chat_http_.begin_stop();
        maintenance_.stop();
        zalo_.stop_receiving();
        co_await server_->stop(config_.stop_time, api::say_goodbye);
        outbox_.stop();
        co_await zalo_.finish();
    }

    void message_settled(const desk::Settled& settled) {
        outbox_.wake();
        if (settled.ticket) {
            if (settled.ticket->state == desk::TicketState::open) {
                asio::co_spawn(context_, tell_experts(*settled.ticket), asio::detached);
            }
            ticket_changed(*settled.ticket);
        }
    }

    // Its experts have been told where it was settled.
    void zalo_settled(const desk::Settled& settled) {
        outbox_.wake();
        if (settled.ticket) {
            ticket_changed(*settled.ticket);
        }
    }

    // Consoles learn it at once; so does the asker's open chat, by way of its conversation's id.
    void ticket_changed(const desk::Ticket& ticket) {
        outbox_.wake();
        feed_.publish(ticket);
        asio::co_spawn(context_, tell_asker(ticket.conversation), asio::detached);
    }

    asio::awaitable<void> tell_experts(desk::Ticket ticket) {
        auto tell = [this, &ticket] {
            zalo_.tell_experts(ticket);
            return true;
        };
        try {
            co_await net::offload(pool_, std::move(tell));
            outbox_.wake();
        } catch (const std::exception& error) {
            trouble("experts", error.what());
        }
    }

    asio::awaitable<void> tell_asker(std::int64_t conversation) {
        auto read = [this, conversation] { return database_.conversation(conversation); };
        try {
            const auto found = co_await net::offload(pool_, std::move(read));
            if (found && found->channel == connectors::Channel::web_chat) {
                hub_.notify(found->external_id);
            }
        } catch (const std::exception& error) {
            trouble("tickets", error.what());
        }
    }

    // The same words on every channel that shows only plain text; the web reads the log itself.
    connectors::OutboundMessage rendered(const desk::Delivery& delivery) {
        desk::PlainReplyOptions options;
        options.today = desk::day_in_vietnam(clock_.now());
        const auto under = [this](const std::string& path) {
            return config_.public_url.empty() ? std::string() : config_.public_url + path;
        };
        options.article_link = [under](const std::string& article) {
            return under("/tra-cuu/?bai=" + connectors::zalo_oa::percent_encoded(article));
        };
        options.ticket_link = [this, under](std::int64_t ticket) {
            return under("/tra-cuu/?ma=" + access::lookup_code(lookup_key_, ticket));
        };
        return desk::plain_reply(delivery, options);
    }

    void delivered(const desk::Delivery& delivery, const connectors::DeliveryResult& result) {
        static constexpr std::string_view names[] = {"delivered", "waiting", "retry", "failed", "unknown"};
        const auto outcome = names[static_cast<std::size_t>(result.outcome)];
        metrics_.delivery(to_string(delivery.channel), outcome);
        if (result.outcome != connectors::DeliveryOutcome::delivered &&
            result.outcome != connectors::DeliveryOutcome::waiting) {
            log_.write(LogLevel::warning, "delivery",
                       {{"channel", to_string(delivery.channel)},
                        {"delivery", delivery.id},
                        {"outcome", outcome},
                        {"reason", to_string(result.reason)},
                        {"detail", result.detail}});
        }
    }

    void served(const net::RequestRecord& record) {
        metrics_.request(record.route, record.status, record.duration);
        const auto level = request_level(record);
        log_.write(level, "request",
                   {{"id", record.id},
                    {"method", record.method},
                    {"route", record.route},
                    {"status", static_cast<std::int64_t>(record.status)},
                    {"microseconds", static_cast<std::int64_t>(record.duration.count())},
                    {"bytes", static_cast<std::int64_t>(record.response_bytes)},
                    {"peer", record.peer},
                    {"error", record.error}});
    }

    void trouble(const std::string& where, const std::string& why) {
        metrics_.trouble(where);
        log_.write(LogLevel::error, "trouble", {{"where", where}, {"why", why}});
    }

    std::optional<std::string> missing() {
        try {
            if (!knowledge_.is_current(database_.articles_revision())) {
                return "index";
            }
        } catch (const desk::StoreError&) {
            return "database";
        }
        return std::nullopt;
    }

    void refresh_gauges() {
        const auto counts = server_ == nullptr ? net::ServerCounts{} : server_->counts();
        metrics_.set_connections(counts.connections, counts.websockets);
        metrics_.set_worker_queue(pool_.queued());
    }

    const Config& config_;
    const Log& log_;
    SystemClock clock_;
    telemetry::Metrics metrics_;
    asio::io_context context_{1};
    store::Database database_;
    Knowledge knowledge_;
    ReviewWatch review_watch_{database_, database_, clock_};
    net::WorkerPool pool_;
    api::OriginRule origins_;
    access::Access access_;
    desk::InboxOptions answers_;
    desk::Inbox inbox_;
    connectors::web_chat::Hub hub_;
    std::string lookup_key_;
    Outbox outbox_;
    api::SessionGuard guard_;
    api::TicketFeed feed_;
    api::SessionApi session_api_;
    api::AccountsApi accounts_api_;
    api::TicketsApi tickets_api_;
    api::ReviewsApi reviews_api_;
    api::RateLimit ask_rate_;
    api::AskApi ask_api_;
    api::ChatReader reader_;
    api::ChatIntake intake_;
    api::ChatSocketApi chat_socket_;
    api::ChatHttpApi chat_http_;
    api::LookupApi lookup_api_;
    Zalo zalo_;
    api::ChannelsApi channels_api_;
    api::ConsentApi consent_api_;
    api::LinksApi links_api_;
    api::OperationsApi operations_;
    Maintenance maintenance_;
    net::Server* server_ = nullptr;
};

}  // namespace

int serve(const Config& config, const Log& log) {
    try {
        return Process(config, log).run();
    } catch (const kb_index::IndexError& error) {
        std::cerr << "Không khởi động được máy chủ: không ghi được chỉ mục " << index_folder(config).string()
                  << " (" << error.what() << ")\n";
        return 1;
    } catch (const std::exception& error) {
        std::cerr << "Không khởi động được máy chủ: " << error.what() << "\n";
        return 1;
    }
}

}  // namespace reformdesk
