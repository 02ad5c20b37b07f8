#include "server/store/engine.hpp"

#include "server/store/schema.hpp"
#include "server/store/sqlite_file.hpp"

namespace reformdesk::store {

namespace {

// Only for the note of when a migration ran.
Timestamp wall_clock() {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace

Engine::Engine(const std::string& url, const DatabaseOptions& options)
    : location_(parse_location(url)), statements_(location_.dialect, embedded_sql()), options_(options) {
    if (location_.dialect == Dialect::sqlite) {
        const bool present = is_present(location_);
        use_ = std::make_unique<FileUse>(location_, FileUseKind::shared);
        if (!present) {
            create_file();
        }
    }
    auto session = open_checked();
    writer_ = std::make_unique<Writer>(
        std::move(session), [this] { return connect(false); }, options_.largest_batch);
    readers_ = std::make_unique<ReaderPool>(options_.readers, [this] { return connect(true); });
}

std::unique_ptr<Session> Engine::connect(bool read_only) const {
    SessionOptions options;
    options.read_only = read_only;
    options.busy_timeout = options_.busy_timeout;
    return std::make_unique<Session>(location_, statements_, options);
}

// A crash in the middle leaves no half-made database behind, which would be refused for ever after.
void Engine::create_file() {
    create_whole(location_.file, [this](const std::filesystem::path& temporary) {
        auto place = location_;
        place.file = temporary;
        Session session(place, statements_, SessionOptions());
        migrate(session, place, wall_clock());
    });
}

std::unique_ptr<Session> Engine::open_checked() {
    auto session = connect(false);
    if (location_.dialect == Dialect::sqlite && !has_schema(*session)) {
        throw DatabaseError(
            DatabaseFault::not_a_database,
            "Tệp " + location_.name +
                " là cơ sở dữ liệu của chương trình khác, không phải của ReformDesk. Tệp được giữ "
                "nguyên; hãy kiểm tra [store] url.");
    }
    migrate(*session, location_, wall_clock());
    return session;
}

void Engine::backup_to(const std::filesystem::path& file) {
    if (location_.dialect != Dialect::sqlite) {
        throw DatabaseError(DatabaseFault::other,
                            "Cơ sở dữ liệu PostgreSQL không sao lưu được bằng lệnh này; hãy dùng pg_dump.");
    }
    const auto target = std::filesystem::absolute(file);
    const auto placed = !std::filesystem::exists(target) &&
                        create_whole(target, [this](const std::filesystem::path& temporary) {
                            // A session of its own, so that neither the writer nor the readers wait. One
                            // statement reads one snapshot.
                            connect(false)->run("copy_database", {{"file", temporary.string()}});
                        });
    if (!placed) {
        throw DatabaseError(DatabaseFault::other,
                            "Tệp " + target.string() + " đã có; bản sao lưu không ghi đè lên tệp cũ.");
    }
}

}  // namespace reformdesk::store
