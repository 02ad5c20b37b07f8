// The port through which accounts, sessions and the audit trail are kept. Same rules as
// server/desk/store.hpp.
#pragma once

#include "server/access/account.hpp"

#include <vector>

namespace reformdesk::access {

class AccessStore {
  public:
    virtual ~AccessStore() = default;

    virtual std::optional<Account> account(const std::string& name) = 0;
    virtual std::optional<Account> account(std::int64_t id) = 0;
    virtual std::vector<Account> accounts() = 0;
    /// Nothing when the name is taken; otherwise the stored account with its id.
    virtual std::optional<Account> add_account(const Account& account) = 0;
    /// Replaces display name, role, hash and flags; ends all sessions of the account except `kept_session`.
    virtual void update_account(const Account& account, const std::string& kept_session_hash) = 0;

    virtual void add_session(const Session& session) = 0;
    virtual std::optional<Session> session(const std::string& token_hash) = 0;
    virtual void touch_session(const std::string& token_hash, Timestamp seen_at, Timestamp expires_at) = 0;
    virtual void remove_session(const std::string& token_hash) = 0;
    virtual void remove_expired_sessions(Timestamp now) = 0;

    /// Append only: there is no way to change or remove an entry.
    virtual void append_audit(const AuditEntry& entry) = 0;
    /// Newest first.
    virtual std::vector<AuditEntry> audit(std::size_t limit) = 0;
};

}  // namespace reformdesk::access
