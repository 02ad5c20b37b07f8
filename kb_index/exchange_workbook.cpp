#include "kb_index/exchange_workbook.hpp"

#include "kb_index/exchange_zip.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace reformdesk::kb_index {

namespace {

// A small element becomes a large node in memory; this many bound it to about 2 GiB.
constexpr std::ptrdiff_t most_markup = 32'000'000;

using Document = std::unique_ptr<pugi::xml_document>;

std::variant<Document, FileProblem> load(ZipArchive& archive, const std::string& part) {
    auto read = archive.read(part);
    if (auto* problem = std::get_if<FileProblem>(&read)) {
        return std::move(*problem);
    }
    const auto& text = std::get<std::string>(read);
    const auto markup = std::count_if(text.begin(), text.end(), [](char c) { return c == '<' || c == '='; });
    if (markup > most_markup) {
        return FileProblem{"trang tính có quá nhiều ô; hãy chia nhỏ hoặc dùng CSV"};
    }
    auto document = std::make_unique<pugi::xml_document>();
    constexpr unsigned flags = pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
    if (!document->load_buffer(text.data(), text.size(), flags)) {
        return FileProblem{"phần " + part + " trong tệp XLSX bị hỏng; hãy mở bằng Excel và lưu lại"};
    }
    for (const auto node : document->children()) {
        if (node.type() == pugi::node_doctype) {
            return FileProblem{"phần " + part + " có DOCTYPE, điều mà tệp XLSX không được có"};
        }
    }
    return document;
}

std::string_view attribute_of(pugi::xml_node node, std::string_view name) {
    for (const auto attribute : node.attributes()) {
        if (local_name(attribute.name()) == name) {
            return attribute.value();
        }
    }
    return {};
}

// The parts that a part points to, by id or by kind.
class Relations {
  public:
    Relations(ZipArchive& archive, const std::filesystem::path& part) : folder_(part.parent_path()) {
        const auto name = (folder_ / "_rels" / part.filename()).string() + ".rels";
        if (!archive.has(name)) {
            return;
        }
        auto loaded = load(archive, name);
        if (auto* document = std::get_if<Document>(&loaded)) {
            document_ = std::move(*document);
        }
    }

    std::optional<std::string> by_id(std::string_view id) const {
        return find([id](pugi::xml_node node) { return attribute_of(node, "Id") == id; });
    }
    std::optional<std::string> by_kind(std::string_view ending) const {
        return find([ending](pugi::xml_node node) { return attribute_of(node, "Type").ends_with(ending); });
    }

  private:
    template <class Test>
    std::optional<std::string> find(Test test) const {
        if (!document_) {
            return std::nullopt;
        }
        for (const auto node : document_->document_element().children()) {
            if (test(node)) {
                const std::filesystem::path target(attribute_of(node, "Target"));
                const auto whole = target.is_absolute() ? target.relative_path() : folder_ / target;
                return whole.lexically_normal().string();
            }
        }
        return std::nullopt;
    }

    std::filesystem::path folder_;
    Document document_;
};

// The relation of the first sheet; the id has a prefix, unlike sheetId.
std::string_view first_sheet_id(pugi::xml_node workbook) {
    const auto sheet = child_of(child_of(workbook, "sheets"), "sheet");
    return attribute_of(sheet, "id");
}

std::optional<FileProblem> load_strings(ZipArchive& archive, const std::string& part,
                                        std::vector<std::string>& strings) {
    auto loaded = load(archive, part);
    if (auto* problem = std::get_if<FileProblem>(&loaded)) {
        return std::move(*problem);
    }
    for (const auto item : std::get<Document>(loaded)->document_element().children()) {
        if (local_name(item.name()) == "si") {
            strings.push_back(rich_text(item));
        }
    }
    return std::nullopt;
}

void append_utf8(std::uint32_t unit, std::string& out) {
    if (unit < 0x80) {
        out += static_cast<char>(unit);
    } else if (unit < 0x800) {
        out += static_cast<char>(0xC0 | (unit >> 6));
        out += static_cast<char>(0x80 | (unit & 0x3F));
    } else {
        out += static_cast<char>(0xE0 | (unit >> 12));
        out += static_cast<char>(0x80 | ((unit >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (unit & 0x3F));
    }
}

// The unit of "_xHHHH_" at the start of the text. Surrogates are no characters and stay as they are.
std::optional<std::uint32_t> escaped_unit(std::string_view text) {
    if (text.size() < 7 || !text.starts_with("_x") || text[6] != '_') {
        return std::nullopt;
    }
    std::uint32_t unit = 0;
    const auto end = text.data() + 6;
    const auto result = std::from_chars(text.data() + 2, end, unit, 16);
    const bool character = unit < 0xD800 || unit > 0xDFFF;
    return result.ec == std::errc{} && result.ptr == end && character ? std::optional(unit) : std::nullopt;
}

}  // namespace

std::variant<Workbook, FileProblem> open_workbook(std::string_view content, std::size_t unpacked_bytes) {
    ZipArchive archive(content, unpacked_bytes);
    if (!archive.is_open()) {
        return FileProblem{"tệp XLSX bị hỏng hoặc thiếu; hãy mở bằng Excel và lưu lại"};
    }
    const auto book_part = Relations(archive, "").by_kind("/officeDocument").value_or("xl/workbook.xml");
    auto book = load(archive, book_part);
    if (auto* problem = std::get_if<FileProblem>(&book)) {
        return std::move(*problem);
    }
    const auto root = std::get<Document>(book)->document_element();
    const Relations relations(archive, book_part);
    const auto sheet_part = relations.by_id(first_sheet_id(root));
    if (!sheet_part) {
        return FileProblem{"tệp XLSX không có trang tính nào"};
    }
    Workbook workbook;
    const auto epoch = attribute_of(child_of(root, "workbookPr"), "date1904");
    workbook.from_1904 = epoch == "1" || epoch == "true";
    if (const auto strings = relations.by_kind("/sharedStrings")) {
        if (auto problem = load_strings(archive, *strings, workbook.shared_strings)) {
            return std::move(*problem);
        }
    }
    auto sheet = load(archive, *sheet_part);
    if (auto* problem = std::get_if<FileProblem>(&sheet)) {
        return std::move(*problem);
    }
    workbook.sheet = std::move(std::get<Document>(sheet));
    return workbook;
}

std::string_view local_name(const char* name) {
    const std::string_view whole(name);
    const auto colon = whole.rfind(':');
    return colon == std::string_view::npos ? whole : whole.substr(colon + 1);
}

pugi::xml_node child_of(pugi::xml_node node, std::string_view name) {
    return node.find_child([name](pugi::xml_node child) { return local_name(child.name()) == name; });
}

std::string rich_text(pugi::xml_node node) {
    std::string text;
    for (const auto child : node.children()) {
        const auto name = local_name(child.name());
        if (name == "t") {
            text += plain_text(child);
        } else if (name == "r") {
            text += plain_text(child_of(child, "t"));
        }
    }
    return text;
}

std::string plain_text(pugi::xml_node node) {
    std::string raw;
    for (const auto child : node.children()) {
        raw += child.value();
    }
    std::string text;
    for (std::size_t i = 0; i < raw.size(); ++i) {
        const auto unit = raw[i] == '_' ? escaped_unit(std::string_view(raw).substr(i)) : std::nullopt;
        if (unit) {
            append_utf8(*unit, text);
            i += 6;
        } else {
            text += raw[i];
        }
    }
    return text;
}

std::string escape_for_excel(std::string_view text) {
    constexpr char hex[] = "0123456789ABCDEF";
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const auto rest = text.substr(i);
        if (byte < 0x20 && text[i] != '\t' && text[i] != '\n') {
            out += "_x00";
            out += hex[byte >> 4];
            out += hex[byte & 0xF];
            out += '_';
        } else if (rest.starts_with("\uFFFE") || rest.starts_with("\uFFFF")) {
            out += rest.starts_with("\uFFFE") ? "_xFFFE_" : "_xFFFF_";
            i += 2;
        } else if (escaped_unit(rest)) {
            out += "_x005F_";
        } else {
            out += text[i];
        }
    }
    return out;
}

}  // namespace reformdesk::kb_index
