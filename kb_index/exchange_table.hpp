// Articles as rows of a table: what CSV and XLSX have in common. EXCHANGE.md describes columns and escaping.
#pragma once

#include "kb_index/exchange_intake.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

inline constexpr std::array<std::string_view, 12> known_columns{
    "id",        "question", "phrasings",  "answer",   "topic",   "audience",
    "territory", "sources",  "valid_from", "valid_to", "related", "follow_ups"};

/// More columns than anybody needs; keeps a hostile header from asking for memory in every row.
inline constexpr std::size_t most_columns = 1'000;

/// One row as it was read. Trailing cells may be missing.
struct TableRow {
    std::size_t line = 0;
    std::vector<std::string> cells;
};

/// Turns rows into articles: the first row that is not empty names the columns.
class TableReader {
  public:
    TableReader(const ExchangeCodec& codec, ArticleIntake& intake) : codec_(codec), intake_(intake) {}

    void add(const TableRow& row);
    /// The row could not be read.
    void refuse(std::size_t line, std::string_view field, std::string_view message);

    /// Reading on would change nothing: the header is unusable or a limit is reached.
    bool done() const { return broken_ || intake_.done(); }
    /// The name of a column for a message; its number when it has no name.
    std::string name_of(std::size_t column) const;
    /// Whether the column holds dates.
    bool is_date(std::size_t column) const;
    /// To be called after the last row.
    void finish();

  private:
    void read_header(const TableRow& row);
    void read_row(const TableRow& row);
    /// What is wrong with the cell, if anything.
    std::optional<std::string> read_cell(std::size_t column, const std::string& text, Article& article) const;

    const ExchangeCodec& codec_;
    ArticleIntake& intake_;
    std::vector<std::optional<std::string>> columns_;  ///< nothing for a column without a name
    bool started_ = false;
    bool broken_ = false;
};

/// Writes articles as rows; all rows have the same columns.
class TableWriter {
  public:
    TableWriter(std::span<const Article> articles, const ExchangeCodec& codec);

    /// The names, unknown fields last in the order in which they first appear.
    const std::vector<std::string>& columns() const { return columns_; }
    std::vector<std::string> header() const;
    std::vector<std::string> row(const Article& article) const;

  private:
    const ExchangeCodec& codec_;
    std::vector<std::string> columns_;
};

}  // namespace reformdesk::kb_index
