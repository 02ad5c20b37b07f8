#include "tests/load/answering/table.hpp"

#include "tests/load/measure.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

namespace reformdesk::load::answering {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

constexpr double mebibyte = 1024.0 * 1024.0;

std::vector<double> medians_of(const Measured& engine) {
    std::vector<double> medians;
    medians.reserve(engine.rounds.size());
    for (const auto& round : engine.rounds) {
        medians.push_back(latency_of(round).p50);
    }
    return medians;
}

std::vector<float> typical_times(const Measured& engine) {
    std::vector<float> times;
    times.reserve(engine.questions);
    for (std::size_t question = 0; question < engine.questions; ++question) {
        std::vector<double> rounds;
        rounds.reserve(engine.rounds.size());
        for (const auto& round : engine.rounds) {
            rounds.push_back(round[question]);
        }
        times.push_back(static_cast<float>(median(std::move(rounds))));
    }
    return times;
}

std::optional<double> ratio_to(const std::string& baseline, const std::vector<Measured>& engines,
                               const Measured& engine) {
    const auto found = std::ranges::find(engines, baseline, &Measured::key);
    if (found == engines.end()) {
        return std::nullopt;
    }
    auto ratios = medians_of(engine);
    const auto base = medians_of(*found);
    std::ranges::transform(ratios, base, ratios.begin(), std::divides<>());
    return median(std::move(ratios));
}

std::string ratio_text(const std::optional<double>& ratio) {
    return ratio ? fmt::format("{:.2f}", *ratio) : "";
}

Json ratio_value(const std::optional<double>& ratio) {
    return ratio ? Json(*ratio) : Json();
}

double median_seconds(const std::vector<IndexingRun>& runs) {
    std::vector<double> seconds;
    seconds.reserve(runs.size());
    for (const auto& run : runs) {
        seconds.push_back(run.seconds);
    }
    return median(std::move(seconds));
}

double peak_mebibytes(const std::vector<IndexingRun>& runs) {
    return static_cast<double>(std::ranges::max(runs, {}, &IndexingRun::peak_bytes).peak_bytes) / mebibyte;
}

double indexing_ratio(const Indexing& indexing) {
    std::vector<double> ratios;
    ratios.reserve(indexing.xapian.size());
    for (std::size_t round = 0; round < indexing.xapian.size(); ++round) {
        ratios.push_back(indexing.reformdesk[round].seconds / indexing.xapian[round].seconds);
    }
    return median(std::move(ratios));
}

}  // namespace

std::vector<Row> rows_of(const std::vector<Measured>& engines) {
    std::vector<Row> rows;
    rows.reserve(engines.size());
    for (const auto& engine : engines) {
        const auto share = [&](std::size_t part) {
            return static_cast<double>(part) / static_cast<double>(engine.questions);
        };
        const auto latency = latency_of(typical_times(engine));
        rows.push_back({.title = engine.title,
                        .accuracy_at_1 = share(engine.right),
                        .accuracy_at_3 = share(engine.right_in_three),
                        .accuracy_at_1_unaccented = share(engine.right_unaccented),
                        .median_microseconds = latency.p50,
                        .p99_microseconds = latency.p99,
                        .to_xapian = ratio_to("xapian", engines, engine),
                        .to_same_terms = ratio_to("xapian-same-terms", engines, engine),
                        .to_nlpjs = ratio_to("nlpjs", engines, engine),
                        .resident_mebibytes = static_cast<double>(engine.resident_bytes) / mebibyte});
    }
    return rows;
}

std::string comparison_table(const std::string& name, const std::vector<Measured>& engines) {
    std::string table =
        fmt::format("\n{} ({} questions)\n{:<24}{:>8}{:>8}{:>12}{:>10}{:>10}{:>12}{:>11}{:>15}{:>10}\n", name,
                    engines.front().questions, "", "at 1", "at 3", "unaccented", "median µs", "p99 µs",
                    "p99/median", "to Xapian", "to same terms", "to nlpjs");
    for (const auto& row : rows_of(engines)) {
        table += fmt::format("{:<24}{:>8.3f}{:>8.3f}{:>12.3f}{:>10.0f}{:>10.0f}{:>12.1f}{:>11}{:>15}{:>10}\n",
                             row.title, row.accuracy_at_1, row.accuracy_at_3, row.accuracy_at_1_unaccented,
                             row.median_microseconds, row.p99_microseconds,
                             row.p99_microseconds / row.median_microseconds, ratio_text(row.to_xapian),
                             ratio_text(row.to_same_terms), ratio_text(row.to_nlpjs));
    }
    return table;
}

Json comparison_json(const std::string& name, const std::vector<Measured>& engines) {
    JsonArray rows;
    rows.reserve(engines.size());
    for (const auto& row : rows_of(engines)) {
        rows.push_back(JsonObject{{"engine", row.title},
                                  {"accuracy_at_1", row.accuracy_at_1},
                                  {"accuracy_at_3", row.accuracy_at_3},
                                  {"accuracy_at_1_unaccented", row.accuracy_at_1_unaccented},
                                  {"median_microseconds", row.median_microseconds},
                                  {"p99_microseconds", row.p99_microseconds},
                                  {"median_to_xapian", ratio_value(row.to_xapian)},
                                  {"median_to_xapian_same_terms", ratio_value(row.to_same_terms)},
                                  {"median_to_nlpjs", ratio_value(row.to_nlpjs)},
                                  {"resident_mebibytes", row.resident_mebibytes}});
    }
    return JsonObject{{"set", name}, {"questions", engines.front().questions}, {"engines", std::move(rows)}};
}

std::string memory_table(const std::vector<Measured>& engines) {
    std::string table = "\nmemory to answer\n";
    for (const auto& engine : engines) {
        table += fmt::format("{:<24}{:>8.0f} MiB\n", engine.title,
                             static_cast<double>(engine.resident_bytes) / mebibyte);
    }
    return table;
}

std::string indexing_table(const Indexing& indexing) {
    const auto& any = indexing.xapian.front();
    return fmt::format(
        "\nindexing {} articles ({:.0f} MiB with the program before it)\n{:<24}{:>10}{:>12}\n"
        "{:<24}{:>10.1f}{:>12.0f}\n{:<24}{:>10.1f}{:>12.0f}\nratio of the times {:.2f}\n",
        indexing.articles, static_cast<double>(any.before_bytes) / mebibyte, "", "seconds", "peak MiB",
        "ReformDesk", median_seconds(indexing.reformdesk), peak_mebibytes(indexing.reformdesk),
        "Xapian, same terms", median_seconds(indexing.xapian), peak_mebibytes(indexing.xapian),
        indexing_ratio(indexing));
}

Json indexing_json(const Indexing& indexing) {
    return JsonObject{{"articles", indexing.articles},
                      {"reformdesk_seconds", median_seconds(indexing.reformdesk)},
                      {"xapian_seconds", median_seconds(indexing.xapian)},
                      {"seconds_to_xapian", indexing_ratio(indexing)},
                      {"reformdesk_peak_mebibytes", peak_mebibytes(indexing.reformdesk)},
                      {"xapian_peak_mebibytes", peak_mebibytes(indexing.xapian)}};
}

}  // namespace reformdesk::load::answering
