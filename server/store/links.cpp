// desk::LinkStore: which account of the console is whose account on a channel.
#include "server/store/engine.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <stdexcept>
#include <utility>

namespace reformdesk::store {

namespace {

std::vector<desk::AccountLink> read_links(Session& session, const std::string& statement,
                                          const Parameters& parameters) {
    std::vector<desk::AccountLink> result;
    auto rows = session.rows<std::int64_t, std::string, std::string, std::string, std::string, std::string,
                             Timestamp>(statement, parameters);
    result.reserve(rows.size());
    for (auto& [account, name, display_name, channel, contact, topics, linked_at] : rows) {
        result.push_back({account, std::move(name), std::move(display_name), read_channel(channel),
                          std::move(contact), read_texts(topics), linked_at});
    }
    return result;
}

std::optional<desk::AccountLink> find_link(Session& session, connectors::Channel channel,
                                           const std::string& contact) {
    auto found = read_links(session, "link_of", {{"channel", to_string(channel)}, {"contact", contact}});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::string name_of_account(Session& session, std::int64_t id) {
    return session.value<std::string>("account_name", {{"id", id}});
}

void audit_link(Session& session, std::int64_t account, connectors::Channel channel,
                const std::string& contact, Timestamp now, std::string_view action) {
    add_audit(session, now, name_of_account(session, account), action,
              "contact:" + std::string(to_string(channel)) + "/" + contact, "");
}

}  // namespace

void Database::put_link_code(const std::string& code_hash, std::int64_t account, desk::Timestamp expires_at) {
    engine_->write([&](Session& session) {
        if (!session.row<std::string>("account_name", {{"id", account}})) {
            throw std::invalid_argument("no account " + std::to_string(account));
        }
        session.run("put_link_code",
                    {{"account", account}, {"code_hash", code_hash}, {"expires_at", expires_at}});
    });
}

std::optional<desk::AccountLink> Database::redeem_link_code(const std::string& code_hash,
                                                            connectors::Channel channel,
                                                            const std::string& contact, desk::Timestamp now) {
    return engine_->write([&](Session& session) -> std::optional<desk::AccountLink> {
        const auto taken =
            session.row<std::int64_t>("take_link_code", {{"code_hash", code_hash}, {"now", now}});
        if (!taken) {
            return std::nullopt;
        }
        const auto account = std::get<0>(*taken);
        session.run("remove_links_of",
                    {{"channel", to_string(channel)}, {"contact", contact}, {"account", account}});
        session.run("add_link", {{"account", account},
                                 {"channel", to_string(channel)},
                                 {"contact", contact},
                                 {"topics", write_texts({})},
                                 {"now", now}});
        audit_link(session, account, channel, contact, now, "contact_linked");
        return find_link(session, channel, contact);
    });
}

std::optional<desk::AccountLink> Database::link_of(connectors::Channel channel, const std::string& contact) {
    return engine_->read([&](Session& session) { return find_link(session, channel, contact); });
}

std::vector<desk::AccountLink> Database::links() {
    return engine_->read([](Session& session) { return read_links(session, "links", {}); });
}

void Database::set_link_topics(std::int64_t account, connectors::Channel channel,
                               std::span<const std::string> topics) {
    engine_->write([&](Session& session) {
        session.run("set_link_topics",
                    {{"account", account}, {"channel", to_string(channel)}, {"topics", write_texts(topics)}});
    });
}

bool Database::remove_link(std::int64_t account, connectors::Channel channel, desk::Timestamp now) {
    return engine_->write([&](Session& session) {
        const auto removed =
            session.row<std::string>("remove_link", {{"account", account}, {"channel", to_string(channel)}});
        if (removed) {
            audit_link(session, account, channel, std::get<0>(*removed), now, "contact_unlinked");
        }
        return removed.has_value();
    });
}

}  // namespace reformdesk::store
