// What the Bot API answers, from an HTTP response to a value. Pure.
//
//   const auto answer = read_answer(response);
//   if (answer.outcome == CallOutcome::done) { … read_profile(answer.result) … }
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/wire/json.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::connectors::zalo_bot {

enum class CallOutcome {
    done,
    not_sent,           ///< Zalo can't have acted: the network
    unknown,            ///< Zalo may have acted: the answer was lost, or came from a gateway that lost it
    timed_out,          ///< its code 408: to getUpdates, nobody wrote
    trouble,            ///< its code 403, an internal error there, or a gateway that found nobody behind it
    too_many_calls,     ///< its code 429
    bad_token,          ///< its code 401
    not_found,          ///< its code 404: nobody has such an id
    refused,            ///< its code 400 and all others: the same call will never work
    no_answer_of_zalo,  ///< a proxy or another server answered: a wrong address, a firewall
};

/// One sentence in Vietnamese for the operator and the expert; empty for done.
std::string_view explain(CallOutcome outcome);

struct Answer {
    CallOutcome outcome = CallOutcome::unknown;
    wire::Json result = {};   ///< when done
    std::int64_t code = 0;    ///< Zalo's error_code; 0: none
    std::string description;  ///< as Zalo wrote it: of any length, and perhaps with the URL in it
    std::optional<std::chrono::milliseconds> retry_after = {};  ///< at most an hour
};

/// Reads {"ok":true,"result":…} and {"ok":false,"error_code":…,"description":…}, whatever the HTTP status;
/// for other bodies the status counts.
Answer read_answer(const HttpResponse& response);

/// The bot itself.
struct Profile {
    std::string id;
    std::string account_name;  ///< "bot.VDKyGxQvc"
    std::string display_name;  ///< empty when Zalo doesn't tell
    std::string account_type;  ///< "BASIC"
    bool can_join_groups = false;
};
Profile read_profile(const wire::Json& result);

/// How Zalo's try of the webhook went.
struct WebhookCheck {
    bool ok = false;
    std::string outcome;  ///< "webhook.ok", "webhook.http.403", "webhook.err.tls", …
    std::string hint;     ///< Zalo's advice, in English
};
/// The result of testWebhook.
WebhookCheck read_webhook_check(const wire::Json& result);

struct Webhook {
    std::string url;  ///< empty: none is set
    std::int64_t updated_ms = 0;
    std::optional<WebhookCheck> check = {};  ///< only from setWebhook, which keeps the URL even if it fails
};
Webhook read_webhook(const wire::Json& result);

struct SentMessage {
    std::string id;
    std::int64_t time_ms = 0;
};
SentMessage read_sent_message(const wire::Json& result);

}  // namespace reformdesk::connectors::zalo_bot
