#include "kb_index/snapshot.hpp"

#include "kb_index/candidates.hpp"
#include "kb_index/lexical.hpp"

#include <algorithm>
#include <functional>

namespace reformdesk::kb_index {

namespace {

constexpr Xapian::doccount most_in_memory = 4096;
// Of a larger index so many decoded records are kept: a bound on memory.
constexpr std::size_t most_kept = 4096;

/// How often a record names a document that the question cites.
double citations_in(const Record& record, const SparseVector& query) {
    return static_cast<double>(std::count_if(query.begin(), query.end(), [&](const Component& term) {
        return is_citation(term.feature) && value_of(record.terms, term.feature) > 0;
    }));
}

}  // namespace

/// A question as this index sees it.
struct Snapshot::Asked {
    std::vector<schema::QueryTerm> terms;
    std::vector<KnownTerm> known = {};  ///< refer to `terms`
    SparseVector query = {};            ///< the weights of the known terms
    SparseVector features;              ///< weighed
    double most = 0;                    ///< the lexical score of an article with all of every term
    double cited = 0;                   ///< how many documents that some article names
};

/// Compares with all articles at once when they are in memory, else with one record after the other.
class Snapshot::Comparison {
  public:
    Comparison(const std::optional<FeatureIndex>& index, const Asked& asked) : asked_(asked) {
        if (index) {
            scores_ = index->compare(asked.query, asked.features);
        } else {
            query_.emplace(asked.query);
            features_.emplace(asked.features);
        }
    }

    /// Sums as they are: `lexical` not yet divided by the most possible, `citation` a count, `linear` without
    /// its bias.
    Signals with(const Entry& entry) const {
        if (scores_) {
            const auto at = entry.position;
            const auto get = [&](const std::vector<float>& values) {
                return static_cast<double>(values[at]);
            };
            return {get(scores_->lexical), get(scores_->nearest), get(scores_->linear),
                    get(scores_->citations)};
        }
        const Record& record = entry.record;
        Signals signals;
        signals.lexical = query_->dot(record.terms);
        for (const auto& phrasing : record.phrasings)
            signals.nearest = std::max(signals.nearest, features_->dot(phrasing));
        signals.linear = features_->dot(record.weights);
        if (asked_.cited > 0) signals.citation = citations_in(record, asked_.query);
        return signals;
    }

  private:
    const Asked& asked_;
    std::optional<FeatureIndex::Scores> scores_;
    std::optional<Probe> query_;
    std::optional<Probe> features_;
};

Snapshot::Snapshot(Xapian::Database database)
    : database_(std::move(database)), model_(unpack_model(database_.get_metadata(schema::model_key))) {
    load();
}

bool Snapshot::reopen() {
    if (!database_.reopen()) return false;
    load();
    return true;
}

void Snapshot::load() {
    entries_.clear();
    features_.reset();
    // Only a change reads the term lists; that they are damaged had better be known when the index is opened.
    if (database_.get_doccount() > 0) database_.termlist_begin(*database_.postlist_begin({}));
    if (database_.get_doccount() > most_in_memory) return;
    std::vector<Record> records;
    for (auto id = database_.postlist_begin({}); id != database_.postlist_end({}); ++id) {
        Entry entry = read(*id);
        entry.position = records.size();
        records.push_back(entry.record);
        entries_.emplace(*id, std::move(entry));
    }
    features_ = FeatureIndex::over(records);
    if (!features_) return;
    // What the feature index holds need not be held twice.
    for (auto& [id, entry] : entries_) entry.record.forget_vectors();
}

Snapshot::Entry Snapshot::read(Xapian::docid id) const {
    const auto document = database_.get_document(id);
    return {unpack_record(document.get_data()), document.get_value(schema::valid_from_slot),
            document.get_value(schema::valid_to_slot), document.get_value(schema::territory_slot), 0};
}

const Snapshot::Entry& Snapshot::entry(Xapian::docid id) {
    const auto known = entries_.find(id);
    if (known != entries_.end()) return known->second;
    return entries_.emplace(id, read(id)).first->second;
}

double Snapshot::documents_with(const std::string& term) const {
    return features_ ? static_cast<double>(features_->articles_with(term_feature(term)))
                     : database_.get_termfreq(term);
}

void Snapshot::weigh(Asked& asked) const {
    const double all = database_.get_doccount();
    for (const auto& term : asked.terms) {
        const double documents = documents_with(term.term);
        const double weight = term.weight * term_weight(documents, all);
        asked.most += weight;
        if (documents == 0) continue;
        const auto feature = term_feature(term.term);
        asked.known.push_back({&term, documents});
        asked.query.push_back({feature, static_cast<float>(weight)});
        asked.cited += is_citation(feature) ? 1 : 0;
    }
    sort_and_add_up(asked.query);
}

Evidence Snapshot::evidence(const Entry& entry, Signals signals, const Asked& asked) const {
    signals.lexical /= asked.most;
    signals.citation = asked.cited > 0 ? signals.citation / asked.cited : 0;
    const auto& guess = model_.parameters.linear_guess;
    signals.linear = entry.record.learnt ? static_cast<double>(entry.record.bias) + signals.linear
                                         : guess[0] + guess[1] * signals.nearest;
    return {entry.record.id, true, signals};
}

Found Snapshot::find(const nlp::Question& question, const AskOptions& options) {
    if (!features_ && entries_.size() >= most_kept) entries_.clear();
    Found found;
    found.wordless = question.syllables.empty();
    const SparseVector counts = count_features(question);
    found.unknown = model_.vocabulary.unknown_share(counts);
    Asked asked{.terms = schema::query_terms(question), .features = model_.vocabulary.weigh(counts)};
    weigh(asked);

    std::function<bool(Xapian::docid)> admits;
    if (!options.territory.empty())
        admits = [&](Xapian::docid id) { return schema::applies(entry(id).territory, options.territory); };
    const auto ids = candidates(database_, std::move(asked.known), admits);
    const Comparison comparison(features_, asked);
    const std::string today = schema::date_value(options.as_of);
    found.candidates.reserve(ids.size());
    for (const auto id : ids) {
        const Entry& candidate = entry(id);
        auto& added = found.candidates.emplace_back(evidence(candidate, comparison.with(candidate), asked));
        added.in_force = schema::covers(candidate.valid_from, candidate.valid_to, today);
    }
    return found;
}

}  // namespace reformdesk::kb_index
