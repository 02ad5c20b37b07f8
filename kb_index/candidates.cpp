#include "kb_index/candidates.hpp"

#include "kb_index/best_by_words.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t most_terms = 16;
constexpr std::size_t fewest_terms = 3;
constexpr double most_postings = 30'000;

constexpr double saturation = 1.2;       // k1 of BM25
constexpr double normalisation = 0.75;   // its b
constexpr double shortest_length = 0.3;  // of the average; shorter documents gain no more

class Filter : public Xapian::MatchDecider {
  public:
    explicit Filter(const std::function<bool(const Xapian::Document&)>& admits) : admits_(admits) {}
    bool operator()(const Xapian::Document& document) const override { return admits_(document); }

  private:
    const std::function<bool(const Xapian::Document&)>& admits_;
};

// The rarest first: they tell documents apart and are cheap to read.
void keep_rarest(std::vector<KnownTerm>& terms) {
    std::stable_sort(terms.begin(), terms.end(),
                     [](const KnownTerm& a, const KnownTerm& b) { return a.documents < b.documents; });
    std::size_t kept = 0;
    double postings = 0;
    while (kept < std::min(terms.size(), most_terms)) {
        postings += terms[kept].documents;
        if (postings > most_postings && kept >= fewest_terms) break;
        ++kept;
    }
    terms.resize(kept);
}

}  // namespace

std::vector<Xapian::docid> candidates(const Xapian::Database& database, std::vector<KnownTerm> terms,
                                      const std::function<bool(const Xapian::Document&)>& admits) {
    keep_rarest(terms);
    if (terms.empty()) return {};
    std::vector<Xapian::Query> parts;
    parts.reserve(terms.size());
    for (const auto& known : terms) {
        const Xapian::Query term(known.term->term);
        parts.push_back(known.term->weight == 1
                            ? term
                            : Xapian::Query(Xapian::Query::OP_SCALE_WEIGHT, term, known.term->weight));
    }
    Xapian::Enquire enquire(database);
    enquire.set_query(Xapian::Query(Xapian::Query::OP_OR, parts.begin(), parts.end()));
    enquire.set_weighting_scheme(Xapian::BM25Weight(saturation, 0, 0, normalisation, shortest_length));
    enquire.set_docid_order(Xapian::Enquire::ASCENDING);
    const Filter filter(admits);
    const auto matches = enquire.get_mset(0, most_candidates, 0, nullptr, admits ? &filter : nullptr);
    std::vector<Xapian::docid> found;
    found.reserve(matches.size());
    for (auto match = matches.begin(); match != matches.end(); ++match) found.push_back(*match);
    return found;
}

}  // namespace reformdesk::kb_index
