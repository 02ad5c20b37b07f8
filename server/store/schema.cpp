#include "server/store/schema.hpp"

namespace reformdesk::store {

namespace {

void refuse_newer(std::int64_t version, std::int64_t newest, const Location& location) {
    if (version > newest) {
        throw DatabaseError(DatabaseFault::newer_schema,
                            "Cơ sở dữ liệu " + location.name + " có lược đồ phiên bản " +
                                std::to_string(version) + ", mới hơn phiên bản " + std::to_string(newest) +
                                " mà chương trình này biết. Dữ liệu được giữ nguyên; hãy dùng bản ReformDesk "
                                "mới hơn.");
    }
}

void run_migrations(Session& session, const Location& location, Timestamp now) {
    session.value<std::int64_t>("lock_schema");
    const auto& statements = session.statements();
    const auto present = has_schema(session) ? session.value<std::int64_t>("schema_version") : 0;
    refuse_newer(present, statements.newest_version(), location);
    for (const auto& migration : statements.migrations()) {
        if (migration.version <= present) {
            continue;
        }
        for (const auto& sql : migration.statements) {
            session.control_sql(sql);
        }
        session.run("add_schema_version", {{"version", migration.version}, {"now", now}});
    }
    session.run("probe_write");
}

}  // namespace

bool has_schema(Session& session) {
    return session.value<std::int64_t>("has_schema") > 0;
}

void migrate(Session& session, const Location& location, Timestamp now) {
    session.control("begin_write");
    try {
        run_migrations(session, location, now);
        session.control("commit");
    } catch (...) {
        session.control("rollback");
        throw;
    }
}

}  // namespace reformdesk::store
