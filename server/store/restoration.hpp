// Puts a backup in the place of an SQLite database.
#pragma once

#include "server/store/location.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace reformdesk::store {

/// Checks a copy of `backup`, brings its schema up to date and puts it in the place of the database, whose
/// file stays beside it as "<database>.<suffix>"; gives that name, or nothing when there was no database.
/// Throws DatabaseError, and then everything is as it was: busy when a server or a command uses the database,
/// not_a_database, damaged or newer_schema when it is the backup that is no good.
std::optional<std::filesystem::path> restore_file(const Location& location,
                                                  const std::filesystem::path& backup,
                                                  const std::string& suffix);

}  // namespace reformdesk::store
