// Links that no browser can open, told by their form alone: nothing is fetched.
#pragma once

#include "kb_index/check/base.hpp"
#include "kb_index/check/finding.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

/// Why a link can't be opened; Vietnamese. Nothing for one that looks right.
std::optional<std::string> dead_by_form(std::string_view url);

/// The links of a text: targets of Markdown links, and addresses standing free.
std::vector<std::string_view> links_in(std::string_view markdown);

/// The dead links of sources, answers and documents.
Findings check_links(const CheckedBase& base);

}  // namespace reformdesk::kb_index
