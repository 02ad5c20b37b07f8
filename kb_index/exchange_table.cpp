#include "kb_index/exchange_table.hpp"

#include "kb_index/exchange_cells.hpp"
#include "nlp/utf8.hpp"

#include <algorithm>
#include <set>

namespace reformdesk::kb_index {

namespace {

constexpr std::array<std::string_view, 3> required_columns{"id", "question", "answer"};

bool is_known(std::string_view name) {
    return std::find(known_columns.begin(), known_columns.end(), name) != known_columns.end();
}

std::optional<std::string_view> encoding_problem(std::string_view text) {
    if (!nlp::is_valid_utf8(text)) {
        return not_utf8;
    }
    return text.find(byte_order_mark) == std::string_view::npos ? std::nullopt
                                                                : std::optional(stray_byte_order_mark);
}

template <class AnyArticle>
auto* text_field(AnyArticle& article, std::string_view name) {
    if (name == "id") {
        return &article.id;
    }
    if (name == "question") {
        return &article.question;
    }
    if (name == "answer") {
        return &article.answer;
    }
    if (name == "topic") {
        return &article.topic;
    }
    return name == "territory" ? &article.territory : nullptr;
}

template <class AnyArticle>
auto* list_field(AnyArticle& article, std::string_view name) {
    if (name == "phrasings") {
        return &article.phrasings;
    }
    if (name == "audience") {
        return &article.audience;
    }
    if (name == "related") {
        return &article.related;
    }
    return name == "follow_ups" ? &article.follow_ups : nullptr;
}

template <class AnyArticle>
auto* date_field(AnyArticle& article, std::string_view name) {
    if (name == "valid_from") {
        return &article.validity.from;
    }
    return name == "valid_to" ? &article.validity.to : nullptr;
}

std::string known_cell(const Article& article, std::string_view name) {
    if (const auto* text = text_field(article, name)) {
        return *text;
    }
    if (const auto* list = list_field(article, name)) {
        return join_items(*list);
    }
    if (const auto* date = date_field(article, name)) {
        return *date ? format_date(**date) : std::string();
    }
    return join_sources(article.sources);
}

}  // namespace

void TableReader::add(const TableRow& row) {
    const bool blank = std::all_of(row.cells.begin(), row.cells.end(),
                                   [](const std::string& cell) { return trimmed(cell).empty(); });
    if (blank) {
        return;
    }
    if (started_) {
        read_row(row);
        return;
    }
    started_ = true;
    read_header(row);
}

void TableReader::refuse(std::size_t line, std::string_view field, std::string_view message) {
    // Without a header nothing that follows can be read.
    broken_ = broken_ || !started_;
    intake_.problem(line, field, message);
}

void TableReader::finish() {
    if (!started_ && !broken_) {
        intake_.problem(0, "", "tệp trống; dòng đầu phải ghi tên các cột: id, question, answer…");
    }
}

std::string TableReader::name_of(std::size_t column) const {
    const bool named = column < columns_.size() && columns_[column].has_value();
    return named ? *columns_[column] : "số " + std::to_string(column + 1);
}

bool TableReader::is_date(std::size_t column) const {
    return column < columns_.size() && (columns_[column] == "valid_from" || columns_[column] == "valid_to");
}

void TableReader::read_header(const TableRow& row) {
    const auto refuse = [&](std::string_view field, std::string_view message) {
        broken_ = true;
        intake_.problem(row.line, field, message);
    };
    if (row.cells.size() > most_columns) {
        refuse("", "quá nhiều cột: nhiều nhất " + std::to_string(most_columns) + " cột");
        return;
    }
    std::set<std::string> names;
    for (const auto& heading : row.cells) {
        if (const auto problem = encoding_problem(heading)) {
            refuse("", *problem);
            return;
        }
        if (trimmed(heading).empty()) {
            columns_.push_back(std::nullopt);
            continue;
        }
        columns_.push_back(name_of_heading(heading, codec_));
        if (!names.insert(*columns_.back()).second) {
            refuse(*columns_.back(), "có hai cột cùng tên; hãy bỏ một cột");
        }
    }
    for (const auto required : required_columns) {
        if (!names.contains(std::string(required))) {
            refuse(required, "thiếu cột bắt buộc này; dòng đầu phải ghi tên các cột: id, question, answer…");
        }
    }
}

void TableReader::read_row(const TableRow& row) {
    Article article;
    std::vector<FieldProblem> problems;
    for (std::size_t column = 0; column < row.cells.size(); ++column) {
        const auto& cell = row.cells[column];
        if (cell.empty()) {
            continue;
        }
        if (column >= columns_.size()) {
            problems.push_back({"", "dòng có " + std::to_string(row.cells.size()) + " ô nhưng chỉ có " +
                                        std::to_string(columns_.size()) +
                                        " cột; nội dung có dấu phân cách phải đặt trong dấu nháy kép"});
            break;
        }
        if (auto problem = read_cell(column, cell, article)) {
            problems.push_back({name_of(column), std::move(*problem)});
        }
    }
    complete(article);
    for (auto& problem : problems_of(article)) {
        const bool named = std::any_of(problems.begin(), problems.end(),
                                       [&](const auto& known) { return known.field == problem.field; });
        if (!named) {
            problems.push_back(std::move(problem));
        }
    }
    if (problems.empty()) {
        intake_.add(row.line, std::move(article));
    } else {
        intake_.problems(row.line, problems);
    }
}

std::optional<std::string> TableReader::read_cell(std::size_t column, const std::string& text,
                                                  Article& article) const {
    if (const auto problem = encoding_problem(text)) {
        return std::string(*problem);
    }
    if (!columns_[column]) {
        return "cột này không có tên ở dòng đầu; hãy đặt tên hoặc xóa cột";
    }
    const auto& name = *columns_[column];
    if (auto* target = text_field(article, name)) {
        *target = text;
    } else if (auto* list = list_field(article, name)) {
        *list = split_items(text);
    } else if (auto* date = date_field(article, name)) {
        const auto written = trimmed(text);
        *date = parse_date(written);
        if (!*date && !written.empty()) {
            return "phải là một ngày dạng 2025-07-01; hãy định dạng cột này là Văn bản rồi ghi lại ngày";
        }
    } else if (name == "sources") {
        auto sources = split_sources(text);
        if (!sources) {
            return "mỗi căn cứ có nhiều nhất ba phần: văn bản; điều khoản; liên kết. "
                   "Dấu ; nằm trong một phần phải viết là \\;";
        }
        article.sources = std::move(*sources);
    } else {
        article.extra.push_back({name, json_of_cell(text, codec_)});
    }
    return std::nullopt;
}

TableWriter::TableWriter(std::span<const Article> articles, const ExchangeCodec& codec)
    : codec_(codec), columns_(known_columns.begin(), known_columns.end()) {
    std::set<std::string_view> names;
    for (const auto& article : articles) {
        for (const auto& extra : article.extra) {
            if (!is_known(extra.name) && names.insert(extra.name).second) {
                columns_.push_back(extra.name);
            }
        }
    }
}

std::vector<std::string> TableWriter::header() const {
    std::vector<std::string> headings;
    headings.reserve(columns_.size());
    for (const auto& name : columns_) {
        headings.push_back(heading_of(name, codec_));
    }
    return headings;
}

std::vector<std::string> TableWriter::row(const Article& article) const {
    std::vector<std::string> cells;
    cells.reserve(columns_.size());
    for (const auto name : known_columns) {
        cells.push_back(known_cell(article, name));
    }
    for (std::size_t column = known_columns.size(); column < columns_.size(); ++column) {
        const auto found = std::find_if(article.extra.begin(), article.extra.end(),
                                        [&](const auto& extra) { return extra.name == columns_[column]; });
        cells.push_back(found == article.extra.end() ? std::string() : cell_of_json(found->json, codec_));
    }
    return cells;
}

}  // namespace reformdesk::kb_index
