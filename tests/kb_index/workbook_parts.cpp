#include "tests/kb_index/workbook_parts.hpp"

#include <memory>
#include <stdexcept>

#include <zip.h>

namespace reformdesk::kb_index {

namespace {

constexpr std::string_view declaration = R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)";
constexpr std::string_view relations_of_documents =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
constexpr std::string_view main_schema = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

std::string relationship(std::string_view id, std::string_view kind, std::string_view target) {
    return R"(<Relationship Id=")" + std::string(id) + R"(" Type=")" + std::string(relations_of_documents) +
           "/" + std::string(kind) + R"(" Target=")" + std::string(target) + R"("/>)";
}

std::string relationships(const std::string& content) {
    return std::string(declaration) +
           R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)" +
           content + "</Relationships>";
}

std::string in_main_schema(std::string_view root, const std::string& content) {
    return std::string(declaration) + "<" + std::string(root) + R"( xmlns=")" + std::string(main_schema) +
           R"(" xmlns:r=")" + std::string(relations_of_documents) + R"(">)" + content + "</" +
           std::string(root) + ">";
}

}  // namespace

WorkbookParts::WorkbookParts(const std::string& sheet_data, const std::string& shared_strings) {
    parts_["_rels/.rels"] = relationships(relationship("rId1", "officeDocument", "xl/workbook.xml"));
    parts_["xl/workbook.xml"] =
        in_main_schema("workbook", R"(<sheets><sheet name="Bài" sheetId="1" r:id="rId1"/></sheets>)");
    parts_["xl/_rels/workbook.xml.rels"] =
        relationships(relationship("rId1", "worksheet", "worksheets/sheet1.xml") +
                      relationship("rId2", "sharedStrings", "sharedStrings.xml"));
    parts_["xl/worksheets/sheet1.xml"] =
        in_main_schema("worksheet", "<sheetData>" + sheet_data + "</sheetData>");
    parts_["xl/sharedStrings.xml"] = in_main_schema("sst", shared_strings);
}

WorkbookParts WorkbookParts::unzipped(const std::string& content) {
    auto* source = zip_source_buffer_create(content.data(), content.size(), 0, nullptr);
    const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(zip_open_from_source(source, ZIP_RDONLY, nullptr),
                                                           zip_discard);
    if (!archive) {
        zip_source_free(source);
        throw std::runtime_error("not a zip archive");
    }
    WorkbookParts parts;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
        const auto index = static_cast<zip_uint64_t>(i);
        zip_stat_t status;
        if (zip_stat_index(archive.get(), index, 0, &status) != 0) {
            throw std::runtime_error("unreadable zip entry");
        }
        auto& part = parts[status.name];
        part.resize(status.size);
        auto* file = zip_fopen_index(archive.get(), index, 0);
        const auto got = zip_fread(file, part.data(), part.size());
        zip_fclose(file);
        if (got != static_cast<zip_int64_t>(part.size())) {
            throw std::runtime_error("unreadable zip entry");
        }
    }
    return parts;
}

std::string WorkbookParts::zipped() const {
    auto* source = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_source_keep(source);
    auto* archive = zip_open_from_source(source, ZIP_TRUNCATE, nullptr);
    for (const auto& [name, content] : parts_) {
        auto* part = zip_source_buffer(archive, content.data(), content.size(), 0);
        zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    }
    if (zip_close(archive) != 0) {
        throw std::runtime_error("cannot zip");
    }
    zip_stat_t status;
    zip_source_stat(source, &status);
    std::string content(status.size, '\0');
    zip_source_open(source);
    zip_source_read(source, content.data(), content.size());
    zip_source_close(source);
    zip_source_free(source);
    return content;
}

std::string inline_row(std::initializer_list<std::string_view> texts) {
    std::string row = "<row>";
    for (const auto text : texts) {
        row += R"(<c t="inlineStr"><is><t xml:space="preserve">)" + std::string(text) + "</t></is></c>";
    }
    return row + "</row>";
}

std::string typed_cell(std::string_view type, std::string_view value) {
    return R"(<c t=")" + std::string(type) + R"("><v>)" + std::string(value) + "</v></c>";
}

}  // namespace reformdesk::kb_index
