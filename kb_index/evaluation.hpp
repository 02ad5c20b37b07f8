// Measures an index on a question file: accuracy, coverage, calibration, time.
#pragma once

#include "kb_index/decision.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace reformdesk::kb_index {

class Searcher;

/// A line of a question file; an empty `expected` means "must not be answered".
struct GoldQuestion {
    std::string query;
    std::vector<std::string> expected;
    std::optional<Date> as_of;
    std::vector<std::string> tags;
};

/// How the questions are rewritten before they are asked; reproducible, from the text alone.
enum class Variant { plain, unaccented, telex, vni, typo, polite };

std::optional<Variant> parse_variant(std::string_view name);
std::string rewrite(std::string_view query, Variant variant);

struct Prediction {
    std::string query;
    Decision decision;
};

/// What `kb evaluate --json` prints.
struct Evaluation {
    double accuracy_at_1 = 0;
    double accuracy_at_3 = 0;
    double precision = 0;
    double expected_calibration_error = 0;
    std::size_t questions = 0;
    std::size_t answered = 0;
    std::size_t answered_correctly = 0;
    std::size_t clarified = 0;
    std::size_t clarified_with_correct_choice = 0;
    std::size_t escalated = 0;
    std::size_t outside = 0;
    std::size_t outside_answered = 0;
    double median_microseconds = 0;
    double p99_microseconds = 0;
};

struct EvaluationOptions {
    Date as_of;
    double precision = 0.95;
    Variant variant = Variant::plain;
    std::vector<Prediction>* predictions = nullptr;  ///< filled when given, one for each question
};

/// Small talk and commands are off; every question is ranked whatever the decision. The time of a question
/// covers reading and searching it.
Evaluation evaluate(Searcher& searcher, std::span<const GoldQuestion> questions,
                    const EvaluationOptions& options);

}  // namespace reformdesk::kb_index
