#include "server/store/knowledge_rows.hpp"

#include "server/store/records.hpp"

#include <algorithm>
#include <cstdio>
#include <random>
#include <utility>

namespace reformdesk::store {

namespace {

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

bool open_review(Session& session, const desk::ReviewTask& task) {
    return session.run("open_review",
                       {{"article", task.article},
                        {"document", task.document},
                        {"last_day", task.last_day ? kb_index::format_date(*task.last_day) : ""},
                        {"reason", desk::to_string(task.reason)},
                        {"successor", task.successor},
                        {"opened_at", task.opened_at},
                        {"opened_by", task.opened_by}}) == 1;
}

}  // namespace reformdesk::store
