#include "server/store/knowledge_rows.hpp"

#include "connectors/wire/json.hpp"
#include "server/store/records.hpp"

#include <algorithm>
#include <cstdio>
#include <random>
#include <utility>

namespace reformdesk::store {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

namespace {

// Longer sources are no numbers of documents: see kb_index/document.hpp.
constexpr std::size_t longest_number = 128;

// Within JSON a byte 0 would not be seen when the parameter is bound.
Json text(std::string_view name, const std::string& value) {
    refuse_byte_zero(name, value);
    return value;
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

std::string lock_articles(Session& session) {
    return session.value<std::string>("lock_articles");
}

std::string renew_articles_revision(Session& session) {
    auto revision = new_revision();
    session.run("set_articles_revision", {{"revision", revision}});
    return revision;
}

std::vector<kb_index::LegalDocument> read_documents(Session& session) {
    std::vector<kb_index::LegalDocument> result;
    for (const auto& [content] : session.rows<std::string>("documents")) {
        result.push_back(read_document(content));
    }
    return result;
}

kb_index::DocumentLookup lookup_in(std::span<const kb_index::LegalDocument> documents) {
    return [documents](std::string_view number) -> const kb_index::LegalDocument* {
        const auto found =
            std::ranges::lower_bound(documents, number, std::less<>(), &kb_index::LegalDocument::number);
        return found == documents.end() || found->number != number ? nullptr : &*found;
    };
}

std::vector<desk::StoredArticle> read_articles(Session& session, const std::string& statement,
                                               const Parameters& parameters) {
    std::vector<desk::StoredArticle> result;
    for (const auto& [content, version, changed_at] :
         session.rows<std::string, std::int64_t, Timestamp>(statement, parameters)) {
        result.push_back({read_article(content), version, changed_at});
    }
    // Behind the articles: a document that changes in between is taken as it is now.
    const auto documents = read_documents(session);
    const auto lookup = lookup_in(documents);
    for (auto& stored : result) {
        stored.standing = kb_index::standing_of(stored.article, lookup);
    }
    return result;
}

void put_sources(Session& session, const std::map<std::string_view, const kb_index::Article*>& articles) {
    JsonArray ids, sources;
    for (const auto& [id, article] : articles) {
        ids.emplace_back(id);
        for (const auto& source : article->sources) {
            if (!source.document.empty() && source.document.size() <= longest_number) {
                sources.emplace_back(
                    JsonObject{{"document", text("document", source.document)}, {"article", id}});
            }
        }
    }
    session.run("remove_article_sources", {{"articles", write(Json(std::move(ids)))}});
    session.run("add_article_sources", {{"sources", write(Json(std::move(sources)))}});
}

std::size_t open_reviews(Session& session, std::span<const desk::ReviewTask> tasks) {
    JsonArray rows;
    for (const auto& task : tasks) {
        rows.emplace_back(JsonObject{{"article", text("article", task.article)},
                                     {"document", text("document", task.document)},
                                     {"last_day", task.last_day ? kb_index::format_date(*task.last_day) : ""},
                                     {"reason", desk::to_string(task.reason)},
                                     {"successor", text("successor", task.successor)},
                                     {"opened_at", std::int64_t{task.opened_at.time_since_epoch().count()}},
                                     {"opened_by", text("opened_by", task.opened_by)}});
    }
    return static_cast<std::size_t>(session.run("open_reviews", {{"tasks", write(Json(std::move(rows)))}}));
}

}  // namespace reformdesk::store
