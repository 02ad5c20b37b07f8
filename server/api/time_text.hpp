// Times as the API writes them: UTC with milliseconds, "2026-11-24T03:00:00.000Z".
#pragma once

#include <chrono>
#include <string>

namespace reformdesk::api {

std::string time_text(std::chrono::sys_time<std::chrono::milliseconds> at);

}  // namespace reformdesk::api
