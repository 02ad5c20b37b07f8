// People who may log in to the console.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::access {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

enum class Role { administrator, expert };

std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view name);

struct Account {
    std::int64_t id = 0;
    std::string name;          ///< login: 3 to 64 of a-z 0-9 . _ -
    std::string display_name;  ///< shown to askers
    Role role = Role::expert;
    std::string password_hash;  ///< argon2id, in libsodium's text form
    bool must_change_password = false;
    bool disabled = false;
    Timestamp created_at;
};

/// Whether this can be a login name.
bool is_account_name(std::string_view name);

/// A login. The token itself is never stored, only its hash.
struct Session {
    std::string token_hash;  ///< hex of BLAKE2b-256
    std::int64_t account = 0;
    std::string csrf_token;
    Timestamp created_at;
    Timestamp expires_at;
    Timestamp seen_at;
};

struct AuditEntry {
    Timestamp at;
    std::string actor;   ///< login name, or "system"
    std::string action;  ///< "login", "login_failed", "ticket_answered", "articles_imported" …
    std::string object;  ///< "ticket:1001", "account:lan"
    std::string detail;  ///< no message text and no secret
};

}  // namespace reformdesk::access
