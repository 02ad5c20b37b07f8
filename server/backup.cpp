#include "server/backup.hpp"

#include "server/api/time_text.hpp"
#include "server/store/database.hpp"
#include "server/store/location.hpp"
#include "server/store/restoration.hpp"
#include "server/system_clock.hpp"

#include <optional>
#include <ostream>

namespace reformdesk {

namespace {

namespace fs = std::filesystem;

constexpr int bad_input = 2;
constexpr auto backup_file = "reformdesk.sqlite";

// Colons do not belong into file names.
std::string stamp() {
    auto text = api::time_text(SystemClock().now());
    std::erase(text, ':');
    return text;
}

// Where the SQLite database is; nothing, and said why, when it is none.
std::optional<store::Location> sqlite_location(const Config& config, std::ostream& err) {
    try {
        auto location = store::parse_location(store_url(config));
        if (location.dialect == store::Dialect::sqlite) {
            return location;
        }
        err << "[store] url trỏ tới PostgreSQL; hãy sao lưu và phục hồi bằng công cụ của nó (pg_dump, "
               "pg_restore)\n";
    } catch (const store::DatabaseError& error) {
        err << error.what() << "\n";
    }
    return std::nullopt;
}

// What the operator must mend before it can work; anything else is a failure of the machine.
bool is_refusal(store::DatabaseFault fault) {
    using store::DatabaseFault;
    return fault == DatabaseFault::not_a_database || fault == DatabaseFault::damaged ||
           fault == DatabaseFault::newer_schema || fault == DatabaseFault::busy;
}

}  // namespace

int backup(const Config& config, const fs::path& folder, std::ostream& out, std::ostream& err) {
    const auto location = sqlite_location(config, err);
    if (!location) {
        return bad_input;
    }
    if (!fs::exists(location->file)) {
        err << "Chưa có gì để sao lưu: không thấy " << location->name << "\n";
        return bad_input;
    }
    const auto target = folder / backup_file;
    if (fs::exists(target)) {
        err << target.string() << " đã có; hãy chọn thư mục khác để không ghi đè bản sao lưu cũ\n";
        return bad_input;
    }
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) {
        err << "Không tạo được thư mục " << folder.string() << ": " << error.message() << "\n";
        return bad_input;
    }
    store::Database database(store_url(config));
    database.backup_to(target);
    out << "Đã sao lưu vào " << target.string() << "\n";
    return 0;
}

int restore(const Config& config, const fs::path& folder, std::ostream& out, std::ostream& err) {
    const auto location = sqlite_location(config, err);
    if (!location) {
        return bad_input;
    }
    const auto source = folder / backup_file;
    if (!fs::exists(source)) {
        err << "Không thấy " << source.string() << "; hãy chỉ tới thư mục mà lệnh backup đã tạo\n";
        return bad_input;
    }
    try {
        const auto kept = store::restore_file(*location, source, "before-restore-" + stamp());
        out << "Đã phục hồi từ " << source.string() << "\n";
        if (kept) {
            out << "Dữ liệu trước đó được giữ ở " << kept->string() << "\n";
        }
    } catch (const store::DatabaseError& error) {
        if (!is_refusal(error.fault)) {
            throw;
        }
        err << "Chưa phục hồi gì. " << error.what() << "\n";
        return bad_input;
    }
    return 0;
}

}  // namespace reformdesk
