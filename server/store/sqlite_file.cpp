#include "server/store/sqlite_file.hpp"

#include "server/store/database_error.hpp"

#include <cerrno>
#include <cstdlib>
#include <string>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace reformdesk::store {

namespace fs = std::filesystem;

namespace {

bool may(const fs::path& path, int mode) {
    return ::faccessat(AT_FDCWD, path.c_str(), mode, AT_EACCESS) == 0;
}

[[noreturn]] void fail(const fs::path& file, int error) {
    const auto fault = error == EACCES || error == EROFS || error == EPERM ? DatabaseFault::read_only
                       : error == ENOSPC                                   ? DatabaseFault::full
                                                                           : DatabaseFault::unreachable;
    throw DatabaseError(fault, "Không tạo được tệp cơ sở dữ liệu " + file.string() + ": " +
                                   std::generic_category().message(error));
}

}  // namespace

void flush_to_disk(const fs::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        fail(path, errno);
    }
    const int result = ::fsync(descriptor);
    const int error = errno;
    ::close(descriptor);
    if (result != 0) {
        fail(path, error);
    }
}

Workshop::Workshop(const fs::path& file) {
    auto name = file.string() + ".new-XXXXXX";
    if (::mkdtemp(name.data()) == nullptr) {
        fail(file, errno);
    }
    path_ = name;
}

Workshop::~Workshop() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

bool is_present(const Location& location) {
    std::error_code error;
    const auto status = fs::status(location.file, error);
    if (status.type() == fs::file_type::not_found) {
        return false;
    }
    if (error) {
        throw DatabaseError(DatabaseFault::unreachable,
                            "Không mở được cơ sở dữ liệu " + location.name + ": " + error.message());
    }
    if (status.type() != fs::file_type::regular) {
        throw DatabaseError(DatabaseFault::not_a_database,
                            location.name + " không phải là một tệp cơ sở dữ liệu.");
    }
    if (fs::file_size(location.file) == 0) {
        throw DatabaseError(
            DatabaseFault::not_a_database,
            "Tệp cơ sở dữ liệu " + location.name +
                " rỗng (0 byte). Tệp được giữ nguyên; hãy khôi phục từ bản sao lưu, hoặc xóa tệp "
                "nếu đúng là muốn bắt đầu lại từ đầu.");
    }
    // The content is not looked at here: closing another descriptor of the file would drop SQLite's locks on
    // it.
    if (!may(location.file, R_OK | W_OK) || !may(location.file.parent_path(), W_OK)) {
        throw DatabaseError(
            DatabaseFault::read_only,
            "Không ghi được vào cơ sở dữ liệu " + location.name +
                ": chỉ có quyền đọc. Hãy cấp quyền ghi (cả thư mục chứa tệp) cho tài khoản chạy "
                "ReformDesk.");
    }
    return true;
}

bool create_whole(const fs::path& file, const std::function<void(const fs::path& temporary)>& fill) {
    const auto folder = file.parent_path();
    if (!fs::is_directory(folder)) {
        throw DatabaseError(DatabaseFault::unreachable,
                            "Không có thư mục " + folder.string() + " để đặt cơ sở dữ liệu.");
    }
    const Workshop workshop(file);
    const auto temporary = workshop.path() / file.filename();
    fill(temporary);
    flush_to_disk(temporary);
    if (::link(temporary.c_str(), file.c_str()) != 0) {
        if (errno != EEXIST) {
            fail(file, errno);
        }
        return false;
    }
    flush_to_disk(folder);
    return true;
}

}  // namespace reformdesk::store
