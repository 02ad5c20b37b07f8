// desk::ArticleStore: articles and all their versions.
#include "server/store/engine.hpp"
#include "server/store/knowledge_rows.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <map>
#include <utility>

namespace reformdesk::store {

namespace {

std::optional<desk::StoredArticle> find_article(Session& session, const std::string& id) {
    std::optional<desk::StoredArticle> found;
    std::vector<kb_index::LegalDocument> documents;
    for (const auto& [content, version, changed_at, document] :
         session.rows<std::string, std::int64_t, Timestamp, std::optional<std::string>>("article",
                                                                                        {{"id", id}})) {
        if (!found) {
            found = {read_article(content), version, changed_at};
        }
        if (document) {
            documents.push_back(read_document(*document));
        }
    }
    if (found) {
        found->standing = kb_index::standing_of(found->article, lookup_in(documents));
    }
    return found;
}

// Whether anything had to be stored.
bool put(Session& session, const kb_index::Article& article, const std::string& actor, Timestamp now) {
    const auto present = session.row<std::string, std::int64_t>("article_content", {{"id", article.id}});
    if (present && read_article(std::get<0>(*present)) == article) {
        return false;
    }
    const auto version = present ? std::get<1>(*present) + 1 : 1;
    session.run("put_article", {{"id", article.id}, {"version", version}});
    session.run("add_article_version", {{"id", article.id},
                                        {"version", version},
                                        {"content", write_article(article)},
                                        {"now", now},
                                        {"actor", actor}});
    return true;
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
        lock_articles(session);
        std::size_t changed = 0;
        // The last one counts when an article comes several times.
        std::map<std::string_view, const kb_index::Article*> latest;
        for (const auto& article : articles) {
            if (put(session, article, actor, now)) {
                ++changed;
                latest[article.id] = &article;
            }
        }
        if (changed > 0) {
            put_sources(session, latest);
            renew_articles_revision(session);
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
