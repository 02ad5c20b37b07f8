// The parts of a zip archive in memory, with a bound on what they unpack to.
#pragma once

#include "kb_index/exchange_file.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>

struct zip;

namespace reformdesk::kb_index {

/// Reads parts of an archive whose bytes outlive it. Not thread-safe.
class ZipArchive {
  public:
    /// All parts together may unpack to `most` bytes.
    ZipArchive(std::string_view content, std::size_t most);
    ~ZipArchive();

    bool is_open() const { return archive_ != nullptr; }
    bool has(const std::string& name) const;
    std::variant<std::string, FileProblem> read(const std::string& name);

  private:
    struct Close {
        void operator()(zip* archive) const;
    };

    std::unique_ptr<zip, Close> archive_;
    std::size_t most_;
    std::size_t left_;
};

}  // namespace reformdesk::kb_index
