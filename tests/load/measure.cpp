#include "tests/load/measure.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <sys/resource.h>
#include <unistd.h>

namespace reformdesk::load {

namespace {

std::string read_proc(pid_t process, const char* file) {
    std::ifstream in("/proc/" + std::to_string(process) + "/" + file);
    std::ostringstream text;
    text << in.rdbuf();
    if (text.str().empty()) {
        throw std::runtime_error("there is no process " + std::to_string(process));
    }
    return text.str();
}

float at(std::vector<float>& values, double share) {
    const auto place =
        values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), place, values.end());
    return *place;
}

}  // namespace

std::chrono::duration<double> cpu_time(pid_t process) {
    // The name in the second field may hold spaces; after its bracket come the fields from the third on.
    const auto stat = read_proc(process, "stat");
    std::istringstream rest(stat.substr(stat.rfind(')') + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field) {
        rest >> skipped;
    }
    double user = 0;
    double system = 0;
    rest >> user >> system;
    return std::chrono::duration<double>((user + system) / static_cast<double>(sysconf(_SC_CLK_TCK)));
}

std::size_t resident_bytes(pid_t process) {
    std::istringstream pages(read_proc(process, "statm"));
    std::size_t all = 0;
    std::size_t resident = 0;
    pages >> all >> resident;
    return resident * static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
}

void need_descriptors(std::size_t count) {
    rlimit limit{};
    getrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur < count) {
        limit.rlim_cur = std::min<rlim_t>(count, limit.rlim_max);
        setrlimit(RLIMIT_NOFILE, &limit);
    }
    if (limit.rlim_cur < count) {
        throw std::runtime_error("only " + std::to_string(limit.rlim_cur) + " descriptors are allowed, " +
                                 std::to_string(count) + " are needed (ulimit -Hn)");
    }
}

double median(std::vector<double> values) {
    if (values.empty()) {
        throw std::runtime_error("nothing was measured");
    }
    std::sort(values.begin(), values.end());
    const auto middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

Latency latency_of(std::vector<float> microseconds) {
    if (microseconds.empty()) {
        return {};
    }
    Latency out;
    out.p50 = at(microseconds, 0.5);
    out.p99 = at(microseconds, 0.99);
    return out;
}

}  // namespace reformdesk::load
