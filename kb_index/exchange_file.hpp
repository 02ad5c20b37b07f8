// Whole files in, and files that replace an older one only when they are complete.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>

namespace reformdesk::kb_index {

struct FileProblem {
    std::string message;  ///< Vietnamese
};

/// The bytes of a file of at most `most` bytes.
std::variant<std::string, FileProblem> read_file(const std::filesystem::path& file, std::size_t most);

/// A new file beside `target` that takes its place on commit, and is removed when there is none. After commit
/// the content is on the disk, and a crash at any moment leaves either the old file or the new one.
class ReplacementFile {
  public:
    explicit ReplacementFile(std::filesystem::path target);
    ~ReplacementFile();
    ReplacementFile(const ReplacementFile&) = delete;
    ReplacementFile& operator=(const ReplacementFile&) = delete;

    /// Where to write. Exists and is empty, unless problem() says that it could not be made.
    const std::filesystem::path& path() const { return path_; }
    const std::optional<std::string>& problem() const { return problem_; }

    /// To be called when the content is written and closed. What went wrong, in Vietnamese, or nothing.
    std::optional<std::string> commit();

  private:
    std::filesystem::path target_;
    std::filesystem::path path_;
    std::optional<std::string> problem_;
    bool present_ = false;
};

}  // namespace reformdesk::kb_index
