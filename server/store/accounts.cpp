// access::AccessStore: accounts, their sessions, and the audit trail.
#include "server/store/engine.hpp"
#include "server/store/rows.hpp"

#include <stdexcept>
#include <utility>

namespace reformdesk::store {

namespace {

std::vector<access::Account> read_accounts(Session& session, const std::string& statement,
                                           const Parameters& parameters) {
    std::vector<access::Account> result;
    auto rows =
        session.rows<std::int64_t, std::string, std::string, std::string, std::string, bool, bool, Timestamp>(
            statement, parameters);
    result.reserve(rows.size());
    for (auto& [id, name, display_name, role, password_hash, must_change_password, disabled, created_at] :
         rows) {
        result.push_back({id, std::move(name), std::move(display_name), known(access::parse_role(role), role),
                          std::move(password_hash), must_change_password, disabled, created_at});
    }
    return result;
}

std::optional<access::Account> read_account(Session& session, const std::string& statement,
                                            const Parameters& parameters) {
    auto found = read_accounts(session, statement, parameters);
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

}  // namespace

std::optional<access::Account> Database::account(const std::string& name) {
    return engine_->read([&](Session& session) {
        return read_account(session, "account_by_name", {{"name", name}});
    });
}

std::optional<access::Account> Database::account(std::int64_t id) {
    return engine_->read([&](Session& session) { return read_account(session, "account", {{"id", id}}); });
}

std::vector<access::Account> Database::accounts() {
    return engine_->read([](Session& session) { return read_accounts(session, "accounts", {}); });
}

std::optional<access::Account> Database::add_account(const access::Account& account) {
    return engine_->write([&](Session& session) -> std::optional<access::Account> {
        const auto id =
            session.row<std::int64_t>("add_account", {{"name", account.name},
                                                      {"display_name", account.display_name},
                                                      {"role", access::to_string(account.role)},
                                                      {"password_hash", account.password_hash},
                                                      {"must_change_password", account.must_change_password},
                                                      {"disabled", account.disabled},
                                                      {"created_at", account.created_at}});
        if (!id) {
            return std::nullopt;
        }
        auto stored = account;
        stored.id = std::get<0>(*id);
        return stored;
    });
}

void Database::update_account(const access::Account& account, const std::string& kept_session_hash) {
    engine_->write([&](Session& session) {
        if (session.run("update_account", {{"id", account.id},
                                           {"display_name", account.display_name},
                                           {"role", access::to_string(account.role)},
                                           {"password_hash", account.password_hash},
                                           {"must_change_password", account.must_change_password},
                                           {"disabled", account.disabled}}) == 0) {
            throw std::invalid_argument("no account " + std::to_string(account.id));
        }
        session.run("remove_sessions_of_account", {{"account", account.id}, {"kept", kept_session_hash}});
    });
}

void Database::add_session(const access::Session& added) {
    engine_->write([&](Session& session) {
        session.run("add_session", {{"token_hash", added.token_hash},
                                    {"account", added.account},
                                    {"csrf_token", added.csrf_token},
                                    {"created_at", added.created_at},
                                    {"expires_at", added.expires_at},
                                    {"seen_at", added.seen_at}});
    });
}

std::optional<access::Session> Database::session(const std::string& token_hash) {
    return engine_->read([&](Session& session) -> std::optional<access::Session> {
        auto row = session.row<std::string, std::int64_t, std::string, Timestamp, Timestamp, Timestamp>(
            "session", {{"token_hash", token_hash}});
        if (!row) {
            return std::nullopt;
        }
        auto& [hash, account, csrf_token, created_at, expires_at, seen_at] = *row;
        return access::Session{std::move(hash), account,    std::move(csrf_token),
                               created_at,      expires_at, seen_at};
    });
}

void Database::touch_session(const std::string& token_hash, access::Timestamp seen_at,
                             access::Timestamp expires_at) {
    engine_->write([&](Session& session) {
        session.run("touch_session",
                    {{"token_hash", token_hash}, {"seen_at", seen_at}, {"expires_at", expires_at}});
    });
}

void Database::remove_session(const std::string& token_hash) {
    engine_->write([&](Session& session) { session.run("remove_session", {{"token_hash", token_hash}}); });
}

void Database::remove_expired_sessions(access::Timestamp now) {
    engine_->write([&](Session& session) { session.run("remove_expired_sessions", {{"now", now}}); });
}

void Database::append_audit(const access::AuditEntry& entry) {
    engine_->write([&](Session& session) {
        add_audit(session, entry.at, entry.actor, entry.action, entry.object, entry.detail);
    });
}

std::vector<access::AuditEntry> Database::audit(std::size_t limit) {
    return engine_->read([&](Session& session) {
        std::vector<access::AuditEntry> result;
        auto rows = session.rows<Timestamp, std::string, std::string, std::string, std::string>(
            "audit", {{"limit", to_limit(limit)}});
        result.reserve(rows.size());
        for (auto& [at, actor, action, object, detail] : rows) {
            result.push_back({at, std::move(actor), std::move(action), std::move(object), std::move(detail)});
        }
        return result;
    });
}

}  // namespace reformdesk::store
