#include "kb_index/evaluation.hpp"

#include "kb_index/searcher.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"
#include "nlp/typing.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t bins = 10;

// The same numbers everywhere, seeded by the text: splitmix64 over FNV-1a.
class Dice {
  public:
    explicit Dice(std::string_view text) {
        for (const char c : text) state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    }
    std::size_t below(std::size_t limit) {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
        return static_cast<std::size_t>((z ^ (z >> 31)) % limit);
    }

  private:
    std::uint64_t state_ = 14695981039346656037ULL;
};

std::string encode_all(std::string_view normal, nlp::InputMethod method) {
    std::string keys;
    std::size_t done = 0;
    for (const auto token : nlp::tokens(normal)) {
        const auto at = static_cast<std::size_t>(token.data() - normal.data());
        keys += normal.substr(done, at - done);
        keys += nlp::encode_keys(token, method);
        done = at + token.size();
    }
    keys += normal.substr(done);
    return keys;
}

// The boundaries of the characters of a token in UTF-8, its end included.
std::vector<std::size_t> boundaries(std::string_view token) {
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < token.size(); ++i)
        if ((static_cast<unsigned char>(token[i]) & 0xC0) != 0x80) at.push_back(i);
    at.push_back(token.size());
    return at;
}

// One slip: two letters swapped, one dropped, one doubled.
std::string misspell(std::string_view token, Dice& dice) {
    const auto at = boundaries(token);
    const std::size_t letters = at.size() - 1;
    const std::size_t i = dice.below(letters - 1);
    const auto letter = [&](std::size_t k) { return std::string(token.substr(at[k], at[k + 1] - at[k])); };
    const std::string before(token.substr(0, at[i]));
    const std::string after(token.substr(at[i + 2]));
    switch (dice.below(3)) {
        case 0:
            return before + letter(i + 1) + letter(i) + after;
        case 1:
            return before + letter(i + 1) + after;
        default:
            return before + letter(i) + letter(i) + letter(i + 1) + after;
    }
}

// A fifth of the words get one slip.
std::string with_typos(std::string_view normal) {
    Dice dice(normal);
    std::string typed;
    std::size_t done = 0;
    for (const auto token : nlp::tokens(normal)) {
        const auto at = static_cast<std::size_t>(token.data() - normal.data());
        typed += normal.substr(done, at - done);
        const bool slip = dice.below(5) == 0 && boundaries(token).size() > 3;
        typed += slip ? misspell(token, dice) : std::string(token);
        done = at + token.size();
    }
    typed += normal.substr(done);
    return typed;
}

std::string politely(std::string_view query) {
    constexpr std::array<std::string_view, 5> openings = {
        "dạ cho em hỏi ", "ad ơi cho mình hỏi ", "em chào anh chị ạ, ", "cho tôi hỏi chút, ", "xin hỏi "};
    constexpr std::array<std::string_view, 5> endings = {" ạ", " với ạ, em cảm ơn", " giúp mình với",
                                                         " nhé, cảm ơn ad", " ạ? em cảm ơn nhiều ạ"};
    Dice dice(query);
    const auto opening = openings[dice.below(openings.size())];
    const auto ending = endings[dice.below(endings.size())];
    return std::string(opening) + std::string(query) + std::string(ending);
}

bool among(const std::vector<std::string>& expected, const std::string& id) {
    return std::find(expected.begin(), expected.end(), id) != expected.end();
}

class Tally {
  public:
    void add(const GoldQuestion& question, const Decision& decision, double microseconds) {
        ++result_.questions;
        times_.push_back(microseconds);
        const bool right = !decision.ranked.empty() && among(question.expected, decision.ranked.front().id);
        if (question.expected.empty()) ++result_.outside;
        right_ += right;
        right_in_three_ +=
            std::any_of(decision.ranked.begin(),
                        decision.ranked.begin() + std::min<std::ptrdiff_t>(3, std::ssize(decision.ranked)),
                        [&](const Candidate& candidate) { return among(question.expected, candidate.id); });
        calibrate(decision.confidence, right);
        switch (decision.kind) {
            case DecisionKind::answer:
                ++result_.answered;
                result_.answered_correctly += right;
                result_.outside_answered += question.expected.empty();
                break;
            case DecisionKind::clarify:
                ++result_.clarified;
                result_.clarified_with_correct_choice +=
                    std::any_of(decision.choices.begin(), decision.choices.end(),
                                [&](const std::string& id) { return among(question.expected, id); });
                break;
            case DecisionKind::escalate:
                ++result_.escalated;
                break;
        }
    }

    Evaluation result() {
        const auto share = [](std::size_t part, std::size_t whole) {
            return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
        };
        const std::size_t inside = result_.questions - result_.outside;
        result_.accuracy_at_1 = share(right_, inside);
        result_.accuracy_at_3 = share(right_in_three_, inside);
        result_.precision = share(result_.answered_correctly, result_.answered);
        for (const Bin& bin : bins_)
            result_.expected_calibration_error += std::abs(bin.confidence - bin.right);
        if (result_.questions > 0)
            result_.expected_calibration_error /= static_cast<double>(result_.questions);
        std::sort(times_.begin(), times_.end());
        result_.median_microseconds = quantile(0.5);
        result_.p99_microseconds = quantile(0.99);
        return result_;
    }

  private:
    struct Bin {
        double confidence = 0;
        double right = 0;
    };

    void calibrate(double confidence, bool right) {
        const auto bin = std::min(static_cast<std::size_t>(confidence * bins), bins - 1);
        bins_[bin].confidence += confidence;
        bins_[bin].right += right;
    }

    double quantile(double q) const {
        if (times_.empty()) return 0;
        const auto at = static_cast<std::size_t>(q * static_cast<double>(times_.size()));
        return times_[std::min(at, times_.size() - 1)];
    }

    Evaluation result_;
    std::size_t right_ = 0;
    std::size_t right_in_three_ = 0;
    std::array<Bin, bins> bins_;
    std::vector<double> times_;
};

}  // namespace

std::optional<Variant> parse_variant(std::string_view name) {
    constexpr std::array<std::string_view, 6> names = {"plain", "unaccented", "telex",
                                                       "vni",   "typo",       "polite"};
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Variant>(found - names.begin());
}

std::string rewrite(std::string_view query, Variant variant) {
    switch (variant) {
        case Variant::unaccented:
            return nlp::unaccent(nlp::normalise(query));
        case Variant::telex:
            return encode_all(nlp::normalise(query), nlp::InputMethod::telex);
        case Variant::vni:
            return encode_all(nlp::normalise(query), nlp::InputMethod::vni);
        case Variant::typo:
            return with_typos(nlp::normalise(query));
        case Variant::polite:
            return politely(query);
        case Variant::plain:
            break;
    }
    return std::string(query);
}

Evaluation evaluate(Searcher& searcher, std::span<const GoldQuestion> questions,
                    const EvaluationOptions& options) {
    Tally tally;
    for (const auto& question : questions) {
        AskOptions ask{.as_of = question.as_of.value_or(options.as_of)};
        ask.precision = options.precision;
        const std::string query = rewrite(question.query, options.variant);
        const auto start = std::chrono::steady_clock::now();
        Decision decision = searcher.ask(nlp::read(query), ask);
        const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
        tally.add(question, decision, time.count());
        if (options.predictions) options.predictions->push_back({query, std::move(decision)});
    }
    return tally.result();
}

}  // namespace reformdesk::kb_index
