#include "kb_index/writer.hpp"

#include "kb_index/generations.hpp"
#include "kb_index/index_error.hpp"
#include "kb_index/learner.hpp"
#include "kb_index/schema.hpp"

#include <algorithm>

#include <xapian.h>

namespace reformdesk::kb_index {

namespace {

// Xapian gathers changes in trees that outgrow the processor's caches: three times as fast as one flush at
// the end.
constexpr std::size_t documents_per_flush = 200;

void put_validity(Xapian::Document& document, const Validity& validity) {
    document.add_value(schema::valid_from_slot, schema::date_value(validity.from));
    document.add_value(schema::valid_to_slot, schema::date_value(validity.to));
}

Xapian::Document document_of(const Article& article, const Prepared& prepared) {
    Xapian::Document document;
    document.set_data(pack(prepared.record));
    document.add_boolean_term(schema::id_term(article.id));
    for (const auto& term : prepared.terms) document.add_term(term.term, term.count());
    put_validity(document, article.validity);
    document.add_value(schema::territory_slot, article.territory);
    return document;
}

/// Runs what uses Xapian or our records; what breaks there is an IndexError.
template <typename Work>
auto guarded(Work work) {
    try {
        return work();
    } catch (const Xapian::Error& error) {
        throw IndexError("index: " + error.get_description());
    } catch (const std::filesystem::filesystem_error& error) {
        throw IndexError(std::string("index: ") + error.what());
    } catch (const std::invalid_argument& error) {
        throw IndexError(std::string("index: ") + error.what());
    }
}

}  // namespace

void rebuild(const std::filesystem::path& index, std::span<const Article> articles,
             const std::string& revision) {
    const WriteLock lock(index);
    guarded([&] {
        std::vector<const Article*> ordered;
        for (const auto& article : articles) ordered.push_back(&article);
        std::sort(ordered.begin(), ordered.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
        std::vector<Prepared> prepared;
        prepared.reserve(ordered.size());
        for (const auto* article : ordered) prepared.push_back(prepare(*article));
        const Model model = learn(prepared, ordered);

        const auto generation = next_generation(index);
        {
            // Nothing reads it before it is published, which syncs it.
            Xapian::WritableDatabase database(generation.string(), Xapian::DB_CREATE | Xapian::DB_NO_SYNC);
            for (std::size_t i = 0; i < ordered.size(); ++i) {
                database.add_document(document_of(*ordered[i], prepared[i]));
                if (i % documents_per_flush == documents_per_flush - 1) database.commit();
            }
            database.set_metadata(schema::version_key, std::string(schema::index_version));
            database.set_metadata(schema::revision_key, revision);
            database.set_metadata(schema::model_key, pack(model));
            database.commit();
            database.close();
        }
        publish_generation(index, generation);
    });
}

struct Writer::Implementation {
    explicit Implementation(const std::filesystem::path& index)
        : lock(index), database(current_generation(index).string(), Xapian::DB_OPEN) {
        if (database.get_metadata(schema::version_key) != schema::index_version)
            throw IndexError("the index is of another version: rebuild it");
        model = unpack_model(database.get_metadata(schema::model_key));
        database.begin_transaction();
    }

    WriteLock lock;
    Xapian::WritableDatabase database;
    Model model;
};

Writer::Writer(const std::filesystem::path& index)
    : implementation_(guarded([&] { return std::make_unique<Implementation>(index); })) {}

Writer::~Writer() {
    try {
        if (implementation_) implementation_->database.cancel_transaction();
    } catch (const Xapian::Error&) {
        // What was not committed is given up either way.
        return;
    }
}

void Writer::replace(const Article& article) {
    guarded([&] {
        Prepared prepared = prepare(article);
        fit(prepared, implementation_->model);
        implementation_->database.replace_document(schema::id_term(article.id),
                                                   document_of(article, prepared));
    });
}

void Writer::remove(const std::string& id) {
    guarded([&] { implementation_->database.delete_document(schema::id_term(id)); });
}

void Writer::set_validity(const std::string& id, const Validity& validity) {
    guarded([&] {
        auto& database = implementation_->database;
        const std::string term = schema::id_term(id);
        const auto found = database.postlist_begin(term);
        if (found == database.postlist_end(term)) return;
        auto document = database.get_document(*found);
        put_validity(document, validity);
        database.replace_document(*found, document);
    });
}

void Writer::commit(const std::string& revision) {
    guarded([&] {
        auto& database = implementation_->database;
        database.set_metadata(schema::revision_key, revision);
        database.commit_transaction();
        database.begin_transaction();
    });
}

}  // namespace reformdesk::kb_index
