#include "server/store/restoration.hpp"

#include "server/store/database.hpp"
#include "server/store/embedded_sql.hpp"
#include "server/store/file_use.hpp"
#include "server/store/session.hpp"
#include "server/store/sqlite_file.hpp"

#include <system_error>

namespace reformdesk::store {

namespace fs = std::filesystem;

namespace {

Location location_of(const fs::path& file) {
    return parse_location("sqlite://" + file.string());
}

void check_pages(const fs::path& file) {
    const Statements statements(Dialect::sqlite, embedded_sql());
    Session session(location_of(file), statements, SessionOptions());
    if (session.value<std::string>("check_database") != "ok") {
        throw DatabaseError(DatabaseFault::damaged, "Cơ sở dữ liệu " + file.string() + " bị hỏng.");
    }
}

// The messages are about the copy; people know the backup by its own name.
std::string with_name_of(const fs::path& backup, const fs::path& copy, std::string text) {
    for (auto at = text.find(copy.string()); at != std::string::npos; at = text.find(copy.string(), at)) {
        text.replace(at, copy.string().size(), backup.string());
        at += backup.string().size();
    }
    return text;
}

void copy_checked(const fs::path& backup, const fs::path& copy) {
    fs::copy_file(backup, copy);
    fs::permissions(copy, fs::perms::owner_read | fs::perms::owner_write, fs::perm_options::add);
    try {
        { const Database opened("sqlite://" + copy.string()); }
        check_pages(copy);
    } catch (const DatabaseError& error) {
        throw DatabaseError(error.fault, with_name_of(backup, copy, error.what()));
    }
    flush_to_disk(copy);
}

// Links first and removes then: whenever this ends, the old database is whole under one name at least. The
// log of the old database must not meet the new one, into which SQLite would play it.
std::optional<fs::path> keep(const fs::path& file, const std::string& suffix) {
    const fs::path kept = file.string() + "." + suffix;
    const bool present = fs::exists(file);
    for (const auto* ending : {"", "-wal"}) {
        if (present && fs::exists(file.string() + ending)) {
            fs::create_hard_link(file.string() + ending, kept.string() + ending);
        }
    }
    fs::remove(file.string() + "-wal");
    fs::remove(file.string() + "-shm");
    return present ? std::optional(kept) : std::nullopt;
}

// Folders that were made for nothing go again.
class MadeFolder {
  public:
    explicit MadeFolder(const fs::path& folder) : folder_(folder), made_(fs::create_directories(folder)) {}
    ~MadeFolder() {
        std::error_code ignored;
        if (made_) {
            fs::remove(folder_, ignored);
        }
    }
    MadeFolder(const MadeFolder&) = delete;
    MadeFolder& operator=(const MadeFolder&) = delete;

  private:
    fs::path folder_;
    bool made_;
};

}  // namespace

std::optional<fs::path> restore_file(const Location& location, const fs::path& backup,
                                     const std::string& suffix) {
    try {
        const MadeFolder folder(location.file.parent_path());
        FileUse alone(location, FileUseKind::alone);
        try {
            const Workshop workshop(location.file);
            const auto incoming = workshop.path() / location.file.filename();
            copy_checked(backup, incoming);
            auto kept = keep(location.file, suffix);
            fs::rename(incoming, location.file);
            flush_to_disk(location.file.parent_path());
            return kept;
        } catch (...) {
            if (!fs::exists(location.file)) {
                alone.remove_file();
            }
            throw;
        }
    } catch (const fs::filesystem_error& error) {
        const bool full = error.code() == std::errc::no_space_on_device;
        throw DatabaseError(full ? DatabaseFault::full : DatabaseFault::unreachable,
                            "Không chép được " + backup.string() + " vào chỗ của " + location.name + ": " +
                                error.code().message());
    }
}

}  // namespace reformdesk::store
