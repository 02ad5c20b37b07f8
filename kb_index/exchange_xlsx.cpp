#include "kb_index/exchange_xlsx.hpp"

#include "kb_index/exchange_table.hpp"
#include "kb_index/exchange_workbook.hpp"

#include <charconv>
#include <cmath>
#include <limits>

#include <xlsxwriter.h>

namespace reformdesk::kb_index {

namespace {

template <class Number>
std::optional<Number> parse(std::string_view text) {
    Number value{};
    const auto end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end ? std::optional(value) : std::nullopt;
}

// "C5" is column 2. Nothing when there are no letters; never far beyond Excel's own last column.
std::optional<std::size_t> column_of(std::string_view reference) {
    constexpr std::size_t last_in_excel = 16'384;
    std::size_t column = 0;
    for (const char c : reference) {
        if (c < 'A' || c > 'Z' || column > last_in_excel) {
            break;
        }
        column = column * 26 + static_cast<std::size_t>(c - 'A') + 1;
    }
    return column == 0 ? std::nullopt : std::optional(column - 1);
}

// Excel keeps 56 as "56" and sometimes as "5.6E1".
std::string number_text(const std::string& written) {
    const auto value = parse<double>(written);
    if (!value || !std::isfinite(*value)) {
        return written;
    }
    constexpr double exact = 1e15;
    char buffer[40];
    const auto end = std::abs(*value) < exact && std::trunc(*value) == *value
                         ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(*value))
                         : std::to_chars(buffer, buffer + sizeof buffer, *value);
    return std::string(buffer, end.ptr);
}

// Excel counts days. A number below 10 000 would be a day before 1928: more likely somebody typed a year.
std::optional<std::string> date_text(const std::string& written, bool from_1904) {
    constexpr double first = 10'000;
    constexpr double last = 2'958'465;  // 9999-12-31
    const auto value = parse<double>(written);
    if (!value || !(*value >= first) || !(*value <= last)) {
        return std::nullopt;
    }
    using namespace std::chrono_literals;
    const std::chrono::sys_days epoch = from_1904 ? 1904y / 1 / 1 : 1899y / 12 / 30;
    const Date date(epoch + std::chrono::days(static_cast<int>(*value)));
    return static_cast<int>(date.year()) <= 9'999 ? std::optional(format_date(date)) : std::nullopt;
}

// Reads the rows of a sheet into a table.
class SheetReader {
  public:
    SheetReader(const Workbook& workbook, const ImportLimits& limits, TableReader& table)
        : workbook_(workbook), limits_(limits), table_(table) {}

    void read() {
        const auto data = child_of(workbook_.sheet->document_element(), "sheetData");
        for (const auto row : data.children()) {
            if (local_name(row.name()) == "row" && !table_.done() && !over_) {
                read_row(row);
            }
        }
    }

  private:
    struct CellValue {
        std::string text;
        std::string problem;  ///< empty when there is none
    };

    void read_row(pugi::xml_node node) {
        line_ = parse<std::size_t>(node.attribute("r").value()).value_or(line_ + 1);
        TableRow row{line_, {}};
        bool good = true;
        std::size_t bytes = 0;
        std::size_t column = 0;
        for (const auto cell : node.children()) {
            if (local_name(cell.name()) != "c") {
                continue;
            }
            column = column_of(cell.attribute("r").value()).value_or(column);
            auto value = read_cell(cell, column);
            if (!value.problem.empty()) {
                table_.refuse(line_, table_.name_of(column), value.problem);
                good = false;
            }
            bytes += value.text.size();
            if (!fits(bytes, value.text.size())) {
                return;
            }
            place(row, column, std::move(value.text));
            ++column;
        }
        if (good) {
            table_.add(row);
        }
    }

    // One shared string may stand in any number of cells, so a small file can hold an endless text.
    bool fits(std::size_t row_bytes, std::size_t cell_bytes) {
        total_bytes_ += cell_bytes;
        if (total_bytes_ > limits_.unpacked_bytes) {
            over_ = true;
            table_.refuse(
                0, "",
                "nội dung sau khi giải nén lớn hơn giới hạn " + describe_bytes(limits_.unpacked_bytes));
            return false;
        }
        if (row_bytes > limits_.line_bytes) {
            table_.refuse(line_, "", "dòng dài hơn giới hạn " + describe_bytes(limits_.line_bytes));
            return false;
        }
        return true;
    }

    static void place(TableRow& row, std::size_t column, std::string text) {
        if (text.empty()) {
            return;
        }
        const auto slot = std::min(column, most_columns);
        row.cells.resize(std::max(row.cells.size(), slot + 1));
        row.cells[slot] = std::move(text);
    }

    CellValue read_cell(pugi::xml_node cell, std::size_t column) const {
        const std::string_view type = cell.attribute("t").value();
        if (type == "inlineStr") {
            return {rich_text(child_of(cell, "is")), ""};
        }
        auto written = plain_text(child_of(cell, "v"));
        if (written.empty() || type == "str") {
            return {std::move(written), ""};
        }
        if (type == "s") {
            const auto index = parse<std::size_t>(written);
            return index && *index < workbook_.shared_strings.size()
                       ? CellValue{workbook_.shared_strings[*index], ""}
                       : CellValue{"", "ô bị hỏng; hãy mở bằng Excel và lưu lại"};
        }
        if (type == "b") {
            return {written == "1" ? "true" : "false", ""};
        }
        if (type == "e") {
            return {"", "ô có lỗi công thức " + written + "; hãy sửa hoặc xóa"};
        }
        if (table_.is_date(column)) {
            return read_date(type, written);
        }
        return {type == "d" ? std::move(written) : number_text(written), ""};
    }

    CellValue read_date(std::string_view type, const std::string& written) const {
        if (type == "d") {
            return {written.substr(0, 10), ""};
        }
        auto date = date_text(written, workbook_.from_1904);
        return date ? CellValue{std::move(*date), ""}
                    : CellValue{"", "số này không phải một ngày; hãy ghi dạng 2025-07-01"};
    }

    const Workbook& workbook_;
    const ImportLimits& limits_;
    TableReader& table_;
    std::size_t line_ = 0;
    std::size_t total_bytes_ = 0;
    bool over_ = false;
};

struct FreeWorkbook {
    void operator()(lxw_workbook* workbook) const { lxw_workbook_free(workbook); }
};

// Excel counts UTF-16 units.
std::size_t units_of(std::string_view text) {
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

constexpr std::size_t most_units = 32'767;

// The column of the first cell that Excel could not hold, or nothing.
std::optional<std::size_t> write_row(lxw_worksheet* sheet, lxw_format* format, std::size_t row,
                                     const std::vector<std::string>& cells) {
    for (std::size_t column = 0; column < cells.size(); ++column) {
        if (cells[column].empty()) {
            continue;
        }
        const auto text = escape_for_excel(cells[column]);
        const auto error = units_of(text) > most_units
                               ? LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED
                               : worksheet_write_string(sheet, static_cast<lxw_row_t>(row),
                                                        static_cast<lxw_col_t>(column), text.c_str(), format);
        if (error != LXW_NO_ERROR) {
            return column;
        }
    }
    return std::nullopt;
}

// The library does not notice when its temporary files run out of room, so what it wrote is read again.
bool is_whole(const std::filesystem::path& path) {
    constexpr auto unlimited = std::numeric_limits<std::size_t>::max();
    const auto written = read_file(path, unlimited);
    const auto* content = std::get_if<std::string>(&written);
    return content != nullptr && std::holds_alternative<Workbook>(open_workbook(*content, unlimited));
}

}  // namespace

void read_xlsx(std::string_view content, const ExchangeCodec& codec, ArticleIntake& intake) {
    const auto opened = open_workbook(content, intake.limits().unpacked_bytes);
    if (const auto* problem = std::get_if<FileProblem>(&opened)) {
        intake.problem(0, "", problem->message);
        return;
    }
    TableReader table(codec, intake);
    SheetReader(std::get<Workbook>(opened), intake.limits(), table).read();
    table.finish();
}

std::optional<std::string> write_xlsx(const std::filesystem::path& path, std::span<const Article> articles,
                                      const ExchangeCodec& codec) {
    const TableWriter table(articles, codec);
    if (articles.size() >= LXW_ROW_MAX || table.columns().size() > most_columns) {
        return "quá nhiều dòng hoặc cột cho một tệp XLSX; hãy dùng .jsonl";
    }
    std::unique_ptr<lxw_workbook, FreeWorkbook> workbook(workbook_new(path.c_str()));
    auto* sheet = workbook ? workbook_add_worksheet(workbook.get(), "articles") : nullptr;
    if (sheet == nullptr) {
        return "không tạo được bảng tính; hãy kiểm tra bộ nhớ";
    }
    // Text cells keep their leading zeros and dates also when somebody edits them.
    auto* text = workbook_add_format(workbook.get());
    format_set_num_format(text, "@");
    const auto last = static_cast<lxw_col_t>(table.columns().size() - 1);
    constexpr double width = 24;
    worksheet_set_column(sheet, 0, last, width, text);
    worksheet_freeze_panes(sheet, 1, 0);
    if (const auto column = write_row(sheet, text, 0, table.header())) {
        return "tên cột quá dài: " + table.columns()[*column].substr(0, 80);
    }
    for (std::size_t i = 0; i < articles.size(); ++i) {
        if (const auto column = write_row(sheet, text, i + 1, table.row(articles[i]))) {
            return "bài " + articles[i].id + ", cột " + table.columns()[*column] + " dài hơn " +
                   std::to_string(most_units) + " ký tự, Excel không chứa được; hãy dùng .csv hoặc .jsonl";
        }
    }
    if (const auto error = workbook_close(workbook.release()); error != LXW_NO_ERROR) {
        return lxw_strerror(error);
    }
    if (!is_whole(path)) {
        return "tệp ghi ra không nguyên vẹn; hãy kiểm tra dung lượng ổ đĩa và thư mục tạm, hoặc dùng .csv";
    }
    return std::nullopt;
}

}  // namespace reformdesk::kb_index
