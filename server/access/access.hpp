// Logging in, staying logged in, and who may do what.
#pragma once

#include "server/access/attempts.hpp"
#include "server/access/password.hpp"
#include "server/access/random.hpp"
#include "server/access/store.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <variant>

namespace reformdesk::access {

enum class LoginFailure {
    wrong_name_or_password,  ///< also for disabled and unknown accounts: the answer and its time do not tell
                             ///< which
    too_many_attempts,       ///< for this name or this address; try again later
};

/// A fresh login: the token goes into the cookie and nowhere else.
struct Login {
    std::string token;  ///< 256 random bits, URL-safe text
    Session session;
    Account account;
};

/// What an expert or administrator wants to do; the whole role matrix is `allowed`.
enum class Permission {
    read_tickets,
    answer_tickets,
    read_articles,
    review_articles,
    manage_accounts,
    read_audit
};

bool allowed(Role role, Permission permission);

struct AccessOptions {
    std::chrono::hours session_lifetime{12};  ///< since last seen
    std::size_t attempts_per_name = 10;       ///< failed ones, within the window
    std::size_t attempts_per_address = 50;
    std::chrono::minutes attempt_window{15};
    unsigned long long hash_operations = 2;  ///< argon2id cost; tests lower it
    std::size_t hash_memory = 64u << 20;
};

/// Thread-safe; login hashes for tens of milliseconds on the calling thread, so it belongs on a worker.
class Access {
  public:
    using Now = std::function<Timestamp()>;
    Access(AccessStore& store, Now now, AccessOptions options = {});
    /// With another hasher than argon2id at the options' cost.
    Access(AccessStore& store, Now now, AccessOptions options, std::unique_ptr<PasswordHasher> hasher);

    std::variant<Login, LoginFailure> login(const std::string& name, const std::string& password,
                                            const std::string& address);
    /// The account behind a session token that is still good; renews the session, on disk at most once a
    /// minute.
    std::optional<std::pair<Account, Session>> authenticate(const std::string& token);
    void logout(const std::string& token);

    /// Changes the own password; other sessions of the account end.
    std::optional<PasswordFailure> change_password(const std::string& token, const std::string& current,
                                                   const std::string& next);

    /// A new account with a one-time password that must be changed at the first login. Nothing when the name
    /// is taken or badly formed.
    struct Created {
        Account account;
        std::string one_time_password;
    };
    std::optional<Created> create_account(const std::string& name, const std::string& display_name, Role role,
                                          const std::string& actor);
    /// A new one-time password; ends all sessions. Nothing when there is no such account.
    std::optional<std::string> reset_password(const std::string& name, const std::string& actor);
    /// False when there is no such account, or it is the last enabled administrator.
    /// Disabling ends all sessions.
    bool set_disabled(const std::string& name, bool disabled, const std::string& actor);

    AccessStore& store() { return store_; }

  private:
    /// Whose password this is, when it is somebody's who may log in. Does the same work for everybody.
    std::optional<Account> verified(const std::string& name, const std::string& password);
    void record(const std::string& actor, std::string action, const std::string& name,
                std::string detail = "");

    AccessStore& store_;
    Now now_;
    AccessOptions options_;
    std::unique_ptr<PasswordHasher> hasher_;
    std::string hash_of_nobody_;  ///< verified against when there is no account, so that it takes as long
    AttemptCounter attempts_by_name_;
    AttemptCounter attempts_by_address_;
    std::mutex account_changes_;  ///< two administrators must not disable each other at once
};

}  // namespace reformdesk::access
