// Where an index lies on disk, so that it can be replaced at once while it is read.
//
//   index/current         the name of the generation in use; replaced by rename
//   index/generation-7/   a Xapian database
//   index/lock            held by whoever writes
#pragma once

#include <filesystem>
#include <string>

namespace reformdesk::kb_index {

/// The folder of the generation in use. Throws IndexError when there is none.
std::filesystem::path current_generation(const std::filesystem::path& index);

/// The folder for the next generation; it does not exist yet.
std::filesystem::path next_generation(const std::filesystem::path& index);

/// Makes a complete generation the one in use, durably, and deletes those that nobody opens any more.
void publish_generation(const std::filesystem::path& index, const std::filesystem::path& generation);

/// Held while writing; two at a time are refused with IndexError. Created folders included.
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
