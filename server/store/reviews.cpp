// desk::ReviewStore: what editors have to look at again.
#include "server/store/engine.hpp"
#include "server/store/knowledge_rows.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <limits>
#include <utility>

namespace reformdesk::store {

namespace {

std::vector<desk::ReviewTask> read_reviews(Session& session, const std::string& statement,
                                           const Parameters& parameters) {
    std::vector<desk::ReviewTask> result;
    auto rows =
        session.rows<std::int64_t, std::string, std::string, std::string, std::string, std::string, Timestamp,
                     std::string, std::optional<Timestamp>, std::string>(statement, parameters);
    result.reserve(rows.size());
    for (auto& [id, article, document, last_day, reason, successor, opened_at, opened_by, closed_at,
                closed_by] : rows) {
        result.push_back({id, std::move(article), known(desk::parse_review_reason(reason), reason),
                          std::move(document), std::move(successor), kb_index::parse_date(last_day),
                          opened_at, std::move(opened_by), closed_at, std::move(closed_by)});
    }
    return result;
}

std::optional<desk::ReviewTask> find_review(Session& session, std::int64_t id) {
    auto found = read_reviews(session, "review", {{"id", id}});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

void audit_review(Session& session, std::int64_t id, const std::string& account, Timestamp at,
                  std::string_view action) {
    add_audit(session, at, account, action, "review:" + std::to_string(id), "");
}

}  // namespace

std::size_t Database::open_reviews(std::span<const desk::ReviewTask> tasks) {
    return engine_->write([&](Session& session) {
        lock_articles(session);
        return store::open_reviews(session, tasks);
    });
}

std::vector<desk::ReviewTask> Database::reviews(const desk::ReviewQuery& query) {
    const auto limit = to_limit(query.limit);
    return engine_->read([&](Session& session) {
        if (query.open) {
            return read_reviews(session, "waiting_reviews", {{"after", query.after}, {"limit", limit}});
        }
        const auto before = query.after == 0 ? std::numeric_limits<std::int64_t>::max() : query.after;
        return read_reviews(session, "done_reviews", {{"before", before}, {"limit", limit}});
    });
}

std::int64_t Database::open_review_count() {
    return engine_->read(
        [](Session& session) { return session.value<std::int64_t>("count_waiting_reviews"); });
}

std::optional<desk::ReviewTask> Database::close_review(std::int64_t id, const std::string& account,
                                                       desk::Timestamp at) {
    return engine_->write([&](Session& session) {
        if (session.run("close_review", {{"id", id}, {"account", account}, {"at", at}}) > 0) {
            audit_review(session, id, account, at, "review_closed");
        }
        return find_review(session, id);
    });
}

std::optional<desk::ReviewTask> Database::reopen_review(std::int64_t id, const std::string& account,
                                                        desk::Timestamp at) {
    return engine_->write([&](Session& session) {
        if (session.run("reopen_review", {{"id", id}}) > 0) {
            audit_review(session, id, account, at, "review_reopened");
        }
        return find_review(session, id);
    });
}

}  // namespace reformdesk::store
