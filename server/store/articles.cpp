// desk::ArticleStore: articles and all their versions.
#include "server/store/engine.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <cstdio>
#include <random>
#include <utility>

namespace reformdesk::store {

namespace {

std::vector<desk::StoredArticle> read_articles(Session& session, const std::string& statement,
                                               const Parameters& parameters) {
    std::vector<desk::StoredArticle> result;
    for (const auto& [content, version, changed_at] :
         session.rows<std::string, std::int64_t, Timestamp>(statement, parameters)) {
        result.push_back({read_article(content), version, changed_at});
    }
    return result;
}

std::optional<desk::StoredArticle> find_article(Session& session, const std::string& id) {
    auto found = read_articles(session, "article", {{"id", id}});
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

// Whether anything had to be stored.
bool put(Session& session, const kb_index::Article& article, const std::string& actor, Timestamp now) {
    const auto present = find_article(session, article.id);
    if (present && present->article == article) {
        return false;
    }
    const auto version = present ? present->version + 1 : 1;
    session.run("put_article", {{"id", article.id}, {"version", version}});
    session.run("add_article_version", {{"id", article.id},
                                        {"version", version},
                                        {"content", write_article(article)},
                                        {"now", now},
                                        {"actor", actor}});
    return true;
}

std::string new_revision() {
    std::random_device device;
    std::string revision;
    for (int part = 0; part < 4; ++part) {
        char digits[9];
        std::snprintf(digits, sizeof digits, "%08x", static_cast<unsigned>(device()));
        revision += digits;
    }
    return revision;
}

}  // namespace

std::optional<desk::StoredArticle> Database::article(const std::string& id) {
    return engine_->read([&](Session& session) { return find_article(session, id); });
}

std::vector<desk::StoredArticle> Database::articles() {
    return engine_->read([](Session& session) { return read_articles(session, "articles", {}); });
}

std::size_t Database::import_articles(std::span<const kb_index::Article> articles, const std::string& actor,
                                      desk::Timestamp now) {
    return engine_->write([&](Session& session) {
        session.value<std::string>("lock_articles");
        std::size_t changed = 0;
        for (const auto& article : articles) {
            changed += put(session, article, actor, now) ? 1 : 0;
        }
        if (changed > 0) {
            session.run("set_articles_revision", {{"revision", new_revision()}});
            add_audit(session, now, actor, "articles_imported", "articles",
                      std::to_string(changed) + " of " + std::to_string(articles.size()) + " changed");
        }
        return changed;
    });
}

std::string Database::articles_revision() {
    return engine_->read([](Session& session) { return session.value<std::string>("articles_revision"); });
}

std::vector<desk::StoredArticle> Database::versions(const std::string& id) {
    return engine_->read([&](Session& session) {
        return read_articles(session, "article_versions", {{"id", id}});
    });
}

}  // namespace reformdesk::store
