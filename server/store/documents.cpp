// desk::DocumentStore: legal texts, and one taking the place of another.
#include "server/store/engine.hpp"
#include "server/store/knowledge_rows.hpp"
#include "server/store/records.hpp"
#include "server/store/rows.hpp"

#include <stdexcept>
#include <utility>

namespace reformdesk::store {

namespace {

std::optional<kb_index::LegalDocument> find_document(Session& session, const std::string& number) {
    const auto row = session.row<std::string>("document", {{"number", number}});
    return row ? std::optional(read_document(std::get<0>(*row))) : std::nullopt;
}

void put(Session& session, const kb_index::LegalDocument& document, const std::string& actor, Timestamp now) {
    session.run(
        "put_document",
        {{"number", document.number}, {"content", write_document(document)}, {"now", now}, {"actor", actor}});
}

// The numbers of those that had to be stored.
std::vector<std::string> put_all(Session& session, std::span<const kb_index::LegalDocument> documents,
                                 const std::string& actor, Timestamp now) {
    std::vector<std::string> changed;
    for (const auto& document : documents) {
        if (find_document(session, document.number) != document) {
            put(session, document, actor, now);
            changed.push_back(document.number);
        }
    }
    return changed;
}

std::string joined(const std::vector<std::string>& numbers) {
    std::string text;
    for (const auto& number : numbers) {
        text += (text.empty() ? "" : ", ") + number;
    }
    return text;
}

bool is_known(Session& session, const std::string& number) {
    return find_document(session, number) ||
           session.value<std::int64_t>("count_articles_of_document", {{"document", number}}) > 0;
}

// As stored; otherwise with nothing but the number, which is noted in `added`.
kb_index::LegalDocument document_or_stub(Session& session, const std::string& number,
                                         std::vector<std::string>& added) {
    if (auto found = find_document(session, number)) {
        return std::move(*found);
    }
    added.push_back(number);
    return {.number = number, .confidence = "unverified"};
}

void check(const desk::Supersession& supersession, const kb_index::LegalDocument& old) {
    const auto& from = supersession.from;
    if (supersession.new_number.empty() || supersession.new_number == old.number || !from.ok() ||
        (old.effective.from && from <= *old.effective.from)) {
        throw std::invalid_argument(old.number + " can't be superseded like this");
    }
}

// Whether documents had to be changed.
bool replace(Session& session, const desk::Supersession& supersession, std::vector<std::string>& added) {
    const auto old = document_or_stub(session, supersession.old_number, added);
    check(supersession, old);
    const auto ended = kb_index::superseded(old, supersession.new_number, supersession.from);
    if (ended != old) {
        put(session, ended, supersession.account, supersession.at);
    }
    const auto known = added.size();
    const auto successor = document_or_stub(session, supersession.new_number, added);
    if (added.size() > known) {
        put(session, successor, supersession.account, supersession.at);
    }
    return ended != old || !added.empty();
}

// An article that an editor has made past law by its own dates needs no review.
bool outlives(const kb_index::Article& article, kb_index::Date from) {
    return !article.validity.to || *article.validity.to >= from;
}

std::vector<desk::ReviewTask> reviews_of(const std::vector<desk::StoredArticle>& articles,
                                         const desk::Supersession& supersession) {
    std::vector<desk::ReviewTask> tasks;
    for (const auto& stored : articles) {
        if (outlives(stored.article, supersession.from)) {
            auto& task = tasks.emplace_back();
            task.article = stored.article.id;
            task.reason = desk::ReviewReason::superseded;
            task.document = supersession.old_number;
            task.successor = supersession.new_number;
            task.last_day = stored.standing.validity.to;
            task.opened_at = supersession.at;
            task.opened_by = supersession.account;
        }
    }
    return tasks;
}

desk::Superseded supersede(Session& session, const desk::Supersession& supersession) {
    desk::Superseded result;
    result.revision_before = lock_articles(session);
    result.revision = result.revision_before;
    result.known = is_known(session, supersession.old_number);
    if (!result.known) {
        return result;
    }
    const bool changed = replace(session, supersession, result.added);
    result.articles = read_articles(session, "articles_of_document", {{"document", supersession.old_number}});
    result.tasks = open_reviews(session, reviews_of(result.articles, supersession));
    if (changed) {
        result.revision = renew_articles_revision(session);
    }
    if (changed || result.tasks > 0) {
        add_audit(session, supersession.at, supersession.account, "document_superseded",
                  "document:" + supersession.old_number,
                  "by " + supersession.new_number + " from " + kb_index::format_date(supersession.from) +
                      ", " + std::to_string(result.tasks) + " reviews opened");
    }
    return result;
}

}  // namespace

std::optional<kb_index::LegalDocument> Database::document(const std::string& number) {
    return engine_->read([&](Session& session) { return find_document(session, number); });
}

std::vector<kb_index::LegalDocument> Database::documents() {
    return engine_->read([](Session& session) { return read_documents(session); });
}

std::size_t Database::import_documents(std::span<const kb_index::LegalDocument> documents,
                                       const std::string& actor, desk::Timestamp now) {
    return engine_->write([&](Session& session) {
        lock_articles(session);
        const auto changed = put_all(session, documents, actor, now);
        if (!changed.empty()) {
            renew_articles_revision(session);
            add_audit(session, now, actor, "documents_imported", "documents",
                      std::to_string(changed.size()) + " of " + std::to_string(documents.size()) +
                          " changed: " + joined(changed));
        }
        return changed.size();
    });
}

desk::Superseded Database::supersede(const desk::Supersession& supersession) {
    return engine_->write([&](Session& session) { return store::supersede(session, supersession); });
}

}  // namespace reformdesk::store
