// The port behind which the account's tokens are kept, for all processes. Implemented in server/, over the
// store.
#pragma once

#include "connectors/zalo_oa/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

struct TokenPair {
    std::string access_token;
    std::string refresh_token;  ///< works once; empty when Zalo gave none
    Timestamp obtained;
    Timestamp access_expires;
    Timestamp refresh_expires;
};

enum class TokenState {
    ready,
    uncertain,       ///< a refresh got no answer: the refresh token may be used up; tried once more
    needs_operator,  ///< only a new consent helps
};

struct StoredTokens {
    std::string oa_id;
    TokenPair pair;
    std::int64_t generation = 0;  ///< one more with every pair
    TokenState state = TokenState::ready;
    std::string reason = {};  ///< Vietnamese: why an operator is needed; no secrets
    Timestamp state_since{};
};

/// Lives on the I/O thread and never blocks it. Any of these may throw std::exception when the store fails;
/// what it says is never shown.
class TokenStore {
  public:
    virtual ~TokenStore() = default;

    /// Nothing before the first consent.
    virtual boost::asio::awaitable<std::optional<StoredTokens>> load() = 0;

    /// One refresher among all processes: true when nobody else's lease lasts at `now`; then it is `owner`'s
    /// until `until`. An owner may extend its own.
    virtual boost::asio::awaitable<bool> try_lease(std::string owner, Timestamp now, Timestamp until) = 0;
    /// Nothing happens when the lease is not this owner's.
    virtual boost::asio::awaitable<void> release(std::string owner) = 0;

    /// Replaces the generation before this one (the first is 1): false, and nothing changed, when another one
    /// is stored. Durable when it returns.
    virtual boost::asio::awaitable<bool> save(StoredTokens tokens) = 0;

    /// Changes the state alone; nothing happens when another generation is stored.
    virtual boost::asio::awaitable<void> mark(std::int64_t generation, TokenState state, std::string reason,
                                              Timestamp since) = 0;
};

}  // namespace reformdesk::connectors::zalo_oa
