// load_benchmarks: Google Benchmark, and after its table the ratio of each benchmark to the one that is named
// after it ("x" and "x_baseline_what").
#include <iomanip>
#include <iostream>
#include <map>
#include <string>

#include <benchmark/benchmark.h>

namespace {

class RatioReporter : public benchmark::ConsoleReporter {
  public:
    RatioReporter() : ConsoleReporter(OO_Tabular) {}

    void ReportRuns(const std::vector<Run>& runs) override {
        ConsoleReporter::ReportRuns(runs);
        for (const auto& run : runs) {
            const bool single = run.run_type == Run::RT_Iteration && run.repetitions <= 1;
            if (single || run.aggregate_name == "median") {
                times_[run.run_name.function_name] = run.GetAdjustedCPUTime();
            }
        }
    }

    void print_ratios() const {
        constexpr std::string_view mark = "_baseline_";
        std::cout << "\nCPU time as a multiple of the baseline's:\n" << std::fixed << std::setprecision(2);
        for (const auto& [name, time] : times_) {
            const auto at = name.find(mark);
            if (at == std::string::npos) {
                continue;
            }
            const auto measured = times_.find(name.substr(0, at));
            if (measured != times_.end()) {
                std::cout << std::setw(8) << measured->second / time << "  " << measured->first << " to "
                          << name.substr(at + mark.size()) << "\n";
            }
        }
    }

  private:
    std::map<std::string, double> times_;
};

}  // namespace

int main(int count, char** arguments) {
    benchmark::Initialize(&count, arguments);
    if (benchmark::ReportUnrecognizedArguments(count, arguments)) {
        return 2;
    }
    RatioReporter reporter;
    const auto run = benchmark::RunSpecifiedBenchmarks(&reporter);
    reporter.print_ratios();
    return run > 0 ? 0 : 1;
}
