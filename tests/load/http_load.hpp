// Requests over kept connections, one under way on each, as fast as the server answers.
#pragma once

#include "tests/load/measure.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace reformdesk::load {

struct HttpLoad {
    std::uint16_t port = 0;             ///< on 127.0.0.1
    std::vector<std::string> requests;  ///< whole ones, sent in turn
    std::size_t connections = 64;
    std::chrono::milliseconds time{1'500};
};

struct HttpResult {
    double per_second = 0;
    Latency latency;
    std::size_t requests = 0;
    std::size_t body_bytes = 0;  ///< of the last answer
};

/// One thread. Throws std::runtime_error when the server closes a connection or answers anything but 200.
HttpResult run_http(const HttpLoad& load);

std::string get_request(const std::string& path);
std::string post_request(const std::string& path, const std::string& json);

}  // namespace reformdesk::load
