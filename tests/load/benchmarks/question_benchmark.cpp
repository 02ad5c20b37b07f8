// A question's way: reading the text, and asking the index.
#include "kb_index/bm25.hpp"
#include "kb_index/schema.hpp"
#include "kb_index/searcher.hpp"
#include "kb_index/writer.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"
#include "tests/load/benchmarks/material.hpp"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include <benchmark/benchmark.h>
#include <unistd.h>

namespace reformdesk::load {

namespace {

using kb_index::schema::QueryTerm;

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

// BM25 over the same terms of the same articles in plain memory: ten best, no features, no decision.
class MemoryIndex {
  public:
    MemoryIndex() {
        for (const auto& article : articles()) {
            double length = 0;
            for (const auto& [term, count] : kb_index::schema::article_terms(article)) {
                postings_[term].push_back({lengths_.size(), static_cast<double>(count)});
                length += count;
            }
            lengths_.push_back(length);
            average_ += length;
        }
        average_ /= static_cast<double>(lengths_.size());
    }

    std::vector<std::pair<double, std::size_t>> best(const std::vector<QueryTerm>& terms) const {
        std::vector<std::pair<double, std::size_t>> scores(lengths_.size());
        for (std::size_t i = 0; i < scores.size(); ++i) {
            scores[i].second = i;
        }
        for (const auto& [term, weight] : terms) {
            const auto found = postings_.find(term);
            if (found == postings_.end()) {
                continue;
            }
            const auto with = static_cast<double>(found->second.size());
            const double most =
                weight * kb_index::bm25::term_weight(with, static_cast<double>(lengths_.size()));
            for (const auto& [article, count] : found->second) {
                scores[article].first += most * kb_index::bm25::share(count, lengths_[article], average_);
            }
        }
        const auto ten =
            scores.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(10, scores.size()));
        std::partial_sort(scores.begin(), ten, scores.end(), std::greater<>());
        scores.erase(ten, scores.end());
        return scores;
    }

  private:
    struct Posting {
        std::size_t article;
        double count;
    };
    std::unordered_map<std::string, std::vector<Posting>> postings_;
    std::vector<double> lengths_;
    double average_ = 0;
};

void kb_ask_baseline_bm25_in_memory(benchmark::State& state) {
    static const MemoryIndex index;
    const auto& questions = read_questions();
    std::size_t next = 0;
    for (auto _ : state) {
        const auto terms = kb_index::schema::query_terms(questions[next++ % questions.size()]);
        benchmark::DoNotOptimize(index.best(terms));
    }
}

BENCHMARK(nlp_read);
BENCHMARK(nlp_read_baseline_normal_form);
BENCHMARK(kb_ask);
BENCHMARK(kb_ask_baseline_bm25_in_memory);

}  // namespace

}  // namespace reformdesk::load
