// The results, for people and as JSON.
#pragma once

#include "connectors/wire/json.hpp"
#include "tests/load/answering/comparison.hpp"
#include "tests/load/answering/scale.hpp"

#include <optional>
#include <string>

namespace reformdesk::load::answering {

/// What is said of one engine. The time of a question is the median of its rounds, so that a pause of the
/// machine does not pass for a slow question; a ratio is the median of the rounds' ratios of medians, and
/// missing when its baseline did not run.
struct Row {
    std::string title;
    double accuracy_at_1 = 0;
    double accuracy_at_3 = 0;
    double accuracy_at_1_unaccented = 0;
    double median_microseconds = 0;
    double p99_microseconds = 0;
    std::optional<double> to_xapian;
    std::optional<double> to_same_terms;
    std::optional<double> to_nlpjs;
    double resident_mebibytes = 0;
};

std::vector<Row> rows_of(const std::vector<Measured>& engines);

/// A heading and the rows below one another.
std::string comparison_table(const std::string& name, const std::vector<Measured>& engines);
connectors::wire::Json comparison_json(const std::string& name, const std::vector<Measured>& engines);

/// By how much the process grew for each engine.
std::string memory_table(const std::vector<Measured>& engines);

std::string indexing_table(const Indexing& indexing);
connectors::wire::Json indexing_json(const Indexing& indexing);

}  // namespace reformdesk::load::answering
