// Where the database is, read from a URL.
#pragma once

#include <filesystem>
#include <string>

namespace reformdesk::store {

enum class Dialect { sqlite, postgresql };

struct Location {
    Dialect dialect = Dialect::sqlite;
    std::filesystem::path file;  ///< SQLite: absolute
    std::string url;             ///< PostgreSQL: as given, for libpq
    std::string name;            ///< for people: the file, or the server without the password
};

/// Reads "sqlite:///absolute/file", "sqlite://relative/file", "postgresql://…". Throws DatabaseError.
Location parse_location(const std::string& url);

}  // namespace reformdesk::store
