#include "kb_index/snapshot.hpp"

#include "kb_index/schema.hpp"

#include <utility>

namespace reformdesk::kb_index {

Snapshot::Snapshot(Xapian::Database database)
    : database_(std::move(database)), model_(unpack_model(database_.get_metadata(schema::model_key))) {
    load();
}

void Snapshot::reopen() {
    if (database_.reopen()) load();
}

void Snapshot::load() {
    // Only a change reads the term lists; that they are damaged had better be known when the index is opened.
    if (database_.get_doccount() > 0) database_.termlist_begin(*database_.postlist_begin({}));
    memory_ = MemorySearch::over(database_);
    index_ = memory_ ? std::nullopt : std::optional<IndexSearch>(database_);
}

Found Snapshot::find(const nlp::Question& question, const AskOptions& options) {
    return memory_ ? memory_->find(model_, question, options) : index_->find(model_, question, options);
}

double Snapshot::articles_with(const std::string& term) const {
    return memory_ ? memory_->articles_with(schema::term_feature(term)) : database_.get_termfreq(term);
}

}  // namespace reformdesk::kb_index
