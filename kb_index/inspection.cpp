#include "kb_index/inspection.hpp"

#include "nlp/utf8.hpp"

#include <algorithm>

namespace reformdesk::kb_index {

namespace {

constexpr std::size_t longest_url = 2'000;

bool has_control(std::string_view text, bool lines_allowed) {
    return std::any_of(text.begin(), text.end(), [lines_allowed](char c) {
        const auto byte = static_cast<unsigned char>(c);
        const bool line = c == '\n' || c == '\t' || c == '\r';
        return (byte < 0x20 && !(line && lines_allowed)) || byte == 0x7F;
    });
}

}  // namespace

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void Inspection::line(const char* field, std::string_view text, std::size_t longest) {
    check(field, text, longest, false);
}

void Inspection::lines(const char* field, std::string_view text, std::size_t longest) {
    check(field, text, longest, true);
}

void Inspection::required(const char* field, std::string_view text) {
    if (is_blank(text)) add(field, "không được để trống");
}

void Inspection::items(const char* field, const std::vector<std::string>& items, std::size_t most,
                       std::size_t longest) {
    if (items.size() > most) add(field, "nhiều nhất " + std::to_string(most) + " mục");
    for (const auto& item : items) {
        if (is_blank(item)) {
            add(field, "có mục trống; hãy xóa mục đó");
            return;
        }
        check(field, item, longest, true);
    }
}

void Inspection::url(const char* field, std::string_view url) {
    if (url.empty()) return;
    check(field, url, longest_url, false);
    const bool web = url.starts_with("https://") || url.starts_with("http://");
    const auto host = url.find("://") == std::string_view::npos ? url.size() : url.find("://") + 3;
    if (!web || host >= url.size() || url.find_first_of(" \"<>\\^`{|}") != std::string_view::npos)
        add(field, "liên kết phải bắt đầu bằng http:// hoặc https:// và không có dấu cách: " +
                       std::string(url.substr(0, 80)));
}

void Inspection::check(const char* field, std::string_view text, std::size_t longest, bool lines_allowed) {
    if (text.size() > longest)
        add(field, "quá dài: nhiều nhất " + std::to_string(longest) + " byte");
    else if (!nlp::is_valid_utf8(text))
        add(field, "không phải UTF-8; hãy lưu tệp với bảng mã UTF-8");
    else if (has_control(text, lines_allowed))
        add(field, "có ký tự điều khiển; hãy gõ lại đoạn này");
}

}  // namespace reformdesk::kb_index
