// The named SQL statements and the migrations of one database, read from the embedded .sql files.
#pragma once

#include "server/store/embedded_sql.hpp"
#include "server/store/location.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::store {

/// One step of the schema. Versions are 1, 2, 3 …
struct Migration {
    std::int64_t version = 0;
    std::vector<std::string> statements;
};

/// Immutable after construction, so thread-safe.
///
/// In sql/*.sql a statement is a paragraph:
///     -- name: find_ticket
///     -- only: sqlite            (when it is not for both databases)
///     SELECT …
/// In migrations/NNN_*.sql every paragraph is a statement, without a name.
class Statements {
  public:
    /// Throws std::logic_error for a statement without a name, two with one name, or a gap between
    /// migrations.
    Statements(Dialect dialect, const std::vector<SqlFile>& files);

    /// Throws std::logic_error when there is none.
    const std::string& sql(const std::string& name) const;
    bool has(const std::string& name) const { return named_.contains(name); }
    const std::vector<Migration>& migrations() const { return migrations_; }
    std::int64_t newest_version() const { return static_cast<std::int64_t>(migrations_.size()); }

  private:
    void add_named(const SqlFile& file);
    void add_migration(const SqlFile& file);

    Dialect dialect_;
    std::map<std::string, std::string> named_;
    std::vector<Migration> migrations_;
};

}  // namespace reformdesk::store
