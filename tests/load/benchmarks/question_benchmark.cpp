// A question's way: reading the text, and asking the index. What asking is compared with stands in
// tests/load/answering.

#include "kb_index/searcher.hpp"
#include "kb_index/writer.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"
#include "tests/load/benchmarks/material.hpp"

#include <filesystem>

#include <benchmark/benchmark.h>
#include <unistd.h>

namespace reformdesk::load {

namespace {

void nlp_read(benchmark::State& state) {
    const auto& texts = gold_questions();
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(nlp::read(texts[next++ % texts.size()]));
    }
}

// The least that any reader of Vietnamese does.
void nlp_read_baseline_normal_form(benchmark::State& state) {
    const auto& texts = gold_questions();
    std::size_t next = 0;
    for (auto _ : state) {
        const auto normal = nlp::normalise(texts[next++ % texts.size()]);
        benchmark::DoNotOptimize(nlp::tokens(normal));
    }
}

// An index in a folder of its own, for as long as the program runs.
class TemporaryIndex {
  public:
    TemporaryIndex()
        : folder_(std::filesystem::temp_directory_path() / ("reformdesk-load-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder_);
        kb_index::rebuild(folder_ / "index", articles(), "load");
    }
    ~TemporaryIndex() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::filesystem::path path() const { return folder_ / "index"; }

  private:
    std::filesystem::path folder_;
};

const std::vector<nlp::Question>& read_questions() {
    static const auto questions = [] {
        std::vector<nlp::Question> out;
        for (const auto& text : gold_questions()) {
            out.push_back(nlp::read(text));
        }
        return out;
    }();
    return questions;
}

void kb_ask(benchmark::State& state) {
    static const TemporaryIndex index;
    kb_index::Searcher searcher(index.path());
    kb_index::AskOptions options;
    options.as_of = *kb_index::parse_date("2025-10-01");
    const auto& questions = read_questions();
    std::size_t next = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(searcher.ask(questions[next++ % questions.size()], options));
    }
}

BENCHMARK(nlp_read);
BENCHMARK(nlp_read_baseline_normal_form);
BENCHMARK(kb_ask);

}  // namespace

}  // namespace reformdesk::load
