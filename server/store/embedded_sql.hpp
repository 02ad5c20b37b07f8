// The .sql files of this folder, built into the binary by embed_sql.cmake.
#pragma once

#include <string_view>
#include <vector>

namespace reformdesk::store {

struct SqlFile {
    std::string_view name;  ///< "sql/tickets.sql", "migrations/001_initial.sql"
    std::string_view text;
};

std::vector<SqlFile> embedded_sql();

}  // namespace reformdesk::store
