#include "kb_index/generations.hpp"

#include "kb_index/index_error.hpp"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <fstream>
#include <string_view>
#include <system_error>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace reformdesk::kb_index {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view prefix = "generation-";

unsigned long number_of(std::string_view name) {
    unsigned long number = 0;
    if (!name.starts_with(prefix)) return 0;
    name.remove_prefix(prefix.size());
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc{} && end == name.data() + name.size() ? number : 0;
}

void sync(const fs::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0 || ::fsync(file) != 0) {
        const std::error_code error(errno, std::generic_category());
        if (file >= 0) ::close(file);
        throw IndexError("cannot sync " + path.string() + ": " + error.message());
    }
    ::close(file);
}

std::string read_current(const fs::path& index) {
    std::ifstream file(index / "current");
    std::string name;
    std::getline(file, name);
    return number_of(name) > 0 ? name : std::string();
}

}  // namespace

fs::path current_generation(const fs::path& index) {
    const std::string name = read_current(index);
    if (name.empty()) throw IndexError("no index at " + index.string());
    return index / name;
}

std::optional<Stamp> stamp_of(const fs::path& index, const fs::path& generation) {
    Stamp stamp{};
    auto next = stamp.begin();
    for (const auto& file : {index / "current", generation / "iamglass"}) {
        struct stat state = {};
        if (::stat(file.c_str(), &state) != 0) return std::nullopt;
        *next++ = static_cast<std::int64_t>(state.st_ino);
        *next++ = state.st_mtim.tv_sec;
        *next++ = state.st_mtim.tv_nsec;
        *next++ = state.st_size;
    }
    return stamp;
}

fs::path next_generation(const fs::path& index) {
    unsigned long highest = 0;
    for (const auto& entry : fs::directory_iterator(index))
        highest = std::max(highest, number_of(entry.path().filename().string()));
    return index / (std::string(prefix) + std::to_string(highest + 1));
}

void publish_generation(const fs::path& index, const fs::path& generation) {
    const std::string previous = read_current(index);
    for (const auto& entry : fs::directory_iterator(generation)) sync(entry.path());
    sync(generation);
    const fs::path fresh = index / "current.new";
    {
        std::ofstream file(fresh, std::ios::trunc);
        file << generation.filename().string() << '\n';
        if (!file.flush()) throw IndexError("cannot write " + fresh.string());
    }
    sync(fresh);
    fs::rename(fresh, index / "current");
    sync(index);
    // A reader may be between reading `current` and opening: the generation before stays until the next time.
    for (const auto& entry : fs::directory_iterator(index)) {
        const std::string name = entry.path().filename().string();
        if (number_of(name) == 0 || name == previous || name == generation.filename()) continue;
        std::error_code ignored;
        fs::remove_all(entry.path(), ignored);
    }
}

WriteLock::WriteLock(const fs::path& index) {
    std::error_code error;
    fs::create_directories(index, error);
    file_ = ::open((index / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file_ < 0) throw IndexError("cannot write to " + index.string());
    if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
        ::close(file_);
        throw IndexError("the index is being written by someone else: " + index.string());
    }
}

WriteLock::~WriteLock() {
    ::close(file_);
}

}  // namespace reformdesk::kb_index
