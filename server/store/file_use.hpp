// Who uses the file of an SQLite database: many at the same time, or one that replaces it.
#pragma once

#include "server/store/location.hpp"

#include <filesystem>

namespace reformdesk::store {

enum class FileUseKind {
    shared,  ///< everybody who reads and writes: servers and commands
    alone,   ///< whoever puts another file in its place
};

/// A lock on "<database>-lock", held as long as this lives; the kernel drops it when the process dies.
class FileUse {
  public:
    /// Never waits. Throws DatabaseError: busy when others use the file in a way that does not go together.
    FileUse(const Location& location, FileUseKind kind);
    ~FileUse();
    FileUse(const FileUse&) = delete;
    FileUse& operator=(const FileUse&) = delete;

    /// Takes the lock file away, where there is no database to protect. Only for who is alone.
    void remove_file();

  private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

}  // namespace reformdesk::store
