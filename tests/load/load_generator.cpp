// load_generator SERVER_PORT SERVER_PID BARE_PORT BARE_PID QUESTIONS: measures both servers side by side and
// prints one table. Exit code 1 when a bound does not hold, 2 when the run itself failed.
#include "connectors/wire/json.hpp"
#include "tests/load/chat_load.hpp"
#include "tests/load/http_load.hpp"
#include "tests/load/report.hpp"

#include <algorithm>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>

namespace reformdesk::load {

namespace {

using namespace std::chrono_literals;

constexpr double least_throughput = 0.7;  // of the bare server's
constexpr double most_idle_kib = 24;      // resident, for each idle WebSocket
constexpr std::size_t idle_connections = 5'000;
constexpr std::size_t idle_before = 200;  // so that what is shared by all is not counted
constexpr std::size_t http_connections = 64;
constexpr std::size_t http_rounds = 9;
constexpr std::size_t ask_connections = 8;
constexpr std::size_t visitors = 32;

struct Process {
    std::uint16_t port = 0;
    pid_t pid = 0;
};

struct Setup {
    Process server;
    Process bare;
    std::vector<std::string> questions;
};

std::vector<std::string> read_questions(const std::string& file) {
    std::ifstream in(file);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) {
        const auto parsed = connectors::wire::parse(line);
        if (const auto* object = std::get_if<connectors::wire::Json>(&parsed)) {
            if (auto query = object->text_at("query")) {
                out.push_back(std::move(*query));
            }
        }
    }
    if (out.empty()) {
        throw std::runtime_error("no questions in " + file);
    }
    return out;
}

double idle_kib(const Process& process) {
    IdleCrowd crowd(process.port);
    crowd.add(idle_before);
    crowd.wait(1s);
    const auto before = resident_bytes(process.pid);
    crowd.add(idle_connections);
    crowd.wait(2s);
    const auto after = resident_bytes(process.pid);
    if (crowd.lost() > 0) {
        throw std::runtime_error(std::to_string(crowd.lost()) + " idle connections were closed");
    }
    return static_cast<double>(after - std::min(before, after)) / 1024.0 / idle_connections;
}

void measure_idle(const Setup& setup, Report& report) {
    const double server = idle_kib(setup.server);
    const double bare = idle_kib(setup.bare);
    report.add({.what = "idle WebSocket, KiB resident of " + std::to_string(idle_connections),
                .server = number(server, 1),
                .bare = number(bare, 1),
                .ratio = number(server / bare, 2),
                .bound = "<= " + number(most_idle_kib) + " KiB",
                .holds = server <= most_idle_kib});
}

struct StaticRound {
    double per_second = 0;
    double cpu_microseconds = 0;  ///< for one request
    Latency latency;
};

StaticRound run_static(const Process& process, std::chrono::milliseconds time) {
    HttpLoad load;
    load.port = process.port;
    load.requests.push_back(get_request("/favicon.svg"));
    load.connections = http_connections;
    load.time = time;
    const auto cpu_before = cpu_time(process.pid);
    const auto result = run_http(load);
    const auto cpu = cpu_time(process.pid) - cpu_before;
    if (result.body_bytes != 300) {
        throw std::runtime_error("the static answer has " + std::to_string(result.body_bytes) + " bytes");
    }
    StaticRound round;
    round.per_second = result.per_second;
    round.cpu_microseconds = cpu.count() * 1e6 / static_cast<double>(result.requests);
    round.latency = result.latency;
    return round;
}

template <class Field>
double median_of(const std::vector<StaticRound>& rounds, Field field) {
    std::vector<double> values;
    for (const auto& round : rounds) {
        values.push_back(field(round));
    }
    return median(std::move(values));
}

std::string spread(const std::vector<double>& ratios) {
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    return number(*least, 2) + "-" + number(*most, 2);
}

// Server and bare server take turns, so that whatever else the machine does falls on both.
void measure_static(const Setup& setup, Report& report) {
    run_static(setup.server, 1s);
    run_static(setup.bare, 1s);
    std::vector<StaticRound> server;
    std::vector<StaticRound> bare;
    std::vector<double> throughput;
    std::vector<double> cpu;
    for (std::size_t i = 0; i < http_rounds; ++i) {
        server.push_back(run_static(setup.server, 1'500ms));
        bare.push_back(run_static(setup.bare, 1'500ms));
        throughput.push_back(server.back().per_second / bare.back().per_second);
        cpu.push_back(bare.back().cpu_microseconds / server.back().cpu_microseconds);
    }
    const auto add = [&](std::string what, auto field, int digits) {
        const double here = median_of(server, field);
        const double there = median_of(bare, field);
        report.add({.what = std::move(what),
                    .server = number(here, digits),
                    .bare = number(there, digits),
                    .ratio = number(here / there, 2)});
    };
    const double ratio = median(throughput);
    report.add({.what = "300-byte answer, requests/s, ratios " + spread(throughput),
                .server = number(median_of(server, [](const auto& r) { return r.per_second; })),
                .bare = number(median_of(bare, [](const auto& r) { return r.per_second; })),
                .ratio = number(ratio, 2),
                .bound = ">= " + number(least_throughput, 2),
                .holds = ratio >= least_throughput});
    add(
        "  CPU time of the server, us/request", [](const auto& r) { return r.cpu_microseconds; }, 2);
    add(
        "  p50, us", [](const auto& r) { return r.latency.p50; }, 0);
    add(
        "  p99, us", [](const auto& r) { return r.latency.p99; }, 0);
}

void measure_ask(const Setup& setup, Report& report) {
    HttpLoad load;
    load.port = setup.server.port;
    load.connections = ask_connections;
    load.time = 1s;
    for (const auto& question : setup.questions) {
        const connectors::wire::JsonObject body{{"text", question}};
        load.requests.push_back(
            post_request("/api/v1/ask", connectors::wire::write(connectors::wire::Json(body))));
    }
    run_http(load);
    load.time = 5s;
    const auto result = run_http(load);
    report.add({.what = "POST /api/v1/ask, questions/s, " + std::to_string(ask_connections) + " connections",
                .server = number(result.per_second)});
    report.add({.what = "  p50, us", .server = number(result.latency.p50)});
    report.add({.what = "  p99, us", .server = number(result.latency.p99)});
}

void measure_chat(const Setup& setup, Report& report) {
    ChatLoad load;
    load.port = setup.server.port;
    load.questions = setup.questions;
    load.visitors = visitors;
    load.time = 8s;
    const auto chat = run_chat(load);
    const auto echo = run_echo(setup.bare.port, visitors, 3s);
    if (chat.refused > 0) {
        throw std::runtime_error(std::to_string(chat.refused) + " chat messages were refused");
    }
    report.add({.what = "chat, questions/s, " + std::to_string(visitors) + " visitors; bare: echo",
                .server = number(chat.per_second),
                .bare = number(echo.per_second)});
    report.add({.what = "  until accepted, p50, us", .server = number(chat.accepted.p50)});
    report.add({.what = "  until accepted, p99, us", .server = number(chat.accepted.p99)});
    report.add({.what = "  until answered, p50, us",
                .server = number(chat.answered.p50),
                .bare = number(echo.answered.p50)});
    report.add({.what = "  until answered, p99, us",
                .server = number(chat.answered.p99),
                .bare = number(echo.answered.p99)});
}

int run(const Setup& setup) {
    need_descriptors(idle_before + idle_connections + 100);
    Report report;
    // First, while the heap of the server is fresh: memory that other work has freed would hide the cost.
    measure_idle(setup, report);
    measure_static(setup, report);
    measure_ask(setup, report);
    measure_chat(setup, report);
    return report.all_hold() ? 0 : 1;
}

}  // namespace

}  // namespace reformdesk::load

int main(int count, char** arguments) {
    using namespace reformdesk::load;
    if (count != 6) {
        std::cerr << "load_generator SERVER_PORT SERVER_PID BARE_PORT BARE_PID QUESTIONS\n";
        return 2;
    }
    try {
        const auto process = [&](int at) {
            Process out;
            out.port = static_cast<std::uint16_t>(std::stoul(arguments[at]));
            out.pid = static_cast<pid_t>(std::stol(arguments[at + 1]));
            return out;
        };
        Setup setup;
        setup.server = process(1);
        setup.bare = process(3);
        setup.questions = read_questions(arguments[5]);
        return run(setup);
    } catch (const std::exception& error) {
        std::cerr << "load_generator: " << error.what() << "\n";
        return 2;
    }
}
