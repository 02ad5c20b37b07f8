// The tokens of an Official Account in memory, shared by as many "processes" as a test has.
#pragma once

#include "connectors/zalo_oa/token_store.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::fakes {

/// Lives on one thread. Every call suspends, as one that asks a database does.
class TokenStore : public connectors::zalo_oa::TokenStore {
  public:
    using Stored = connectors::zalo_oa::StoredTokens;
    using State = connectors::zalo_oa::TokenState;
    using Timestamp = connectors::zalo_oa::Timestamp;

    /// What is stored; empty before the first consent.
    std::optional<Stored> stored;

    /// From now on nothing can be read or written, or only not be written.
    void break_down(bool broken = true) { broken_ = broken; }
    void refuse_writes(bool refused = true) { writes_refused_ = refused; }
    std::size_t saves() const { return saves_; }

    boost::asio::awaitable<std::optional<Stored>> load() override {
        co_await suspend();
        fail_if(broken_);
        co_return stored;
    }

    boost::asio::awaitable<bool> try_lease(std::string owner, Timestamp now, Timestamp until) override {
        co_await suspend();
        fail_if(broken_);
        if (now < leased_until_ && owner != leased_by_) {
            co_return false;
        }
        leased_by_ = std::move(owner);
        leased_until_ = until;
        co_return true;
    }

    boost::asio::awaitable<void> release(std::string owner) override {
        co_await suspend();
        fail_if(broken_);
        if (owner == leased_by_) {
            leased_until_ = {};
        }
    }

    boost::asio::awaitable<bool> save(Stored tokens) override {
        co_await suspend();
        fail_if(broken_ || writes_refused_);
        const auto newest = stored ? stored->generation : 0;
        if (tokens.generation != newest + 1) {
            co_return false;
        }
        stored = std::move(tokens);
        ++saves_;
        co_return true;
    }

    boost::asio::awaitable<void> mark(std::int64_t generation, State state, std::string reason,
                                      Timestamp since) override {
        co_await suspend();
        fail_if(broken_ || writes_refused_);
        if (stored && stored->generation == generation) {
            stored->state = state;
            stored->reason = std::move(reason);
            stored->state_since = since;
        }
    }

  private:
    static boost::asio::awaitable<void> suspend() {
        const auto executor = co_await boost::asio::this_coro::executor;
        co_await boost::asio::post(executor, boost::asio::use_awaitable);
    }

    static void fail_if(bool broken) {
        if (broken) {
            throw std::runtime_error("disk I/O error");
        }
    }

    bool broken_ = false;
    bool writes_refused_ = false;
    std::size_t saves_ = 0;
    std::string leased_by_;
    Timestamp leased_until_{};
};

}  // namespace reformdesk::fakes
