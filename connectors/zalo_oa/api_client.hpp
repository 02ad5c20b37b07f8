// Makes calls of Zalo's OpenAPI: with the access token, which is renewed once when Zalo refuses it, and
// within the limit of calls in a minute.
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/message.hpp"
#include "connectors/zalo_oa/api_reply.hpp"
#include "connectors/zalo_oa/rate_window.hpp"
#include "connectors/zalo_oa/tokens.hpp"

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

enum class CallOutcome {
    answered,   ///< `reply` says what happened
    no_effect,  ///< not made, or refused on the way: `reason`, `detail` and `retry_after` say why
    unknown,    ///< no answer that can be read: it may have had its effect; `detail` says why
};

struct CallResult {
    CallOutcome outcome = CallOutcome::no_effect;
    ApiReply reply = {};
    DeliveryReason reason = DeliveryReason::none;
    std::string detail = {};                                    ///< Vietnamese; no secrets
    std::optional<std::chrono::milliseconds> retry_after = {};  ///< empty: whoever retries chooses
};

/// Lives on the I/O thread; any number of calls at once. The client and the tokens must outlive it.
class ApiClient {
  public:
    /// Makes the request with an access token. Called twice when the first one is refused.
    using Build = std::function<HttpRequest(const std::string& token)>;

    ApiClient(HttpClient& http, Tokens& tokens, Clock clock);

    boost::asio::awaitable<CallResult> call(Build build);

  private:
    boost::asio::awaitable<CallResult> call_with(HttpRequest request);

    HttpClient& http_;
    Tokens& tokens_;
    Clock clock_;
    RateWindow window_;
};

}  // namespace reformdesk::connectors::zalo_oa
