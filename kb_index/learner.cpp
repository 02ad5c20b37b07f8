#include "kb_index/learner.hpp"

#include "kb_index/examples.hpp"
#include "kb_index/fitting.hpp"
#include "kb_index/held_out.hpp"
#include "kb_index/linear_model.hpp"
#include "kb_index/packing.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace reformdesk::kb_index {

namespace {

// The words that an answer begins with are one more way of asking for it; the rest is detail.
constexpr std::size_t beginning = 600;

// With fewer the defaults are the better guess.
constexpr std::size_t fewest_trials = 40;

// How much the signals count for each other is fixed: fitted to held-out phrasings it would follow how the
// authors of one knowledge base vary their phrasings, not how people ask. Measured in README.md.
constexpr std::array<double, 4> weights_with_linear = {12, 3, 1.2, 4};

// Authors write phrasings that differ from each other, so one held out is farther from the rest than what
// people ask: right less often at the same signals, by about so much in log odds. The more phrasings an
// article has, the farther its author had to go for each. Measured in README.md.
constexpr double held_out_is_harder = 0.5;
constexpr double harder_for_each_phrasing = 0.08;
constexpr std::size_t phrasings_without_effort = 2;
constexpr std::size_t phrasings_that_count = 10;

// For the article in the middle.
double how_much_harder(std::span<const Prepared> articles) {
    std::vector<std::size_t> phrasings;
    for (const auto& article : articles) phrasings.push_back(article.counts.size() - 1);
    const auto middle = phrasings.begin() + static_cast<std::ptrdiff_t>(phrasings.size() / 2);
    std::nth_element(phrasings.begin(), middle, phrasings.end());
    const auto counted = std::clamp(*middle, phrasings_without_effort, phrasings_that_count);
    return held_out_is_harder +
           harder_for_each_phrasing * static_cast<double>(counted - phrasings_without_effort);
}

// The steepness of the scores, so that shares are probabilities.
void learn_weights(RankerParameters& parameters, std::span<const Trial> trials, bool linear) {
    if (linear) parameters.weights = weights_with_linear;
    std::vector<Choice> choices;
    for (const auto& trial : trials) {
        Choice choice;
        for (const auto& candidate : trial.candidates)
            choice.alternatives.push_back({score(parameters, candidate)});
        choice.chosen = trial.right;
        choices.push_back(std::move(choice));
    }
    const double steepness = std::max(0.1, fit_choice(choices, {{1}, {0.5}}).front());
    for (double& weight : parameters.weights) weight *= steepness;
}

// What is played, and how often it counts next to one question that is covered.
enum class Play {
    inside,   ///< the phrasing is new
    near_by,  ///< its article does not exist
    far_off,  ///< nor do those most like it
    outside,  ///< nothing to do with any article
};
constexpr std::size_t neighbourhood = 5;

double weight_of(Play play) {
    return play == Play::inside ? 1 : play == Play::near_by ? 0.1 : 0.25;
}

/// A trial as the decision would see it.
struct View {
    Coverage coverage;
    bool right = false;
    Play play = Play::inside;
    double weight = 1;
};

View view_of(const RankerParameters& parameters, const Trial& trial, Play play) {
    struct Scored {
        double score = 0;
        std::size_t candidate = 0;
    };
    const bool removed = play == Play::near_by || play == Play::far_off;
    std::vector<Scored> ranked;
    for (std::size_t i = 0; i < trial.candidates.size(); ++i)
        if (!removed || i != trial.right) ranked.push_back({score(parameters, trial.candidates[i]), i});
    std::sort(ranked.begin(), ranked.end(), [](const Scored& a, const Scored& b) {
        return a.score != b.score ? a.score > b.score : a.candidate < b.candidate;
    });
    if (play == Play::far_off)
        ranked.erase(ranked.begin(),
                     ranked.begin() + std::min<std::ptrdiff_t>(neighbourhood, std::ssize(ranked)));
    View view;
    view.play = play;
    view.coverage.unknown = removed ? trial.unknown_outside : trial.unknown;
    if (ranked.empty()) return view;
    std::vector<double> scores;
    scores.reserve(ranked.size());
    for (const auto& scored : ranked) scores.push_back(scored.score);
    view.coverage.best = trial.candidates[ranked.front().candidate];
    if (removed) view.coverage.best.lexical *= trial.lexical_outside;
    view.coverage.certainty = shares(scores).front();
    view.right = play == Play::inside && ranked.front().candidate == trial.right;
    return view;
}

std::vector<double> coverage_features(const Coverage& coverage) {
    return {1, coverage.best.lexical, coverage.best.nearest, coverage.unknown, coverage.certainty};
}

double product_of(const RankerParameters& parameters, const View& view) {
    return covered(parameters, view.coverage) * view.coverage.certainty;
}

std::vector<View> views_of(const RankerParameters& parameters, const Trials& trials) {
    std::vector<View> views;
    const auto add = [&](const Trial& trial, Play play, double weight) {
        views.push_back(view_of(parameters, trial, play));
        views.back().weight = weight;
    };
    for (const auto& trial : trials.held_out)
        for (const Play play : {Play::inside, Play::near_by, Play::far_off})
            add(trial, play, weight_of(play));
    // However many there are, they count as much next to what is covered.
    const double weight = weight_of(Play::outside) * static_cast<double>(trials.held_out.size()) /
                          static_cast<double>(std::max<std::size_t>(1, trials.outside.size()));
    for (const auto& trial : trials.outside) add(trial, Play::outside, weight);
    return views;
}

void learn_coverage(RankerParameters& parameters, const Trials& trials) {
    const auto views = views_of(parameters, trials);

    std::vector<Observation> observations;
    observations.reserve(views.size());
    for (const auto& view : views)
        observations.push_back({coverage_features(view.coverage), view.play == Play::inside, view.weight});
    // The signs are known: what the articles of one knowledge base say against them is chance.
    const auto& usual = parameters.coverage;
    const Prior prior{{usual.begin(), usual.end()}, {3, 1, 1, 0.5, 0.5}};
    const auto fitted = fit_logistic(observations, prior);
    std::copy(fitted.begin(), fitted.end(), parameters.coverage.begin());

    parameters.calibration = {0, 1};
    std::vector<Observation> outcomes;
    for (const auto& view : views) {
        const double product = std::clamp(product_of(parameters, view), 1e-6, 1 - 1e-6);
        outcomes.push_back({{1, std::log(product / (1 - product))}, view.right, view.weight});
    }
    const auto calibration = fit_logistic(outcomes, {{0, 1}, {1, 0.5}});
    std::copy(calibration.begin(), calibration.end(), parameters.calibration.begin());
}

void learn_linear_guess(RankerParameters& parameters, std::span<const Trial> trials) {
    // Least squares of the logit on the cosine, over right and wrong candidates alike.
    double n = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double xy = 0;
    for (const auto& trial : trials)
        for (const auto& candidate : trial.candidates) {
            n += 1;
            x += candidate.nearest;
            y += candidate.linear;
            xx += candidate.nearest * candidate.nearest;
            xy += candidate.nearest * candidate.linear;
        }
    const double spread = n * xx - x * x;
    const double slope = spread > 1e-9 ? (n * xy - x * y) / spread : 0;
    parameters.linear_guess = {(y - slope * x) / n, slope};
}

void store_linear(std::span<Prepared> articles, const Vocabulary& vocabulary) {
    const Examples examples(articles, vocabulary);
    const LinearModel model(examples.all(), articles.size());
    for (std::size_t i = 0; i < articles.size(); ++i) {
        articles[i].record.weights = model.weights_of(i);
        articles[i].record.bias = model.bias_of(i);
        articles[i].record.learnt = true;
    }
}

}  // namespace

std::string pack(const Model& model) {
    Packer packer;
    packer.text(model.vocabulary.pack());
    packer.number(model.average.asked);
    packer.number(model.average.answered);
    packer.text(pack(model.parameters));
    return packer.take();
}

Model unpack_model(std::string_view packed) {
    Unpacker unpacker(packed);
    Model model;
    model.vocabulary = Vocabulary::unpack(unpacker.text());
    model.average.asked = unpacker.real<double>();
    model.average.answered = unpacker.real<double>();
    if (model.average.asked < 1 || model.average.answered < 1)
        throw std::invalid_argument("the average lengths of the index are damaged");
    model.parameters = unpack_parameters(unpacker.text());
    return model;
}

Prepared prepare(const Article& article) {
    Prepared prepared;
    schema::TermCounter counter;
    const auto ask = [&](std::string_view text) {
        const nlp::Question question = nlp::read(text);
        counter.ask(question);
        prepared.counts.push_back(count_features(question));
    };
    ask(article.question);
    for (const auto& phrasing : article.phrasings) ask(phrasing);
    schema::count_rest(counter, article);
    prepared.terms = counter.take();
    prepared.answer = count_features(nlp::read(nlp::cut(article.answer, beginning)));
    prepared.record.id = article.id;
    return prepared;
}

void fit(Prepared& article, const Model& model) {
    article.record.terms = term_shares(article.terms, model.average);
    for (const auto& counts : article.counts)
        article.record.phrasings.push_back(model.vocabulary.weigh(counts));
}

Model learn(std::span<Prepared> articles, std::span<const Article* const> sources) {
    Model model;
    std::vector<FieldLengths> lengths;
    for (const auto& article : articles) {
        for (const auto& counts : article.counts) model.vocabulary.add(counts);
        lengths.push_back(lengths_of(article.terms));
    }
    model.average = average_of(lengths);
    for (auto& article : articles) fit(article, model);
    const auto trials = play_held_out(articles, sources, model);
    if (trials.held_out.size() < fewest_trials) return model;
    const bool linear = LinearModel::feasible(model.vocabulary.size(), articles.size());
    learn_weights(model.parameters, trials.held_out, linear);
    learn_coverage(model.parameters, trials);
    model.parameters.calibration[0] += how_much_harder(articles);
    if (linear) {
        learn_linear_guess(model.parameters, trials.held_out);
        store_linear(articles, model.vocabulary);
    }
    return model;
}

}  // namespace reformdesk::kb_index
