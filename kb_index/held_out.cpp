#include "kb_index/held_out.hpp"

#include "kb_index/examples.hpp"
#include "kb_index/feature_lists.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t folds = 4;
constexpr std::size_t most_candidates = 40;
// Bounds the time of learning whatever the size of the index.
constexpr std::size_t most_trials = 4000;
constexpr double most_entries_read = 2e8;

struct Place {
    std::uint32_t article = 0;
    std::uint32_t phrasing = 0;
};

/// How often a term stands in an article from which one phrasing is taken out.
struct LeftTerm {
    std::uint32_t feature = 0;
    double asked = 0;
    double answered = 0;
};

/// An article without one of its phrasings.
class Remainder {
  public:
    Remainder(const Prepared& article, const nlp::Question& taken, const FieldLengths& average)
        : lengths_(lengths_of(article.terms)), average_(average) {
        schema::TermCounter counter;
        counter.ask(taken);
        const SparseVector taken_counts = term_counts(counter.take());
        for (const auto& component : taken_counts) lengths_.asked -= static_cast<double>(component.value);
        for (const auto& term : article.terms) {
            const auto feature = term_feature(term.term);
            const double asked = term.asked - static_cast<double>(value_of(taken_counts, feature));
            terms_.push_back({feature, std::max(0.0, asked), static_cast<double>(term.answered)});
        }
        std::sort(terms_.begin(), terms_.end(),
                  [](const LeftTerm& a, const LeftTerm& b) { return a.feature < b.feature; });
    }

    /// 0 when the term stood in the phrasing alone.
    double share_of(std::uint32_t feature) const {
        const auto at =
            std::lower_bound(terms_.begin(), terms_.end(), feature,
                             [](const LeftTerm& term, std::uint32_t f) { return term.feature < f; });
        if (at == terms_.end() || at->feature != feature || at->asked + at->answered <= 0) return 0;
        return term_share(at->asked, at->answered, lengths_, average_);
    }

  private:
    FieldLengths lengths_;
    FieldLengths average_;
    std::vector<LeftTerm> terms_;
};

/// The terms of all articles, as the index will have them.
class Terms {
  public:
    explicit Terms(std::span<const Prepared> articles) : articles_(articles.size()) {
        for (const auto& article : articles) lists_.count(article.record.terms);
        lists_.allot();
        for (std::uint32_t i = 0; i < articles.size(); ++i) lists_.add(articles[i].record.terms, i);
    }

    struct Scores {
        std::vector<double> lexical;
        double outside = 1;  ///< factor on the scores of the other articles when `own` is gone
        double read = 0;     ///< entries
    };

    /// Scores of a phrasing of `own` while that is taken out of it.
    Scores score(const SparseVector& query, std::uint32_t own, const Remainder& remainder) const {
        const auto all = static_cast<double>(articles_);
        Scores scores;
        scores.lexical.assign(articles_, 0);
        double most = 0;
        double most_outside = 0;
        for (const auto& term : query) {
            const auto entries = lists_.of(term.feature);
            const auto times = static_cast<double>(term.value);
            const auto mine = std::lower_bound(entries.begin(), entries.end(), own,
                                               [](const FeatureLists::Entry& entry, std::uint32_t article) {
                                                   return entry.owner < article;
                                               });
            const bool has = mine != entries.end() && mine->owner == own;
            const double left = has ? remainder.share_of(term.feature) : 0;
            const double others = static_cast<double>(entries.size()) - (has ? 1 : 0);
            const double weight = times * term_weight(others + (left > 0 ? 1 : 0), all);
            most += weight;
            most_outside += times * term_weight(others, all);
            for (const auto& entry : entries)
                scores.lexical[entry.owner] +=
                    weight * (entry.owner == own ? left : static_cast<double>(entry.value));
            scores.read += static_cast<double>(entries.size());
        }
        for (double& value : scores.lexical) value /= std::max(most, 1e-9);
        scores.outside = most / std::max(most_outside, 1e-9);
        return scores;
    }

  private:
    std::size_t articles_;
    FeatureLists lists_;
};

std::vector<Place> places(std::span<const Prepared> articles) {
    std::vector<Place> all;
    for (std::uint32_t i = 0; i < articles.size(); ++i)
        for (std::uint32_t k = 0; k < articles[i].counts.size() && articles[i].counts.size() > 1; ++k)
            all.push_back({i, k});
    if (all.size() <= most_trials) return all;
    std::vector<Place> chosen;
    for (std::size_t i = 0; i < most_trials; ++i) chosen.push_back(all[i * all.size() / most_trials]);
    return chosen;
}

/// The articles with most of the words, best first; `own` is always among them.
std::vector<std::uint32_t> best_by_words(const std::vector<double>& lexical, std::uint32_t own) {
    std::vector<std::uint32_t> order(lexical.size());
    std::iota(order.begin(), order.end(), 0U);
    const std::size_t kept = std::min(most_candidates, order.size());
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                      [&](std::uint32_t a, std::uint32_t b) {
                          return lexical[a] != lexical[b] ? lexical[a] > lexical[b] : a < b;
                      });
    order.resize(kept);
    if (std::find(order.begin(), order.end(), own) == order.end()) order.back() = own;
    return order;
}

class Player {
  public:
    Player(std::span<const Prepared> articles, std::span<const Article* const> sources, const Model& model)
        : articles_(articles), sources_(sources), model_(model), terms_(articles) {}

    Trial play(const Place& place, const LinearModel* linear) {
        const Prepared& own = articles_[place.article];
        const Article& source = *sources_[place.article];
        const nlp::Question question =
            nlp::read(place.phrasing == 0 ? source.question : source.phrasings[place.phrasing - 1]);
        const SparseVector query = query_weights(schema::query_terms(question));
        const Remainder remainder(own, question, model_.average);
        const auto scores = terms_.score(query, place.article, remainder);
        read_ += scores.read;
        const auto& vector = own.record.phrasings[place.phrasing];
        const auto logits = linear ? linear->logits(vector) : std::vector<float>();
        const Probe probe(vector);

        Trial trial;
        for (const std::uint32_t candidate : best_by_words(scores.lexical, place.article)) {
            const bool is_own = candidate == place.article;
            if (is_own) trial.right = trial.candidates.size();
            Signals signals;
            signals.lexical = scores.lexical[candidate];
            const auto& phrasings = articles_[candidate].record.phrasings;
            for (std::size_t k = 0; k < phrasings.size(); ++k)
                if (!is_own || k != place.phrasing)
                    signals.nearest = std::max(signals.nearest, probe.dot(phrasings[k]));
            signals.linear = linear ? static_cast<double>(logits[candidate]) : 0;
            signals.citation = citation_share(query, candidate, is_own ? &remainder : nullptr);
            trial.candidates.push_back(signals);
        }
        const auto& counts = own.counts[place.phrasing];
        trial.unknown = model_.vocabulary.unknown_share(counts, {&counts, 1});
        trial.unknown_outside = model_.vocabulary.unknown_share(counts, own.counts);
        trial.lexical_outside = scores.outside;
        return trial;
    }

    bool tired() const { return read_ > most_entries_read; }

  private:
    // The share of the documents cited in a question that an article names.
    double citation_share(const SparseVector& query, std::uint32_t article,
                          const Remainder* remainder) const {
        double cited = 0;
        double named = 0;
        for (const auto& term : query) {
            if (!is_citation(term.feature)) continue;
            cited += 1;
            named += remainder ? remainder->share_of(term.feature) > 0
                               : value_of(articles_[article].record.terms, term.feature) > 0;
        }
        return cited > 0 ? named / cited : 0;
    }

    std::span<const Prepared> articles_;
    std::span<const Article* const> sources_;
    const Model& model_;
    Terms terms_;
    double read_ = 0;
};

}  // namespace

std::vector<Trial> play_held_out(std::span<const Prepared> articles, std::span<const Article* const> sources,
                                 const Model& model) {
    const auto wanted = places(articles);
    if (wanted.empty()) return {};
    Player player(articles, sources, model);
    std::optional<Examples> examples;
    if (LinearModel::feasible(model.vocabulary.size(), articles.size()))
        examples.emplace(articles, model.vocabulary);
    std::vector<Trial> trials;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::optional<LinearModel> linear;
        if (examples) linear.emplace(examples->without(fold, folds), articles.size());
        for (const Place& place : wanted)
            if (Examples::fold_of(place.article, place.phrasing, folds) == fold && !player.tired())
                trials.push_back(player.play(place, linear ? &*linear : nullptr));
    }
    return trials;
}

}  // namespace reformdesk::kb_index
