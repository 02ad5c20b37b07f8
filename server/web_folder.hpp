// Where the built web files are.
#pragma once

#include "server/config.hpp"

#include <filesystem>

namespace reformdesk {

/// The configured folder, or the first that holds a widget: beside the binary, in the source tree that the
/// binary was built in, or where a package would put it. The configured or last one when none does.
std::filesystem::path find_web_folder(const Config& config);

}  // namespace reformdesk
