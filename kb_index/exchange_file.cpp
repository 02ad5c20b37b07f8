#include "kb_index/exchange_file.hpp"

#include "kb_index/exchange_intake.hpp"

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <unistd.h>

namespace reformdesk::kb_index {

namespace {

std::string cannot_write(const std::filesystem::path& file, int error) {
    return "không ghi được " + file.string() + ": " + std::generic_category().message(error);
}

// 0, or the errno of what failed.
int flush_to_disk(const std::filesystem::path& file, int flags) {
    const int descriptor = ::open(file.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) {
        return errno;
    }
    const int error = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    return error;
}

}  // namespace

std::variant<std::string, FileProblem> read_file(const std::filesystem::path& file, std::size_t most) {
    std::error_code error;
    if (std::filesystem::is_directory(file, error)) {
        return FileProblem{"là một thư mục, không phải tệp"};
    }
    errno = 0;
    std::ifstream input(file, std::ios::binary);
    if (!input) {
        const bool missing = errno == ENOENT;
        return FileProblem{missing ? "không có tệp này"
                                   : "không mở được tệp: " + std::generic_category().message(errno)};
    }
    std::string content;
    std::array<char, 1u << 16> part;
    while (input.read(part.data(), part.size()) || input.gcount() > 0) {
        content.append(part.data(), static_cast<std::size_t>(input.gcount()));
        if (content.size() > most) {
            return FileProblem{"tệp lớn hơn giới hạn " + describe_bytes(most) + "; hãy chia nhỏ"};
        }
    }
    if (input.bad()) {
        return FileProblem{"không đọc hết được tệp; hãy kiểm tra ổ đĩa"};
    }
    return content;
}

ReplacementFile::ReplacementFile(std::filesystem::path target) : target_(std::move(target)) {
    for (int attempt = 0; attempt < 100; ++attempt) {
        path_ = target_;
        path_ += "." + std::to_string(::getpid()) + "-" + std::to_string(attempt) + ".tmp";
        const int descriptor = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            ::close(descriptor);
            present_ = true;
            return;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    problem_ = cannot_write(target_, errno);
}

ReplacementFile::~ReplacementFile() {
    if (present_) {
        ::unlink(path_.c_str());
    }
}

std::optional<std::string> ReplacementFile::commit() {
    if (const int error = flush_to_disk(path_, O_RDONLY)) {
        return cannot_write(target_, error);
    }
    if (::rename(path_.c_str(), target_.c_str()) != 0) {
        return cannot_write(target_, errno);
    }
    present_ = false;
    const auto folder = target_.has_parent_path() ? target_.parent_path() : std::filesystem::path(".");
    if (const int error = flush_to_disk(folder, O_RDONLY | O_DIRECTORY)) {
        return cannot_write(target_, error);
    }
    return std::nullopt;
}

}  // namespace reformdesk::kb_index
