// What a question must be before it is taken in.
#pragma once

#include "server/net/http.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace reformdesk::api {

/// What is wrong with a question's text, in Vietnamese; nothing when it is fine. JSON has already made sure
/// of UTF-8.
std::optional<std::string> problem_of_text(std::string_view text);

/// 429 with Retry-After.
net::Response too_fast_problem(std::chrono::seconds wait);

}  // namespace reformdesk::api
