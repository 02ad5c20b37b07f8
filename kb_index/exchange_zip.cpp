#include "kb_index/exchange_zip.hpp"

#include "kb_index/exchange_intake.hpp"

#include <array>

#include <zip.h>

namespace reformdesk::kb_index {

namespace {

struct CloseEntry {
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

}  // namespace

ZipArchive::ZipArchive(std::string_view content, std::size_t most) : most_(most), left_(most) {
    auto* source = zip_source_buffer_create(content.data(), content.size(), 0, nullptr);
    if (source == nullptr) {
        return;
    }
    archive_.reset(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!archive_) {
        zip_source_free(source);
    }
}

ZipArchive::~ZipArchive() = default;

void ZipArchive::Close::operator()(zip* archive) const {
    zip_discard(archive);
}

bool ZipArchive::has(const std::string& name) const {
    return archive_ && zip_name_locate(archive_.get(), name.c_str(), 0) >= 0;
}

std::variant<std::string, FileProblem> ZipArchive::read(const std::string& name) {
    const std::unique_ptr<zip_file_t, CloseEntry> entry(archive_ ? zip_fopen(archive_.get(), name.c_str(), 0)
                                                                 : nullptr);
    if (!entry) {
        return FileProblem{"không đọc được phần " + name + " trong tệp XLSX; hãy mở bằng Excel và lưu lại"};
    }
    // The size in the directory may lie, so what really comes out is counted.
    std::string content;
    std::array<char, 1u << 16> part;
    while (true) {
        const auto got = zip_fread(entry.get(), part.data(), part.size());
        if (got < 0) {
            return FileProblem{"phần " + name + " trong tệp XLSX bị hỏng; hãy mở bằng Excel và lưu lại"};
        }
        if (got == 0) {
            return content;
        }
        if (static_cast<std::size_t>(got) > left_) {
            return FileProblem{"nội dung sau khi giải nén lớn hơn giới hạn " + describe_bytes(most_)};
        }
        left_ -= static_cast<std::size_t>(got);
        content.append(part.data(), static_cast<std::size_t>(got));
    }
}

}  // namespace reformdesk::kb_index
