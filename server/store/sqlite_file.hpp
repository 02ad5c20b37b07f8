// The file of an SQLite database: created whole or not at all, and never taken for what it is not.
#pragma once

#include "server/store/location.hpp"

#include <filesystem>
#include <functional>

namespace reformdesk::store {

/// Whether there is a file to open; false when nothing is there. Throws DatabaseError when it is empty, which
/// SQLite would take for a new database, when it is no file, or when it can't be written.
bool is_present(const Location& location);

/// Throws DatabaseError.
void flush_to_disk(const std::filesystem::path& path);

/// A folder beside the final place, of nobody else's, that goes with everything SQLite has left in it.
class Workshop {
  public:
    /// Throws DatabaseError.
    explicit Workshop(const std::filesystem::path& file);
    ~Workshop();
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Lets `fill` make the file under a temporary name beside it, flushes it, and gives it its name, unless
/// another process was faster: then theirs stays, and this is
/// false. Throws DatabaseError, and whatever `fill` throws.
bool create_whole(const std::filesystem::path& file,
                  const std::function<void(const std::filesystem::path& temporary)>& fill);

}  // namespace reformdesk::store
