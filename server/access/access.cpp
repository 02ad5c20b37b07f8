#include "server/access/access.hpp"

#include <algorithm>
#include <array>

#include <arpa/inet.h>

namespace reformdesk::access {

namespace {

constexpr std::size_t remembered_keys = 10'000;
constexpr std::chrono::minutes touch_every{1};
constexpr std::size_t longest_display_name = 200;

// One household or provider customer has a whole IPv6 /64: its addresses count as one.
std::string network_of(const std::string& address) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET6, address.c_str(), bytes.data()) != 1) {
        return address;
    }
    const std::array<unsigned char, 12> mapped_ipv4{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    if (!std::equal(mapped_ipv4.begin(), mapped_ipv4.end(), bytes.begin())) {
        std::fill(bytes.begin() + 8, bytes.end(), static_cast<unsigned char>(0));
    }
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(AF_INET6, bytes.data(), text.data(), text.size());
    return text.data();
}

bool is_display_name(std::string_view name) {
    const bool control = std::any_of(name.begin(), name.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7F;
    });
    return name.find_first_not_of(' ') != std::string_view::npos && name.size() <= longest_display_name &&
           !control;
}

}  // namespace

bool allowed(Role role, Permission permission) {
    switch (permission) {
        case Permission::read_tickets:
        case Permission::answer_tickets:
        case Permission::read_articles:
        case Permission::review_articles:
            return role == Role::expert || role == Role::administrator;
        case Permission::manage_accounts:
        case Permission::read_audit:
            return role == Role::administrator;
    }
    return false;
}

Access::Access(AccessStore& store, Now now, AccessOptions options)
    : Access(store, std::move(now), options, argon2id_hasher(options.hash_operations, options.hash_memory)) {}

Access::Access(AccessStore& store, Now now, AccessOptions options, std::unique_ptr<PasswordHasher> hasher)
    : store_(store),
      now_(std::move(now)),
      options_(options),
      hasher_(std::move(hasher)),
      hash_of_nobody_(hasher_->hash(random_token())),
      attempts_by_name_(options.attempts_per_name, options.attempt_window, remembered_keys),
      attempts_by_address_(options.attempts_per_address, options.attempt_window, remembered_keys) {}

std::optional<Account> Access::verified(const std::string& name, const std::string& password) {
    auto account = is_account_name(name) ? store_.account(name) : std::nullopt;
    const bool may_log_in = account && !account->disabled;
    const bool matches = hasher_->verify(may_log_in ? account->password_hash : hash_of_nobody_, password);
    if (!may_log_in || !matches) {
        return std::nullopt;
    }
    return account;
}

std::variant<Login, LoginFailure> Access::login(const std::string& name, const std::string& password,
                                                const std::string& address) {
    const auto now = now_();
    const auto network = network_of(address);
    if (!attempts_by_address_.begin(network, now)) {
        return LoginFailure::too_many_attempts;
    }
    const bool named = is_account_name(name);
    if (named && !attempts_by_name_.begin(name, now)) {
        return LoginFailure::too_many_attempts;
    }
    auto account = verified(name, password);
    if (!account) {
        // What is no name may be a password typed into the wrong field: it goes nowhere.
        record("system", "login_failed", named ? name : "?", "address " + address);
        return LoginFailure::wrong_name_or_password;
    }
    attempts_by_name_.forget(name);
    attempts_by_address_.take_back(network);

    Login login;
    login.token = random_token();
    login.session.token_hash = hash_token(login.token);
    login.session.account = account->id;
    login.session.csrf_token = random_token();
    login.session.created_at = now;
    login.session.seen_at = now;
    login.session.expires_at = now + options_.session_lifetime;
    login.account = *std::move(account);
    store_.remove_expired_sessions(now);
    store_.add_session(login.session);
    record(login.account.name, "login", login.account.name, "address " + address);
    return login;
}

std::optional<std::pair<Account, Session>> Access::authenticate(const std::string& token) {
    auto session = store_.session(hash_token(token));
    const auto now = now_();
    if (!session || session->expires_at <= now) {
        return std::nullopt;
    }
    auto account = store_.account(session->account);
    if (!account || account->disabled) {
        return std::nullopt;
    }
    if (now - session->seen_at >= touch_every) {
        session->seen_at = now;
        session->expires_at = now + options_.session_lifetime;
        store_.touch_session(session->token_hash, session->seen_at, session->expires_at);
    }
    return std::pair(*std::move(account), *std::move(session));
}

void Access::logout(const std::string& token) {
    const auto authenticated = authenticate(token);
    store_.remove_session(hash_token(token));
    if (authenticated) {
        record(authenticated->first.name, "logout", authenticated->first.name);
    }
}

std::optional<PasswordFailure> Access::change_password(const std::string& token, const std::string& current,
                                                       const std::string& next) {
    const auto authenticated = authenticate(token);
    if (!authenticated) {
        return PasswordFailure::wrong_current;
    }
    // A stolen session must not be a way to guess the password without limit.
    const auto& name = authenticated->first.name;
    if (!attempts_by_name_.begin(name, now_()) || !verified(name, current)) {
        return PasswordFailure::wrong_current;
    }
    attempts_by_name_.take_back(name);
    if (const auto problem = problem_of_password(next, name)) {
        return problem;
    }
    if (equal_in_constant_time(next, current)) {
        return PasswordFailure::same_as_current;
    }
    const auto hash = hasher_->hash(next);
    const std::scoped_lock lock(account_changes_);
    auto account = store_.account(name);
    if (!account || account->password_hash != authenticated->first.password_hash) {
        return PasswordFailure::wrong_current;  // reset in the meantime
    }
    account->password_hash = hash;
    account->must_change_password = false;
    store_.update_account(*account, authenticated->second.token_hash);
    record(name, "password_changed", name);
    return std::nullopt;
}

std::optional<Access::Created> Access::create_account(const std::string& name,
                                                      const std::string& display_name, Role role,
                                                      const std::string& actor) {
    if (!is_account_name(name) || !is_display_name(display_name)) {
        return std::nullopt;
    }
    Created created;
    created.one_time_password = one_time_password();
    Account account;
    account.name = name;
    account.display_name = display_name;
    account.role = role;
    account.password_hash = hasher_->hash(created.one_time_password);
    account.must_change_password = true;
    account.created_at = now_();
    auto added = store_.add_account(account);
    if (!added) {
        return std::nullopt;
    }
    created.account = *std::move(added);
    record(actor, "account_created", name, std::string(to_string(role)));
    return created;
}

std::optional<std::string> Access::reset_password(const std::string& name, const std::string& actor) {
    auto password = one_time_password();
    const auto hash = hasher_->hash(password);
    const std::scoped_lock lock(account_changes_);
    auto account = store_.account(name);
    if (!account) {
        return std::nullopt;
    }
    account->password_hash = hash;
    account->must_change_password = true;
    store_.update_account(*account, "");
    attempts_by_name_.forget(name);
    record(actor, "password_reset", name);
    return password;
}

bool Access::set_disabled(const std::string& name, bool disabled, const std::string& actor) {
    const std::scoped_lock lock(account_changes_);
    auto account = store_.account(name);
    if (!account) {
        return false;
    }
    if (account->disabled == disabled) {
        return true;
    }
    if (disabled && account->role == Role::administrator) {
        const auto all = store_.accounts();
        const bool another = std::any_of(all.begin(), all.end(), [&](const Account& other) {
            return other.name != name && other.role == Role::administrator && !other.disabled;
        });
        if (!another) {
            return false;
        }
    }
    account->disabled = disabled;
    store_.update_account(*account, "");
    record(actor, disabled ? "account_disabled" : "account_enabled", name);
    return true;
}

void Access::record(const std::string& actor, std::string action, const std::string& name,
                    std::string detail) {
    store_.append_audit(AuditEntry{now_(), actor, std::move(action), "account:" + name, std::move(detail)});
}

}  // namespace reformdesk::access
