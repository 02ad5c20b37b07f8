// What the load programs need to know: the resources of a process, and what many measurements say together.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include <sys/types.h>

namespace reformdesk::load {

/// User and system time of all threads so far.
std::chrono::duration<double> cpu_time(pid_t process);

/// Resident memory in user space. Throws std::runtime_error when there is no such process.
std::size_t resident_bytes(pid_t process);

/// Allows this process as many descriptors as the system lets it have; throws when they are fewer.
void need_descriptors(std::size_t count);

double median(std::vector<double> values);

/// Of the latencies of one run, in microseconds.
struct Latency {
    double p50 = 0;
    double p99 = 0;
};
Latency latency_of(std::vector<float> microseconds);

}  // namespace reformdesk::load
