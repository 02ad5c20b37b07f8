#include "tests/load/report.hpp"

#include <array>
#include <cstdio>

namespace reformdesk::load {

namespace {

void print(const Row& row, const char* verdict) {
    std::printf("%-46s %10s %10s %7s %9s  %s\n", row.what.c_str(), row.server.c_str(), row.bare.c_str(),
                row.ratio.c_str(), row.bound.c_str(), verdict);
    std::fflush(stdout);
}

}  // namespace

Report::Report() {
    print({.what = "", .server = "server", .bare = "bare", .ratio = "ratio", .bound = "bound"}, "holds");
}

void Report::add(const Row& row) {
    const char* verdict = "";
    if (row.holds) {
        verdict = *row.holds ? "yes" : "NO";
        all_hold_ = all_hold_ && *row.holds;
    }
    print(row, verdict);
}

std::string number(double value, int digits) {
    std::array<char, 32> text;
    const int length = std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return {text.data(), static_cast<std::size_t>(length)};
}

}  // namespace reformdesk::load
