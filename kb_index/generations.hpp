// Where an index lies on disk, so that it can be replaced at once while it is read.
//
//   index/current         the name of the generation in use; replaced by rename
//   index/generation-7/   a Xapian database
//   index/lock            held by whoever writes
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace reformdesk::kb_index {

/// The folder of the generation in use. Throws IndexError when there is none.
std::filesystem::path current_generation(const std::filesystem::path& index);

/// Identity, time and size of the two files that change with every commit. Equal stamps mean that nothing was
/// committed between, but for commits within one tick of the file system's clock.
using Stamp = std::array<std::int64_t, 8>;

/// Nothing when one of the files is missing.
std::optional<Stamp> stamp_of(const std::filesystem::path& index, const std::filesystem::path& generation);

/// The folder for the next generation; it does not exist yet.
std::filesystem::path next_generation(const std::filesystem::path& index);

/// Makes a complete generation the one in use, durably, and deletes those that nobody opens any more.
void publish_generation(const std::filesystem::path& index, const std::filesystem::path& generation);

/// Held while writing; two at a time are refused with IndexError. Makes the folder where there is none.
class WriteLock {
  public:
    explicit WriteLock(const std::filesystem::path& index);
    ~WriteLock();
    WriteLock(const WriteLock&) = delete;
    WriteLock& operator=(const WriteLock&) = delete;

  private:
    int file_;
};

}  // namespace reformdesk::kb_index
