// answering_benchmark: engines that answer questions from a set of articles, side by side in one run. See
// README.md.
#include "tests/contract/temporary_folder.hpp"
#include "tests/load/answering/comparison.hpp"
#include "tests/load/answering/options.hpp"
#include "tests/load/answering/scale.hpp"
#include "tests/load/answering/set.hpp"
#include "tests/load/answering/table.hpp"

#include <fstream>
#include <iostream>

namespace reformdesk::load::answering {

namespace {

using connectors::wire::Json;
using connectors::wire::JsonArray;
using connectors::wire::JsonObject;

constexpr std::size_t indexing_rounds = 2;

std::vector<Set> read_sets(const Options& options) {
    std::vector<Set> sets;
    for (const auto& folder : options.sets) {
        sets.push_back(read_set(folder));
    }
    if (sets.empty()) {
        const auto data = std::filesystem::path(REFORMDESK_SOURCE_DIR) / "kb_index/data";
        sets.push_back(read_set("bundled", data / "articles.jsonl", data / "gold_questions.jsonl"));
    }
    return sets;
}

Material material_of(const Set& set, const std::filesystem::path& folder) {
    std::filesystem::create_directories(folder);
    return {set.articles, folder, *kb_index::parse_date("2025-10-01")};
}

void print(const std::string& name, const std::vector<Measured>& engines, JsonArray& results) {
    std::cout << comparison_table(name, engines) << std::flush;
    results.push_back(comparison_json(name, engines));
}

Json compare_sets(const std::vector<Set>& sets, const Options& options, const std::filesystem::path& work) {
    JsonArray results;
    std::vector<std::vector<Measured>> measured;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        const auto material = material_of(sets[i], work / std::to_string(i));
        measured.push_back(compare(sets[i], options.engines, material, options.rounds));
        print(sets[i].name, measured.back(), results);
    }
    if (sets.size() > 1) {
        print("all sets", together(measured), results);
    }
    return JsonObject{{"sets", std::move(results)}};
}

Json measure_scale(const std::vector<Set>& sets, const Options& options, const std::filesystem::path& work) {
    const auto set = multiplied(sets, *options.scale);
    const auto material = material_of(set, work / "scale");
    const auto indexing = measure_indexing(material, indexing_rounds);
    std::cout << indexing_table(indexing) << std::flush;
    JsonArray results;
    const auto engines = compare(set, options.engines, material, options.rounds);
    print(set.name, engines, results);
    std::cout << memory_table(engines);
    return JsonObject{{"indexing", indexing_json(indexing)}, {"sets", std::move(results)}};
}

int run(const std::vector<std::string>& arguments) {
    const auto options = parse_options(arguments);
    const auto sets = read_sets(options);
    const contract::TemporaryFolder work;
    const auto results =
        options.scale ? measure_scale(sets, options, work.path()) : compare_sets(sets, options, work.path());
    if (options.json) {
        std::ofstream out(*options.json, std::ios::binary);
        out << connectors::wire::write(results) << "\n";
        out.close();
        if (!out) {
            throw std::runtime_error("cannot write " + options.json->string());
        }
    }
    return 0;
}

}  // namespace

}  // namespace reformdesk::load::answering

int main(int count, char** arguments) {
    try {
        return reformdesk::load::answering::run({arguments + 1, arguments + count});
    } catch (const std::exception& e) {
        std::cerr << "answering_benchmark: " << e.what() << "\n";
        return 2;
    }
}
