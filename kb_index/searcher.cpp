#include "kb_index/searcher.hpp"

#include "kb_index/bm25.hpp"
#include "kb_index/decide.hpp"
#include "kb_index/feature_index.hpp"
#include "kb_index/generations.hpp"
#include "kb_index/learner.hpp"
#include "kb_index/schema.hpp"

#include <algorithm>
#include <chrono>
#include <optional>
#include <sstream>
#include <string_view>
#include <thread>
#include <unordered_map>

#include <xapian.h>

namespace reformdesk::kb_index {

namespace {

// How many documents the terms bring in; the ranker chooses among them.
constexpr Xapian::doccount most_candidates = 64;
constexpr int most_attempts = 8;
constexpr std::chrono::milliseconds pause{1};

class TerritoryFilter : public Xapian::MatchDecider {
  public:
    explicit TerritoryFilter(std::string territory) : territory_(std::move(territory)) {}
    bool operator()(const Xapian::Document& document) const override {
        return schema::applies(document.get_value(schema::territory_slot), territory_);
    }

  private:
    std::string territory_;
};

// Two commits after a snapshot its blocks are used again, and a generation may be replaced between reading
// its name and opening it. Xapian then finds it modified, or takes what it reads for damage.
bool may_be_overtaken(const Xapian::Error& error) {
    const std::string_view type = error.get_type();
    return type == "DatabaseModifiedError" || type == "DatabaseOpeningError" ||
           type == "DatabaseNotFoundError" || type == "DatabaseCorruptError" || type == "DocNotFoundError";
}

}  // namespace

struct Searcher::Implementation {
    explicit Implementation(std::filesystem::path path) : index(std::move(path)) {}

    // The old snapshot stays until the new one is good in all its parts.
    void open() {
        auto newest = current_generation(index);
        Xapian::Database fresh(newest.string());
        if (fresh.get_metadata(schema::version_key) != schema::index_version)
            throw IndexError("the index is of another version: rebuild it");
        model = unpack_model(fresh.get_metadata(schema::model_key));
        database = std::move(fresh);
        generation = std::move(newest);
        forget();
    }

    void forget() {
        records.clear();
        articles.clear();
        features.reset();
        if (database.get_doccount() <= most_in_memory) load();
    }

    // A knowledge base of the usual size is compared as a whole, in memory.
    void load() {
        std::vector<Record> all;
        for (auto id = database.postlist_begin({}); id != database.postlist_end({}); ++id) {
            articles.emplace(*id, all.size());
            all.push_back(unpack_record(database.get_document(*id).get_data()));
        }
        features = FeatureIndex::over(all);
        for (const auto& [id, position] : articles) {
            if (features) {
                // What the feature index holds need not be held twice.
                all[position].phrasings.clear();
                all[position].weights.clear();
            }
            records.emplace(id, std::move(all[position]));
        }
    }

    // By position in the feature index, when there is one; else by the record itself.
    Signals compare(Xapian::docid id, const Record& known, const std::optional<FeatureIndex::Scores>& scores,
                    const std::optional<Probe>& probe) const {
        Signals signals;
        double logit = 0;
        if (scores) {
            const auto position = articles.at(id);
            signals.nearest = static_cast<double>(scores->nearest[position]);
            logit = static_cast<double>(scores->linear[position]);
        } else {
            for (const auto& phrasing : known.phrasings)
                signals.nearest = std::max(signals.nearest, probe->dot(phrasing));
            logit = known.learnt ? probe->dot(known.weights) : 0;
        }
        const auto& guess = model.parameters.linear_guess;
        signals.linear =
            known.learnt ? static_cast<double>(known.bias) + logit : guess[0] + guess[1] * signals.nearest;
        return signals;
    }

    void refresh() {
        if (current_generation(index) != generation)
            open();
        else if (database.reopen())
            forget();
    }

    // Runs work on the newest snapshot, again when that was overtaken by commits meanwhile.
    template <typename Work>
    auto on_newest(Work work) {
        for (int attempt = 1;; ++attempt) {
            try {
                refresh();
                return work();
            } catch (const Xapian::Error& error) {
                if (attempt == most_attempts || !may_be_overtaken(error))
                    throw IndexError("index: " + error.get_description());
                generation.clear();
                std::this_thread::sleep_for(attempt * pause);
            } catch (const std::invalid_argument& error) {
                throw IndexError(std::string("index: ") + error.what());
            }
        }
    }

    const Record& record(Xapian::docid id) {
        const auto known = records.find(id);
        if (known != records.end()) return known->second;
        if (records.size() >= most_records) records.clear();
        return records.emplace(id, unpack_record(database.get_document(id).get_data())).first->second;
    }

    std::vector<Evidence> candidates(const nlp::Question& question, const AskOptions& options, double& most);

    // Decoded records are kept while the snapshot stands; a bound keeps memory even for large indexes.
    static constexpr std::size_t most_records = 4096;
    static constexpr Xapian::doccount most_in_memory = 4096;

    std::filesystem::path index;
    std::filesystem::path generation;
    Xapian::Database database;
    Model model;
    std::unordered_map<Xapian::docid, Record> records;
    std::unordered_map<Xapian::docid, std::size_t> articles;  ///< positions in `features`
    std::optional<FeatureIndex> features;
};

std::vector<Evidence> Searcher::Implementation::candidates(const nlp::Question& question,
                                                           const AskOptions& options, double& most) {
    std::vector<Xapian::Query> parts;
    std::vector<std::string> cited;
    most = 0;
    const double all = database.get_doccount();
    for (const auto& term : schema::query_terms(question)) {
        const double with = database.get_termfreq(term.term);
        most += term.weight * bm25::term_weight(with, all);
        if (with == 0) continue;
        parts.emplace_back(Xapian::Query::OP_SCALE_WEIGHT, Xapian::Query(term.term), term.weight);
        if (schema::is_citation(term.term)) cited.push_back(term.term);
    }
    if (parts.empty()) return {};
    Xapian::Enquire enquire(database);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end()));
    enquire.set_weighting_scheme(Xapian::BM25Weight(bm25::k1, 0, 0, bm25::b, bm25::shortest_length));
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const TerritoryFilter filter(options.territory);
    const auto matches =
        enquire.get_mset(0, most_candidates, 0, nullptr, options.territory.empty() ? nullptr : &filter);

    const SparseVector counts = count_features(question);
    const SparseVector weighed = model.vocabulary.weigh(counts);
    const auto scores = features ? std::optional(features->compare(weighed)) : std::nullopt;
    const auto probe = features ? std::nullopt : std::optional<Probe>(weighed);
    std::vector<Evidence> found;
    for (auto match = matches.begin(); match != matches.end(); ++match) {
        const Record& known = record(*match);
        const Xapian::Document document = match.get_document();
        Evidence evidence;
        evidence.id = known.id;
        evidence.in_force = schema::covers(document.get_value(schema::valid_from_slot),
                                           document.get_value(schema::valid_to_slot), options.as_of);
        evidence.signals = compare(*match, known, scores, probe);
        evidence.signals.lexical = match.get_weight() / most;
        if (!cited.empty()) {
            std::size_t hits = 0;
            for (const auto& term : cited) {
                Xapian::TermIterator at = document.termlist_begin();
                at.skip_to(term);
                hits += at != document.termlist_end() && *at == term;
            }
            evidence.signals.citation = static_cast<double>(hits) / static_cast<double>(cited.size());
        }
        found.push_back(std::move(evidence));
    }
    return found;
}

Searcher::Searcher(const std::filesystem::path& index)
    : implementation_(std::make_unique<Implementation>(index)) {
    implementation_->on_newest([] {});
}
Searcher::~Searcher() = default;
Searcher::Searcher(Searcher&&) noexcept = default;
Searcher& Searcher::operator=(Searcher&&) noexcept = default;

Decision Searcher::ask(const nlp::Question& question, const AskOptions& options) {
    auto& engine = *implementation_;
    return engine.on_newest([&] {
        double most = 0;
        const auto found = engine.candidates(question, options, most);
        return decide(engine.model, question, found, options);
    });
}

std::string Searcher::explain(const nlp::Question& question, const AskOptions& options) {
    auto& engine = *implementation_;
    return engine.on_newest([&] {
        double most = 0;
        const auto found = engine.candidates(question, options, most);
        std::ostringstream text;
        text << "normal: " << question.normal << "\nterms:\n";
        for (const auto& term : schema::query_terms(question))
            text << "  " << term.term << "  weight " << term.weight << "  in "
                 << engine.database.get_termfreq(term.term) << " of " << engine.database.get_doccount()
                 << '\n';
        text << describe(engine.model, question, found, options);
        return text.str();
    });
}

std::string Searcher::revision() {
    auto& engine = *implementation_;
    return engine.on_newest([&] { return engine.database.get_metadata(schema::revision_key); });
}

}  // namespace reformdesk::kb_index
