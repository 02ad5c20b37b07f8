// The first byte picks the extension; the rest is the file.
#include "kb_index/exchange.hpp"
#include "server/exchange_codec.hpp"
#include "tests/fuzz/input.hpp"

#include <array>
#include <filesystem>
#include <fstream>

#include <unistd.h>

using namespace reformdesk;

namespace {

// A folder of its own for as long as the program runs.
class Folder {
  public:
    Folder()
        : path_(std::filesystem::temp_directory_path() / ("reformdesk-fuzz-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path write(const std::string& name, std::string_view content) const {
        const auto file = path_ / name;
        std::ofstream(file, std::ios::binary | std::ios::trunc) << content;
        return file;
    }

  private:
    std::filesystem::path path_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Folder folder;
    static const JsonExchangeCodec codec;
    if (size == 0) return 0;
    constexpr std::array<const char*, 3> names = {"articles.jsonl", "articles.csv", "articles.xlsx"};
    const std::filesystem::path file = folder.write(names[data[0] % 3], fuzz::text_of(data + 1, size - 1));
    kb_index::ImportLimits limits;
    limits.unpacked_bytes = 4u << 20;
    limits.articles = 1000;
    const kb_index::Import import = kb_index::read_articles({&file, 1}, codec, limits);
    fuzz::promise(import.problems.empty() || import.articles.empty());
    (void)kb_index::read_questions(file, codec, limits);
    return 0;
}
