#include "server/backup.hpp"

#include "server/api/time_text.hpp"
#include "server/store/database.hpp"
#include "server/system_clock.hpp"

#include <ostream>

namespace reformdesk {

namespace {

namespace fs = std::filesystem;

constexpr int bad_input = 2;
constexpr auto database_file = "reformdesk.sqlite";

// Colons do not belong into file names.
std::string stamp() {
    auto text = api::time_text(SystemClock().now());
    std::erase(text, ':');
    return text;
}

bool is_sqlite(const Config& config) {
    return config.store_url.empty();
}

int only_for_own_database(std::ostream& err) {
    err << "[store] url trỏ tới cơ sở dữ liệu riêng; hãy sao lưu và phục hồi bằng công cụ của nó (pg_dump, "
           "pg_restore)\n";
    return bad_input;
}

}  // namespace

int backup(const Config& config, const fs::path& folder, std::ostream& out, std::ostream& err) {
    if (!is_sqlite(config)) {
        return only_for_own_database(err);
    }
    if (!fs::exists(config.data / database_file)) {
        err << "Thư mục dữ liệu " << config.data.string() << " chưa có gì để sao lưu\n";
        return bad_input;
    }
    const auto target = folder / database_file;
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
    if (!is_sqlite(config)) {
        return only_for_own_database(err);
    }
    const auto source = folder / database_file;
    if (!fs::exists(source)) {
        err << "Không thấy " << source.string() << "; hãy chỉ tới thư mục mà lệnh backup đã tạo\n";
        return bad_input;
    }
    fs::create_directories(config.data);
    const auto incoming = config.data / (std::string(database_file) + ".incoming");
    fs::copy_file(source, incoming, fs::copy_options::overwrite_existing);
    {
        // Opening checks that this is a database that this version can read.
        const store::Database check("sqlite://" + fs::absolute(incoming).string());
    }
    const auto present = config.data / database_file;
    const auto kept = config.data / (std::string(database_file) + ".before-restore-" + stamp());
    for (const auto* ending : {"", "-wal", "-shm"}) {
        if (fs::exists(present.string() + ending)) {
            fs::rename(present.string() + ending, kept.string() + ending);
        }
    }
    fs::rename(incoming, present);
    out << "Đã phục hồi từ " << source.string() << "\n";
    if (fs::exists(kept)) {
        out << "Dữ liệu trước đó được giữ ở " << kept.string() << "\n";
    }
    return 0;
}

}  // namespace reformdesk
