// The command line's `backup DIR` and `restore DIR`.
#pragma once

#include "server/config.hpp"

#include <filesystem>
#include <iosfwd>

namespace reformdesk {

// Each returns the exit code: 0; 2 when the input is bad and nothing was changed; 1 when it failed.

/// Copies the database into the folder, consistently while the server runs. The index is not copied: it is
/// rebuilt from the database.
int backup(const Config& config, const std::filesystem::path& folder, std::ostream& out, std::ostream& err);

/// Puts a backup in the place of the data. The present database is kept beside it under another name. Refused
/// while a server or a command uses the database, and when the backup is no good.
int restore(const Config& config, const std::filesystem::path& folder, std::ostream& out, std::ostream& err);

}  // namespace reformdesk
