// The machinery under Database: where it is, its statements, one writer and several readers.
#pragma once

#include "server/store/database.hpp"
#include "server/store/file_use.hpp"
#include "server/store/location.hpp"
#include "server/store/reader_pool.hpp"
#include "server/store/statements.hpp"
#include "server/store/writer.hpp"

#include <filesystem>
#include <memory>

namespace reformdesk::store {

/// Thread-safe.
class Engine {
  public:
    /// Opens, creates and migrates. Throws DatabaseError.
    Engine(const std::string& url, const DatabaseOptions& options);

    /// Runs one reading statement.
    template <typename Work>
    auto read(const Work& work) {
        return readers_->run(work);
    }

    /// Runs a transaction; see Writer::run. What `work` returns comes back when it is on disk.
    template <typename Work>
    auto write(const Work& work) {
        using Result = std::invoke_result_t<const Work&, Session&>;
        if constexpr (std::is_void_v<Result>) {
            writer_->run(work);
        } else {
            std::optional<Result> result;
            writer_->run([&](Session& session) { result = work(session); });
            return std::move(*result);
        }
    }

    WriterStatistics statistics() const { return writer_->statistics(); }
    void backup_to(const std::filesystem::path& file);

  private:
    std::unique_ptr<Session> connect(bool read_only) const;
    void create_file();
    std::unique_ptr<Session> open_checked();

    Location location_;
    Statements statements_;
    DatabaseOptions options_;
    std::unique_ptr<FileUse> use_;  ///< of an SQLite file; outlives the sessions
    std::unique_ptr<Writer> writer_;
    std::unique_ptr<ReaderPool> readers_;
};

}  // namespace reformdesk::store
