#include "kb_index/exchange.hpp"

#include "kb_index/exchange_csv.hpp"
#include "kb_index/exchange_file.hpp"
#include "kb_index/exchange_intake.hpp"
#include "kb_index/exchange_jsonl.hpp"
#include "kb_index/exchange_xlsx.hpp"

#include <algorithm>
#include <array>
#include <fstream>

namespace reformdesk::kb_index {

namespace {

enum class Format { jsonl, csv, xlsx };

constexpr std::string_view known_endings = "tên tệp phải kết thúc bằng .jsonl, .csv hoặc .xlsx";

std::optional<Format> format_of(const std::filesystem::path& file) {
    auto ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (ending == ".jsonl") {
        return Format::jsonl;
    }
    if (ending == ".csv") {
        return Format::csv;
    }
    return ending == ".xlsx" ? std::optional(Format::xlsx) : std::nullopt;
}

// What people save by mistake, told by its first bytes.
std::optional<std::string> foreign_format(std::string_view content) {
    if (content.starts_with("\xFF\xFE") || content.starts_with("\xFE\xFF")) {
        return "tệp dùng bảng mã UTF-16; hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx";
    }
    if (content.starts_with("\xD0\xCF\x11\xE0")) {
        return "tệp Excel kiểu cũ (.xls) hoặc có mật khẩu; hãy lưu lại dạng .xlsx không đặt mật khẩu";
    }
    return std::nullopt;
}

void read_content(const std::filesystem::path& file, std::string_view content, const ExchangeCodec& codec,
                  ArticleIntake& intake) {
    if (const auto foreign = foreign_format(content)) {
        intake.problem(0, "", *foreign);
        return;
    }
    const bool zipped = content.starts_with("PK\x03\x04") || content.starts_with("PK\x05\x06");
    const auto format = zipped ? Format::xlsx : format_of(file);
    if (!format) {
        intake.problem(0, "", "không rõ định dạng; " + std::string(known_endings));
        return;
    }
    switch (*format) {
        case Format::jsonl:
            read_jsonl(content, codec, intake);
            return;
        case Format::csv:
            read_csv(content, codec, intake);
            return;
        case Format::xlsx:
            read_xlsx(content, codec, intake);
            return;
    }
}

// What went wrong, or nothing.
std::optional<std::string> write_content(Format format, const std::filesystem::path& path,
                                         std::span<const Article> articles, const ExchangeCodec& codec) {
    if (format == Format::xlsx) {
        return write_xlsx(path, articles, codec);
    }
    std::ofstream out(path, std::ios::binary | std::ios::trunc);
    if (format == Format::csv) {
        if (auto problem = write_csv(out, articles, codec)) {
            return problem;
        }
    } else {
        write_jsonl(out, articles, codec);
    }
    out.close();
    return out ? std::nullopt : std::optional<std::string>("hãy kiểm tra dung lượng ổ đĩa");
}

std::string on_one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; },
        ' ');
    return text;
}

}  // namespace

std::string to_line(const ImportProblem& problem) {
    auto line = problem.file;
    if (problem.line > 0) {
        line += ", dòng " + std::to_string(problem.line);
    }
    if (!problem.field.empty()) {
        line += ", cột " + problem.field;
    }
    return on_one_line(line + ": " + problem.message);
}

Import read_articles(std::span<const std::filesystem::path> files, const ExchangeCodec& codec,
                     const ImportLimits& limits) {
    ArticleIntake intake(limits);
    for (const auto& file : files) {
        if (intake.done()) {
            break;
        }
        intake.start_file(file.string());
        const auto content = read_file(file, limits.file_bytes);
        if (const auto* problem = std::get_if<FileProblem>(&content)) {
            intake.problem(0, "", problem->message);
        } else {
            read_content(file, std::get<std::string>(content), codec, intake);
        }
    }
    return intake.finish();
}

std::optional<std::string> write_articles(const std::filesystem::path& file,
                                          std::span<const Article> articles, const ExchangeCodec& codec) {
    const auto format = format_of(file);
    if (!format) {
        return file.string() + ": " + std::string(known_endings);
    }
    ReplacementFile replacement(file);
    if (replacement.problem()) {
        return replacement.problem();
    }
    if (auto problem = write_content(*format, replacement.path(), articles, codec)) {
        return "không ghi được " + file.string() + ": " + *problem;
    }
    return replacement.commit();
}

std::optional<std::string> write_documents(const std::filesystem::path& file,
                                           std::span<const LegalDocument> documents,
                                           const ExchangeCodec& codec) {
    if (format_of(file) != Format::jsonl) {
        return file.string() + ": tên tệp văn bản phải kết thúc bằng .jsonl";
    }
    ReplacementFile replacement(file);
    if (replacement.problem()) {
        return replacement.problem();
    }
    std::ofstream out(replacement.path(), std::ios::binary | std::ios::trunc);
    write_jsonl(out, documents, codec);
    out.close();
    if (!out) {
        return "không ghi được " + file.string() + ": hãy kiểm tra dung lượng ổ đĩa";
    }
    return replacement.commit();
}

QuestionImport read_questions(const std::filesystem::path& file, const ExchangeCodec& codec,
                              const ImportLimits& limits) {
    const auto content = read_file(file, limits.file_bytes);
    if (const auto* problem = std::get_if<FileProblem>(&content)) {
        return {{}, {{file.string(), 0, "", problem->message}}};
    }
    const auto& text = std::get<std::string>(content);
    if (auto foreign = foreign_format(text)) {
        return {{}, {{file.string(), 0, "", std::move(*foreign)}}};
    }
    return read_jsonl_questions(text, file.string(), codec, limits);
}

}  // namespace reformdesk::kb_index
