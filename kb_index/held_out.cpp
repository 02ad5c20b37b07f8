#include "kb_index/held_out.hpp"

#include "kb_index/best_by_words.hpp"
#include "kb_index/examples.hpp"
#include "kb_index/feature_lists.hpp"
#include "kb_index/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t folds = 4;
// Bounds the time of learning whatever the size of the index.
constexpr std::size_t most_trials = 4000;
constexpr double most_entries_read = 2e8;

// What is so near to a phrasing is no question from elsewhere.
constexpr double surely_covered = 0.5;

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
            const auto feature = schema::term_feature(term.term);
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

/// An article while one of its phrasings is asked.
struct TakenFrom {
    std::uint32_t article = 0;
    std::uint32_t phrasing = 0;
    Remainder remainder;
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
        double outside = 1;          ///< factor on the scores of the other articles without the one asked
        double unknown = 0;          ///< share of the weight of terms that stand in no article
        double unknown_outside = 0;  ///< the same without the article asked
        double read = 0;             ///< entries
    };

    /// Scores of a phrasing while that is taken out of its article, or of a question from elsewhere.
    Scores score(const SparseVector& query, const TakenFrom* taken) const {
        const auto all = static_cast<double>(articles_);
        Scores scores;
        scores.lexical.assign(articles_, 0);
        double most = 0;
        double most_outside = 0;
        for (const auto& term : query) {
            const auto entries = lists_.of(term.feature);
            const auto times = static_cast<double>(term.value);
            const bool has = taken && stands_in(entries, taken->article);
            const double left = has ? taken->remainder.share_of(term.feature) : 0;
            const double others = static_cast<double>(entries.size()) - (has ? 1 : 0);
            const double with = others + (left > 0 ? 1 : 0);
            const double weight = times * term_weight(with, all);
            const double weight_outside = times * term_weight(others, all);
            most += weight;
            most_outside += weight_outside;
            if (with == 0) scores.unknown += weight;
            if (others == 0) scores.unknown_outside += weight_outside;
            for (const auto& entry : entries)
                scores.lexical[entry.owner] +=
                    weight *
                    (taken && entry.owner == taken->article ? left : static_cast<double>(entry.value));
            scores.read += static_cast<double>(entries.size());
        }
        for (double& value : scores.lexical) value /= std::max(most, 1e-9);
        scores.outside = most / std::max(most_outside, 1e-9);
        scores.unknown /= std::max(most, 1e-9);
        scores.unknown_outside /= std::max(most_outside, 1e-9);
        return scores;
    }

  private:
    // The entries of a list are in the order of the articles.
    static bool stands_in(std::span<const FeatureLists::Entry> entries, std::uint32_t article) {
        return std::ranges::binary_search(entries, article, {}, &FeatureLists::Entry::owner);
    }

    std::size_t articles_;
    FeatureLists lists_;
};

std::vector<std::string_view> outside_questions() {
    std::vector<std::string_view> questions;
    for (const auto line : nlp::split(tables::outside_questions, '\n'))
        if (!line.empty() && !line.starts_with('#')) questions.push_back(line);
    return questions;
}

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

/// The articles with most of the words, best first.
std::vector<std::uint32_t> best_by_words(const std::vector<double>& lexical) {
    std::vector<std::uint32_t> order(lexical.size());
    std::iota(order.begin(), order.end(), 0U);
    keep_best_by_words(order, lexical);
    std::ranges::sort(order, better_by_words(lexical));
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
        const TakenFrom taken{place.article, place.phrasing, Remainder(own, question, model_.average)};
        const Asked asked =
            ask(schema::query_weights(question), own.record.phrasings[place.phrasing], linear, &taken);
        read_ += asked.scores.read;

        auto order = best_by_words(asked.scores.lexical);
        auto at = std::ranges::find(order, place.article);
        if (at == order.end()) *--at = place.article;
        Trial trial = trial_of(asked);
        for (const std::uint32_t candidate : order)
            trial.candidates.push_back(signals_of(candidate, asked, &taken));
        trial.right = static_cast<std::size_t>(at - order.begin());
        return trial;
    }

    /// Nothing when an article seems to cover the question after all.
    std::optional<Trial> play_outside(std::string_view text, const LinearModel* linear) const {
        const nlp::Question question = nlp::read(text);
        const Asked asked = ask(schema::query_weights(question),
                                model_.vocabulary.weigh(count_features(question)), linear, nullptr);
        Trial trial = trial_of(asked);
        for (const std::uint32_t candidate : best_by_words(asked.scores.lexical)) {
            trial.candidates.push_back(signals_of(candidate, asked, nullptr));
            if (trial.candidates.back().nearest > surely_covered) return std::nullopt;
        }
        trial.right = trial.candidates.size();
        return trial;
    }

    bool tired() const { return read_ > most_entries_read; }

  private:
    /// A question, with what all articles get for it.
    struct Asked {
        SparseVector query;
        Probe features;
        Terms::Scores scores;
        std::vector<float> logits;  ///< empty without a linear model
    };

    Asked ask(SparseVector query, const SparseVector& features, const LinearModel* linear,
              const TakenFrom* taken) const {
        auto scores = terms_.score(query, taken);
        return {std::move(query), Probe(features), std::move(scores),
                linear ? linear->logits(features) : std::vector<float>()};
    }

    static Trial trial_of(const Asked& asked) {
        Trial trial;
        trial.unknown = asked.scores.unknown;
        trial.unknown_outside = asked.scores.unknown_outside;
        trial.lexical_outside = asked.scores.outside;
        return trial;
    }

    Signals signals_of(std::uint32_t candidate, const Asked& asked, const TakenFrom* taken) const {
        if (taken && taken->article != candidate) taken = nullptr;
        Signals signals;
        signals.lexical = asked.scores.lexical[candidate];
        const auto& phrasings = articles_[candidate].record.phrasings;
        for (std::size_t k = 0; k < phrasings.size(); ++k)
            if (!taken || k != taken->phrasing)
                signals.nearest = std::max(signals.nearest, asked.features.dot(phrasings[k]));
        signals.linear = asked.logits.empty() ? 0 : static_cast<double>(asked.logits[candidate]);
        signals.citation = citation_share(asked.query, candidate, taken);
        return signals;
    }

    // The share of the documents cited in a question that an article names.
    double citation_share(const SparseVector& query, std::uint32_t article, const TakenFrom* taken) const {
        double cited = 0;
        double named = 0;
        for (const auto& term : query) {
            if (!schema::is_citation(term.feature)) continue;
            cited += 1;
            named += taken ? taken->remainder.share_of(term.feature) > 0
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

Trials play_held_out(std::span<const Prepared> articles, std::span<const Article* const> sources,
                     const Model& model) {
    const auto wanted = places(articles);
    if (wanted.empty()) return {};
    Player player(articles, sources, model);
    std::optional<Examples> examples;
    if (LinearModel::feasible(model.vocabulary.size(), articles.size()))
        examples.emplace(articles, model.vocabulary);
    const auto outside = outside_questions();
    Trials trials;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::optional<LinearModel> linear;
        if (examples) linear.emplace(examples->without(fold, folds), articles.size());
        const LinearModel* const model_of_fold = linear ? &*linear : nullptr;
        for (const Place& place : wanted)
            if (Examples::fold_of(place.article, place.phrasing, folds) == fold && !player.tired())
                trials.held_out.push_back(player.play(place, model_of_fold));
        for (std::size_t i = fold; i < outside.size(); i += folds)
            if (auto trial = player.play_outside(outside[i], model_of_fold))
                trials.outside.push_back(*std::move(trial));
    }
    return trials;
}

}  // namespace reformdesk::kb_index
