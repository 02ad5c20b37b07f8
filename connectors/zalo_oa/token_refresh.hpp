// One refresh of the account's tokens: by one process at a time, stored before it is used. A refresh token
// works once, so a refresh without an answer is never just repeated.
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/message.hpp"
#include "connectors/zalo_oa/oauth.hpp"
#include "connectors/zalo_oa/token_store.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

struct RefreshOptions {
    OAuthSettings oauth;
    std::string owner;                                           ///< names this process in leases: unique
    std::chrono::milliseconds lease = std::chrono::seconds(60);  ///< longer than a refresh with its saving
    /// Between a refresh without an answer and the only further one: while the access token still works, and
    /// when nothing can be sent any more.
    std::chrono::milliseconds pause_while_usable = std::chrono::minutes(10);
    std::chrono::milliseconds pause_when_expired = std::chrono::seconds(30);
    /// How often, and how many times, to look whether the process that holds the lease is done.
    std::chrono::milliseconds poll = std::chrono::milliseconds(500);
    int polls = 20;
};

/// Why there is no newer token, for whoever wanted to send.
struct TokenProblem {
    DeliveryReason reason = DeliveryReason::unreachable;
    std::string detail;  ///< Vietnamese; no secrets
    std::chrono::milliseconds retry_after{};
};

struct RefreshResult {
    std::optional<StoredTokens> tokens = {};   ///< as stored now, when that could be read
    std::optional<TokenProblem> problem = {};  ///< empty: the tokens are newer than those refreshed
};

/// What a new pair becomes in the store.
StoredTokens stored_tokens(const IssuedTokens& issued, std::string oa_id, std::int64_t generation,
                           Timestamp now);

/// Lives on the I/O thread; one refresh at a time. The client and the store must outlive it.
class TokenRefresh {
  public:
    TokenRefresh(HttpClient& http, TokenStore& store, Clock clock, RefreshOptions options);

    /// Replaces the pair of this generation, unless another process has done so. Doesn't throw.
    boost::asio::awaitable<RefreshResult> run(std::int64_t generation);

    /// Zalo issued a pair that the store did not take. It is lost when the process ends: run() again soon.
    bool has_unsaved() const { return unsaved_.has_value(); }

  private:
    boost::asio::awaitable<RefreshResult> run_under_lease(std::int64_t generation);
    boost::asio::awaitable<RefreshResult> run_alone(std::int64_t generation);
    boost::asio::awaitable<RefreshResult> ask(StoredTokens old);
    boost::asio::awaitable<RefreshResult> save_unsaved();
    boost::asio::awaitable<RefreshResult> after_no_answer(StoredTokens old);
    boost::asio::awaitable<RefreshResult> after_refusal(StoredTokens old, std::int64_t code);
    boost::asio::awaitable<RefreshResult> mark(StoredTokens old, TokenState state, std::string reason);
    boost::asio::awaitable<RefreshResult> await_other(std::int64_t generation);

    HttpClient& http_;
    TokenStore& store_;
    Clock clock_;
    RefreshOptions options_;
    std::optional<StoredTokens> unsaved_;
};

}  // namespace reformdesk::connectors::zalo_oa
