// Accounts, sessions and the audit trail in memory.
#pragma once

#include "server/access/store.hpp"

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace reformdesk::fakes {

/// Thread-safe.
class AccessStore : public access::AccessStore {
  public:
    using Timestamp = access::Timestamp;

    std::optional<access::Account> account(const std::string& name) override {
        const std::scoped_lock lock(mutex_);
        const auto found = std::find_if(accounts_.begin(), accounts_.end(),
                                        [&](const auto& account) { return account.name == name; });
        return found == accounts_.end() ? std::nullopt : std::optional(*found);
    }

    std::optional<access::Account> account(std::int64_t id) override {
        const std::scoped_lock lock(mutex_);
        const auto found = std::find_if(accounts_.begin(), accounts_.end(),
                                        [&](const auto& account) { return account.id == id; });
        return found == accounts_.end() ? std::nullopt : std::optional(*found);
    }

    std::vector<access::Account> accounts() override {
        const std::scoped_lock lock(mutex_);
        auto all = accounts_;
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
        return all;
    }

    std::optional<access::Account> add_account(const access::Account& account) override {
        const std::scoped_lock lock(mutex_);
        const bool taken = std::any_of(accounts_.begin(), accounts_.end(),
                                       [&](const auto& other) { return other.name == account.name; });
        if (taken) {
            return std::nullopt;
        }
        accounts_.push_back(account);
        accounts_.back().id = static_cast<std::int64_t>(accounts_.size());
        return accounts_.back();
    }

    void update_account(const access::Account& account, const std::string& kept_session_hash) override {
        const std::scoped_lock lock(mutex_);
        for (auto& stored : accounts_) {
            if (stored.id == account.id) {
                stored.display_name = account.display_name;
                stored.role = account.role;
                stored.password_hash = account.password_hash;
                stored.must_change_password = account.must_change_password;
                stored.disabled = account.disabled;
            }
        }
        std::erase_if(sessions_, [&](const auto& session) {
            return session.account == account.id && session.token_hash != kept_session_hash;
        });
    }

    void add_session(const access::Session& session) override {
        const std::scoped_lock lock(mutex_);
        sessions_.push_back(session);
    }

    std::optional<access::Session> session(const std::string& token_hash) override {
        const std::scoped_lock lock(mutex_);
        const auto found = std::find_if(sessions_.begin(), sessions_.end(), [&](const auto& session) {
            return session.token_hash == token_hash;
        });
        return found == sessions_.end() ? std::nullopt : std::optional(*found);
    }

    void touch_session(const std::string& token_hash, Timestamp seen_at, Timestamp expires_at) override {
        const std::scoped_lock lock(mutex_);
        for (auto& session : sessions_) {
            if (session.token_hash == token_hash) {
                session.seen_at = seen_at;
                session.expires_at = expires_at;
                ++touched_;
            }
        }
    }

    void remove_session(const std::string& token_hash) override {
        const std::scoped_lock lock(mutex_);
        std::erase_if(sessions_, [&](const auto& session) { return session.token_hash == token_hash; });
    }

    void remove_expired_sessions(Timestamp now) override {
        const std::scoped_lock lock(mutex_);
        std::erase_if(sessions_, [&](const auto& session) { return session.expires_at <= now; });
    }

    void append_audit(const access::AuditEntry& entry) override {
        const std::scoped_lock lock(mutex_);
        audit_.push_back(entry);
    }

    std::vector<access::AuditEntry> audit(std::size_t limit) override {
        const std::scoped_lock lock(mutex_);
        std::vector<access::AuditEntry> newest(audit_.rbegin(), audit_.rend());
        newest.resize(std::min(newest.size(), limit));
        return newest;
    }

    /// How many sessions are kept, good or not.
    std::size_t session_count() const {
        const std::scoped_lock lock(mutex_);
        return sessions_.size();
    }
    std::size_t touched() const {
        const std::scoped_lock lock(mutex_);
        return touched_;
    }

  private:
    mutable std::mutex mutex_;
    std::vector<access::Account> accounts_;
    std::vector<access::Session> sessions_;
    std::vector<access::AuditEntry> audit_;
    std::size_t touched_ = 0;
};

}  // namespace reformdesk::fakes
