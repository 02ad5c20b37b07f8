// Time comes in as a parameter.
#pragma once

#include <chrono>
#include <functional>

namespace reformdesk::connectors::zalo_oa {

/// Unix time.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;
using Clock = std::function<Timestamp()>;

}  // namespace reformdesk::connectors::zalo_oa
