#include "server/store/database.hpp"

#include "server/store/engine.hpp"

namespace reformdesk::store {

Database::Database(const std::string& url, DatabaseOptions options)
    : engine_(std::make_unique<Engine>(url, options)) {}

Database::~Database() = default;

DatabaseStatistics Database::statistics() const {
    const auto writer = engine_->statistics();
    DatabaseStatistics statistics;
    statistics.jobs = writer.jobs;
    statistics.commits = writer.commits;
    statistics.undone_jobs = writer.undone_jobs;
    statistics.failed_commits = writer.failed_commits;
    statistics.reconnects = writer.reconnects;
    statistics.largest_batch = writer.largest_batch;
    statistics.waiting = writer.waiting;
    return statistics;
}

void Database::backup_to(const std::filesystem::path& file) {
    engine_->backup_to(file);
}

}  // namespace reformdesk::store
