// The account's access token, alive whenever something is to be sent.
//
//   Access access = co_await tokens.access();
//   if (access.token.empty()) { … access.reason, access.detail, access.retry_after … }
#pragma once

#include "connectors/message.hpp"
#include "connectors/zalo_oa/token_refresh.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

namespace reformdesk::connectors::zalo_oa {

struct TokenOptions {
    RefreshOptions refresh;
    /// Refreshed when less is left, or a fifth of the token's life: 5 of Zalo's 25 hours.
    std::chrono::milliseconds refresh_ahead = std::chrono::hours(5);
    std::chrono::milliseconds warn_ahead = std::chrono::days(14);  ///< before the refresh token ends
    std::chrono::milliseconds look_again = std::chrono::seconds(60);
};

/// A token to send with, or why there is none.
struct Access {
    std::string token = {};
    std::int64_t generation = 0;  ///< of the token
    DeliveryReason reason = DeliveryReason::none;
    std::string detail = {};  ///< Vietnamese
    std::chrono::milliseconds retry_after{};
};

/// For the health page and the doctor.
struct TokenHealth {
    std::string oa_id;
    TokenState state = TokenState::ready;
    std::string detail;  ///< Vietnamese: why there is no newer token; empty when all is well
    Timestamp access_expires;
    Timestamp refresh_expires;
};

/// Lives on the I/O thread. Before it is destroyed, wait for finish(), or end its context. The client and the
/// store must outlive it.
class Tokens {
  public:
    /// Gets Vietnamese text for the operator, the same at most once a day: the right to send will end or has
    /// ended, and what to do. Must not throw.
    using Warn = std::function<void(const std::string& text)>;

    Tokens(boost::asio::any_io_executor executor, HttpClient& http, TokenStore& store, Clock clock,
           TokenOptions options, Warn warn);

    /// The token to send with now. Waits for a refresh only when there is none that works.
    boost::asio::awaitable<Access> access();
    /// Zalo refused the token of this generation: the next one, after at most one refresh.
    boost::asio::awaitable<Access> access_after_refusal(std::int64_t generation);

    /// Refreshes ahead of time and warns, also when nothing is sent, until finish() is called.
    boost::asio::awaitable<void> run();
    /// Starts nothing new and waits for a refresh under way: its tokens must not be lost.
    boost::asio::awaitable<void> finish();

    /// As last read from the store; nothing before the first consent.
    std::optional<TokenHealth> health() const;

  private:
    struct Flight;
    struct Problem {
        TokenProblem problem;
        Timestamp since;
    };

    boost::asio::awaitable<void> look_after();
    boost::asio::awaitable<void> reload();
    boost::asio::awaitable<void> refresh_or_wait();
    boost::asio::awaitable<void> fly(std::shared_ptr<Flight> flight, std::int64_t generation);
    boost::asio::awaitable<void> landing(std::shared_ptr<Flight> flight);

    void start_flight();
    void learn(StoredTokens stored);
    void hold(TokenProblem problem);
    Access usable_or_problem() const;
    bool is_usable() const;
    bool is_due() const;
    std::chrono::milliseconds hold_left() const;
    std::string trouble() const;
    void warn_of(const std::string& text);

    boost::asio::any_io_executor executor_;
    TokenStore& store_;
    Clock clock_;
    TokenOptions options_;
    Warn warn_;
    TokenRefresh refresh_;
    boost::asio::steady_timer timer_;

    std::optional<StoredTokens> current_;  ///< as last read or written
    bool unreadable_ = false;              ///< the store failed when it was last read
    std::int64_t refused_ = 0;             ///< the generation that Zalo refused
    std::optional<Problem> problem_;       ///< why there is no newer token
    std::shared_ptr<Flight> flight_;       ///< the refresh under way: all wait for the same
    std::map<std::string, Timestamp> warned_;
    bool finishing_ = false;
};

}  // namespace reformdesk::connectors::zalo_oa
