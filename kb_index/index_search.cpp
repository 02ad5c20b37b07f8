#include "kb_index/index_search.hpp"

#include "kb_index/candidates.hpp"
#include "kb_index/lexical.hpp"

#include <algorithm>
#include <functional>

namespace reformdesk::kb_index {

namespace {

// Bounds the memory: a few are added by each question.
constexpr std::size_t most_kept = 4096;

/// A question as this index sees it.
struct Asked {
    std::vector<KnownTerm> known;
    SparseVector query;  ///< the weights of the known terms
    Wholes wholes;
    double unknown = 0;  ///< what of the most possible falls to terms that stand in no article
};

Asked weigh(const Xapian::Database& database, const std::vector<schema::QueryTerm>& terms) {
    Asked asked;
    const double all = database.get_doccount();
    for (const auto& term : terms) {
        const double documents = database.get_termfreq(term.term);
        const double weight = term.weight * term_weight(documents, all);
        asked.wholes.most += weight;
        if (documents == 0) {
            asked.unknown += weight;
            continue;
        }
        const auto feature = schema::term_feature(term.term);
        asked.known.push_back({&term, documents});
        asked.query.push_back({feature, static_cast<float>(weight)});
        asked.wholes.cited += schema::is_citation(feature) ? 1 : 0;
    }
    sort_and_add_up(asked.query);
    return asked;
}

double citations_in(const Record& record, const SparseVector& query) {
    return static_cast<double>(std::count_if(query.begin(), query.end(), [&](const Component& term) {
        return schema::is_citation(term.feature) && value_of(record.terms, term.feature) > 0;
    }));
}

}  // namespace

const Entry& IndexSearch::entry(Xapian::docid id) {
    const auto known = entries_.find(id);
    if (known != entries_.end()) return known->second;
    return entries_.emplace(id, read_entry(database_, id)).first->second;
}

Found IndexSearch::find(const Model& model, const nlp::Question& question, const AskOptions& options) {
    if (entries_.size() >= most_kept) entries_.clear();
    const auto terms = schema::query_terms(question);
    Asked asked = weigh(database_, terms);
    Found found;
    found.wordless = question.syllables.empty();
    if (asked.wholes.most > 0) found.unknown = asked.unknown / asked.wholes.most;

    std::function<bool(const Xapian::Document&)> admits;
    if (!options.territory.empty())
        admits = [&](const Xapian::Document& document) {
            return schema::applies(document.get_value(schema::territory_slot), options.territory);
        };
    const auto ids = candidates(database_, std::move(asked.known), admits);
    const Probe query(asked.query);
    const Probe features(model.vocabulary.weigh(count_features(question)));
    const AskedDay asked_about = asked_day(question, options.as_of);
    found.past = asked_about.past;
    found.dated = !asked_about.day.empty();
    for (const auto id : ids) {
        const Entry& candidate = entry(id);
        const Record& record = candidate.record;
        Sums sums;
        sums.lexical = query.dot(record.terms);
        for (const auto& phrasing : record.phrasings)
            sums.nearest = std::max(sums.nearest, features.dot(phrasing));
        sums.linear = features.dot(record.weights);
        if (asked.wholes.cited > 0) sums.citations = citations_in(record, asked.query);
        found.candidates.push_back(
            evidence_of(candidate, signals_of(record, sums, asked.wholes, model.parameters), asked_about));
    }
    return found;
}

}  // namespace reformdesk::kb_index
