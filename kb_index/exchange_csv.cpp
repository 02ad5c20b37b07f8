#include "kb_index/exchange_csv.hpp"

#include "kb_index/exchange_table.hpp"

#include <algorithm>
#include <array>
#include <ostream>

namespace reformdesk::kb_index {

namespace {

// What a spreadsheet may take for a formula, or strip and then take for one; full-width signs too.
constexpr std::array<std::string_view, 11> formula_starts{"=",  "+",      "-",      "@",      "\t",    "\r",
                                                          "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"};

bool starts_formula(std::string_view text) {
    return std::any_of(formula_starts.begin(), formula_starts.end(),
                       [&](std::string_view start) { return text.starts_with(start); });
}

std::string guarded(std::string text) {
    return starts_formula(text) || text.starts_with('\'') ? "'" + std::move(text) : std::move(text);
}

std::string unguarded(std::string text) {
    const bool marked = text.starts_with('\'') && text.size() > 1 &&
                        (text[1] == '\'' || starts_formula(std::string_view(text).substr(1)));
    return marked ? text.substr(1) : std::move(text);
}

char separator_of(std::string_view content) {
    constexpr std::string_view separators = ";,\t";
    std::array<std::size_t, separators.size()> counts{};
    bool quoted = false;
    for (const char c : content) {
        quoted = quoted != (c == '"');
        if (!quoted && (c == '\n' || c == '\r')) {
            break;
        }
        const auto which = separators.find(c);
        if (!quoted && which != std::string_view::npos) {
            ++counts[which];
        }
    }
    const auto most = std::max_element(counts.begin(), counts.end());
    return separators[static_cast<std::size_t>(most - counts.begin())];
}

// Takes the rows of a file one by one.
class Rows {
  public:
    explicit Rows(std::string_view content) : content_(content) {
        if (content_.starts_with(byte_order_mark)) {
            content_.remove_prefix(byte_order_mark.size());
        }
        at_ = std::min(content_.find_first_not_of("\r\n"), content_.size());
        next_line_ += line_ends(content_.substr(0, at_));
        separator_ = separator_of(content_.substr(at_));
    }

    /// Reads the next row; false when there is none.
    bool next() {
        row_ = {next_line_, {}};
        problem_ = {};
        if (at_ >= content_.size()) {
            return false;
        }
        const auto begin = at_;
        keep(read_cell());
        while (at_ < content_.size() && content_[at_] == separator_) {
            ++at_;
            keep(read_cell());
        }
        bytes_ = at_ - begin;
        at_ += content_.substr(at_).starts_with("\r\n") ? 2 : 1;
        at_ = std::min(at_, content_.size());
        next_line_ += line_ends(content_.substr(begin, at_ - begin));
        return true;
    }

    TableRow& row() { return row_; }
    std::size_t bytes() const { return bytes_; }
    /// What is wrong with the quotes of the row, if anything; its cells mean nothing then.
    std::string_view problem() const { return problem_; }

  private:
    bool at_end_of_cell() const {
        return at_ >= content_.size() || content_[at_] == separator_ || content_[at_] == '\n' ||
               content_[at_] == '\r';
    }

    std::string read_cell() {
        std::string cell;
        if (at_ < content_.size() && content_[at_] == '"') {
            cell = read_quoted();
        }
        for (; !at_end_of_cell(); ++at_) {
            cell += content_[at_];
        }
        return unguarded(std::move(cell));
    }

    std::string read_quoted() {
        std::string cell;
        for (++at_; at_ < content_.size(); ++at_) {
            if (content_[at_] == '"' && !content_.substr(at_ + 1).starts_with('"')) {
                ++at_;
                if (!at_end_of_cell()) {
                    problem_ = "sau dấu nháy kép đóng còn chữ; dấu nháy kép trong một ô phải viết hai lần";
                }
                return cell;
            }
            at_ += content_[at_] == '"' ? 1 : 0;
            cell += content_[at_];
        }
        problem_ = "ô mở bằng dấu nháy kép nhưng không có dấu đóng";
        return cell;
    }

    // Empty cells behind the last possible column are not worth memory.
    void keep(std::string cell) {
        if (row_.cells.size() <= most_columns) {
            row_.cells.push_back(std::move(cell));
        } else if (!cell.empty()) {
            row_.cells.back() = std::move(cell);
        }
    }

    static std::size_t line_ends(std::string_view text) {
        std::size_t ends = 0;
        for (std::size_t i = 0; i < text.size(); ++i) {
            const bool lone_return = text[i] == '\r' && !text.substr(i + 1).starts_with('\n');
            ends += text[i] == '\n' || lone_return ? 1 : 0;
        }
        return ends;
    }

    std::string_view content_;
    char separator_ = ',';
    std::size_t at_ = 0;
    std::size_t next_line_ = 1;
    std::size_t bytes_ = 0;
    std::string_view problem_;
    TableRow row_;
};

void write_row(std::ostream& out, std::vector<std::string> cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto cell = guarded(std::move(cells[i]));
        out << (i == 0 ? "" : ";");
        if (cell.find_first_of("\";,\t\r\n") == std::string::npos) {
            out << cell;
            continue;
        }
        out << '"';
        for (const char c : cell) {
            out << (c == '"' ? "\"" : "") << c;
        }
        out << '"';
    }
    out << "\r\n";
}

}  // namespace

void read_csv(std::string_view content, const ExchangeCodec& codec, ArticleIntake& intake) {
    TableReader table(codec, intake);
    Rows rows(content);
    while (!table.done() && rows.next()) {
        const auto line = rows.row().line;
        if (!rows.problem().empty()) {
            table.refuse(line, "", rows.problem());
        } else if (rows.bytes() > intake.limits().line_bytes) {
            table.refuse(line, "", "dòng dài hơn giới hạn " + describe_bytes(intake.limits().line_bytes));
        } else {
            table.add(rows.row());
        }
    }
    table.finish();
}

std::optional<std::string> write_csv(std::ostream& out, std::span<const Article> articles,
                                     const ExchangeCodec& codec) {
    const TableWriter table(articles, codec);
    if (table.columns().size() > most_columns) {
        return "quá nhiều cột cho một tệp CSV; hãy dùng .jsonl";
    }
    out << byte_order_mark;
    write_row(out, table.header());
    for (const auto& article : articles) {
        write_row(out, table.row(article));
    }
    return std::nullopt;
}

}  // namespace reformdesk::kb_index
