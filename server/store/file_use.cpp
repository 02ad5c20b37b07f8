#include "server/store/file_use.hpp"

#include "server/store/database_error.hpp"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace reformdesk::store {

namespace {

[[noreturn]] void refuse_open(const std::filesystem::path& path, int error) {
    if (error == ENOENT || error == ENOTDIR) {
        throw DatabaseError(DatabaseFault::unreachable,
                            "Không có thư mục " + path.parent_path().string() + " để đặt cơ sở dữ liệu.");
    }
    const auto fault =
        error == EACCES || error == EROFS ? DatabaseFault::read_only : DatabaseFault::unreachable;
    throw DatabaseError(
        fault, "Không mở được tệp khóa " + path.string() + ": " + std::generic_category().message(error));
}

[[noreturn]] void refuse_use(const Location& location, FileUseKind kind) {
    throw DatabaseError(DatabaseFault::busy, kind == FileUseKind::alone
                                                 ? "Máy chủ hoặc một lệnh khác đang dùng cơ sở dữ liệu " +
                                                       location.name + "; hãy dừng máy chủ rồi chạy lại."
                                                 : "Cơ sở dữ liệu " + location.name +
                                                       " đang được phục hồi; xin chạy lại sau ít phút.");
}

// Whether the path still leads to the open file, which its remover may have taken away in between.
bool is_still(const std::filesystem::path& path, int descriptor) {
    struct stat opened = {};
    struct stat present = {};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &present) == 0 &&
           opened.st_dev == present.st_dev && opened.st_ino == present.st_ino;
}

}  // namespace

FileUse::FileUse(const Location& location, FileUseKind kind) : path_(location.file.string() + "-lock") {
    const int wanted = kind == FileUseKind::alone ? LOCK_EX : LOCK_SH;
    for (;;) {
        descriptor_ = ::open(path_.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC, 0644);
        if (descriptor_ < 0) {
            refuse_open(path_, errno);
        }
        if (::flock(descriptor_, wanted | LOCK_NB) != 0) {
            ::close(descriptor_);
            refuse_use(location, kind);
        }
        if (is_still(path_, descriptor_)) {
            return;
        }
        ::close(descriptor_);
    }
}

FileUse::~FileUse() {
    ::close(descriptor_);
}

void FileUse::remove_file() {
    ::unlink(path_.c_str());
}

}  // namespace reformdesk::store
