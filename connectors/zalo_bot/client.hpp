// Calls of the Bot API: POST {base}/bot{token}/{method}. The token is a part of the URL: it is in no reply,
// no detail, and nobody else gets it from here.
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/zalo_bot/payload.hpp"
#include "connectors/zalo_bot/replies.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_bot {

struct ClientOptions {
    std::string token;  ///< "digits:secret"
    std::string base_url = "https://bot-api.zaloplatforms.com";
};

template <class Value>
struct Reply {
    CallOutcome outcome = CallOutcome::unknown;
    Value value = {};         ///< when done
    std::string detail = {};  ///< why not, in English, for the log: neither the token nor what was sent
    std::optional<std::chrono::milliseconds> retry_after = {};
};

struct Nothing {};

/// Lives on the I/O thread. Never throws for what Zalo or the network do. Each method waits as long as it
/// reasonably takes: 30 seconds, or what is said below.
class Client {
  public:
    /// The HTTP client must outlive this one. Throws std::invalid_argument, in Vietnamese and without the
    /// token, for what can be no token or no base URL.
    Client(HttpClient& http, const ClientOptions& options);

    boost::asio::awaitable<Reply<Profile>> get_me();

    /// Waits up to `wait` for somebody to write (timed_out: nobody did), and 5 seconds more for the answer.
    /// What it gives, Zalo gives only once. Gives nothing, and no error either, while a webhook is set.
    boost::asio::awaitable<Reply<std::vector<Event>>> get_updates(std::chrono::seconds wait);

    /// `secret`: see can_be_secret. The URL stays set even when Zalo's check of it fails.
    boost::asio::awaitable<Reply<Webhook>> set_webhook(std::string url, std::string secret);
    boost::asio::awaitable<Reply<Nothing>> delete_webhook();
    boost::asio::awaitable<Reply<Webhook>> get_webhook_info();
    /// Zalo calls the webhook now; a few times a day.
    boost::asio::awaitable<Reply<WebhookCheck>> test_webhook();

    /// `text`: 1 to 2,000 characters.
    boost::asio::awaitable<Reply<SentMessage>> send_message(std::string chat, std::string text);
    /// Zalo fetches the picture itself, more than once; waits up to 150 seconds.
    boost::asio::awaitable<Reply<SentMessage>> send_photo(std::string chat, std::string url,
                                                          std::string caption);
    /// "Đang soạn tin…"; waits up to 5 seconds.
    boost::asio::awaitable<Reply<Nothing>> send_typing(std::string chat);

  private:
    struct Call {
        std::string method;
        wire::JsonObject parameters = {};
        std::chrono::milliseconds deadline{30'000};
    };

    template <class Value>
    boost::asio::awaitable<Reply<Value>> perform(Call call, Value (*read)(const wire::Json&));
    std::string detail(const Call& call, std::string why) const;

    HttpClient& http_;
    std::string token_;
    std::string base_url_;
};

}  // namespace reformdesk::connectors::zalo_bot
