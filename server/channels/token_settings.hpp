// Zalo's tokens among the settings that all processes share.
#pragma once

#include "connectors/zalo_oa/token_store.hpp"
#include "server/desk/channel_store.hpp"
#include "server/net/offload.hpp"

#include <string>

namespace reformdesk::channels {

/// Lives on the I/O thread; reads and writes on workers.
class TokenSettings : public connectors::zalo_oa::TokenStore {
  public:
    TokenSettings(desk::SettingStore& settings, net::WorkerPool& pool) : settings_(settings), pool_(pool) {}

    boost::asio::awaitable<std::optional<connectors::zalo_oa::StoredTokens>> load() override;
    boost::asio::awaitable<bool> try_lease(std::string owner, connectors::zalo_oa::Timestamp now,
                                           connectors::zalo_oa::Timestamp until) override;
    boost::asio::awaitable<void> release(std::string owner) override;
    boost::asio::awaitable<bool> save(connectors::zalo_oa::StoredTokens tokens) override;
    boost::asio::awaitable<void> mark(std::int64_t generation, connectors::zalo_oa::TokenState state,
                                      std::string reason, connectors::zalo_oa::Timestamp since) override;

  private:
    desk::SettingStore& settings_;
    net::WorkerPool& pool_;
};

/// As stored by any process; for the doctor. Nothing before the first consent. Throws desk::StoreError.
std::optional<connectors::zalo_oa::StoredTokens> stored_tokens(desk::SettingStore& settings);

}  // namespace reformdesk::channels
