#include "kb_index/held_out.hpp"

#include "kb_index/bm25.hpp"
#include "kb_index/linear_model.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t folds = 4;
constexpr std::size_t most_candidates = 40;
// Bounds the time of learning whatever the size of the index.
constexpr std::size_t most_trials = 4000;
constexpr double most_postings_read = 1e9;

struct Place {
    std::uint32_t article = 0;
    std::uint32_t phrasing = 0;
};

/// All terms of all articles, as the index will have them.
class Terms {
  public:
    explicit Terms(std::span<const Prepared> articles) {
        for (std::uint32_t i = 0; i < articles.size(); ++i) {
            double length = 0;
            for (const auto& term : articles[i].terms) {
                postings_[term.term].push_back({i, term.count});
                length += term.count;
            }
            lengths_.push_back(length);
        }
        average_ = std::max(1.0, std::accumulate(lengths_.begin(), lengths_.end(), 0.0) /
                                     static_cast<double>(std::max<std::size_t>(1, lengths_.size())));
    }

    struct Scores {
        std::vector<double> lexical;
        double outside = 1;  ///< factor on the scores of the other articles when `own` is gone
        double read = 0;     ///< postings
    };

    /// Scores of a phrasing of `own` while its own terms are taken out of that article.
    Scores score(const nlp::Question& question, std::uint32_t own,
                 const std::unordered_map<std::string, unsigned>& taken, double taken_length) const {
        const auto all = static_cast<double>(lengths_.size());
        Scores scores;
        scores.lexical.assign(lengths_.size(), 0);
        double most = 0;
        double most_outside = 0;
        for (const auto& term : schema::query_terms(question)) {
            const auto found = postings_.find(term.term);
            const std::vector<Posting> none;
            const auto& list = found == postings_.end() ? none : found->second;
            const auto removed = taken.find(term.term);
            const unsigned own_taken = removed == taken.end() ? 0 : removed->second;
            double with = static_cast<double>(list.size());
            const auto mine =
                std::lower_bound(list.begin(), list.end(), own,
                                 [](const Posting& p, std::uint32_t a) { return p.article < a; });
            const bool has = mine != list.end() && mine->article == own;
            const double with_outside = with - (has ? 1 : 0);
            if (has && mine->count <= own_taken) with -= 1;
            const double weight = term.weight * bm25::term_weight(with, all);
            most += weight;
            most_outside += term.weight * bm25::term_weight(with_outside, all);
            for (const auto& posting : list) {
                const bool is_own = posting.article == own;
                const double count = posting.count - (is_own ? std::min(own_taken, posting.count) : 0);
                if (count <= 0) continue;
                const double length = lengths_[posting.article] - (is_own ? taken_length : 0);
                scores.lexical[posting.article] += weight * bm25::share(count, length, average_);
            }
            scores.read += static_cast<double>(list.size());
        }
        for (double& value : scores.lexical) value /= std::max(most, 1e-9);
        scores.outside = most / std::max(most_outside, 1e-9);
        return scores;
    }

  private:
    struct Posting {
        std::uint32_t article = 0;
        unsigned count = 0;
    };

    std::unordered_map<std::string, std::vector<Posting>> postings_;
    std::vector<double> lengths_;
    double average_ = 1;
};

/// The nearest phrasing of every article, read off the features at once.
class Neighbours {
  public:
    explicit Neighbours(std::span<const Prepared> articles) : articles_(articles.size()) {
        for (std::uint32_t i = 0; i < articles.size(); ++i)
            for (const auto& vector : articles[i].record.phrasings) {
                for (const auto& component : vector)
                    postings_[component.feature].push_back(
                        {static_cast<std::uint32_t>(article_of_.size()), component.value});
                article_of_.push_back(i);
            }
    }

    /// Cosines by article; `own` is the number of the phrasing to leave out.
    std::vector<double> nearest(const SparseVector& vector, std::size_t own) const {
        std::vector<double> cosines(article_of_.size(), 0);
        for (const auto& component : vector) {
            const auto found = postings_.find(component.feature);
            if (found == postings_.end()) continue;
            for (const auto& [phrasing, value] : found->second)
                cosines[phrasing] += static_cast<double>(component.value) * static_cast<double>(value);
        }
        std::vector<double> best(articles_, 0);
        for (std::size_t i = 0; i < cosines.size(); ++i)
            if (i != own) best[article_of_[i]] = std::max(best[article_of_[i]], cosines[i]);
        return best;
    }

  private:
    std::size_t articles_;
    std::vector<std::uint32_t> article_of_;
    std::unordered_map<std::uint32_t, std::vector<std::pair<std::uint32_t, float>>> postings_;
};

// The share of the documents cited in a phrasing that an article names, its own occurrence left out.
double citation_share(const std::vector<std::string>& cited, const Prepared& article,
                      const std::unordered_map<std::string, unsigned>* taken) {
    if (cited.empty()) return 0;
    std::size_t hits = 0;
    for (const auto& term : cited) {
        const auto at =
            std::lower_bound(article.terms.begin(), article.terms.end(), term,
                             [](const auto& t, const std::string& wanted) { return t.term < wanted; });
        if (at == article.terms.end() || at->term != term) continue;
        const auto removed =
            taken ? taken->find(term) : std::unordered_map<std::string, unsigned>::const_iterator{};
        hits += !taken || removed == taken->end() || at->count > removed->second;
    }
    return static_cast<double>(hits) / static_cast<double>(cited.size());
}

std::vector<LabelledVector> examples_without(std::span<const Prepared> articles, std::size_t fold) {
    std::vector<LabelledVector> examples;
    for (std::uint32_t i = 0; i < articles.size(); ++i) {
        const auto& phrasings = articles[i].record.phrasings;
        for (std::size_t k = 0; k < phrasings.size(); ++k)
            if (phrasings.size() < 2 || (i + k) % folds != fold) examples.push_back({&phrasings[k], i});
    }
    return examples;
}

std::vector<Place> places(std::span<const Prepared> articles) {
    std::vector<Place> all;
    for (std::uint32_t i = 0; i < articles.size(); ++i)
        for (std::uint32_t k = 0; k < articles[i].phrasings.size() && articles[i].phrasings.size() > 1; ++k)
            all.push_back({i, k});
    if (all.size() <= most_trials) return all;
    std::vector<Place> chosen;
    for (std::size_t i = 0; i < most_trials; ++i) chosen.push_back(all[i * all.size() / most_trials]);
    return chosen;
}

}  // namespace

std::vector<Trial> play_held_out(std::span<const Prepared> articles, const Vocabulary& vocabulary) {
    const auto wanted = places(articles);
    if (wanted.empty()) return {};
    const Terms terms(articles);
    const Neighbours neighbours(articles);
    std::vector<std::size_t> first_phrasing;
    std::size_t phrasings = 0;
    for (const auto& article : articles) {
        first_phrasing.push_back(phrasings);
        phrasings += article.record.phrasings.size();
    }
    const bool linear = LinearModel::feasible(vocabulary.size(), articles.size());

    std::vector<Trial> trials;
    double read = 0;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::optional<LinearModel> model;
        if (linear) model.emplace(examples_without(articles, fold), articles.size());
        for (const Place& place : wanted) {
            if ((place.article + place.phrasing) % folds != fold || read > most_postings_read) continue;
            const Prepared& own = articles[place.article];
            const nlp::Question& question = own.phrasings[place.phrasing];
            const auto taken = schema::phrasing_terms(question);
            double taken_length = 0;
            for (const auto& [term, count] : taken) taken_length += count;
            const auto scores = terms.score(question, place.article, taken, taken_length);
            read += scores.read;
            const auto& vector = own.record.phrasings[place.phrasing];
            const auto nearest = neighbours.nearest(vector, first_phrasing[place.article] + place.phrasing);
            std::vector<float> logits;
            if (model) logits = model->logits(vector);

            std::vector<std::uint32_t> order(articles.size());
            std::iota(order.begin(), order.end(), 0U);
            const std::size_t kept = std::min(most_candidates, order.size());
            std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(kept), order.end(),
                              [&](std::uint32_t a, std::uint32_t b) {
                                  return scores.lexical[a] != scores.lexical[b]
                                             ? scores.lexical[a] > scores.lexical[b]
                                             : a < b;
                              });
            order.resize(kept);
            if (std::find(order.begin(), order.end(), place.article) == order.end())
                order.back() = place.article;

            std::vector<std::string> cited;
            for (const auto& citation : question.citations)
                for (const auto& text : nlp::citation_terms(citation))
                    cited.push_back(schema::term(schema::Field::citation, text));
            Trial trial;
            for (const std::uint32_t candidate : order) {
                if (candidate == place.article) trial.right = trial.candidates.size();
                trial.candidates.push_back({scores.lexical[candidate], nearest[candidate],
                                            logits.empty() ? 0.0 : static_cast<double>(logits[candidate]),
                                            citation_share(cited, articles[candidate],
                                                           candidate == place.article ? &taken : nullptr)});
            }
            const auto& counts = own.counts[place.phrasing];
            trial.unknown = vocabulary.unknown_share(counts, {&counts, 1});
            trial.unknown_outside = vocabulary.unknown_share(counts, own.counts);
            trial.lexical_outside = scores.outside;
            trials.push_back(std::move(trial));
        }
    }
    return trials;
}

}  // namespace reformdesk::kb_index
