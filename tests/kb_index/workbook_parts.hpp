// Workbooks put together part by part, so that tests can make those that no program would write.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace reformdesk::kb_index {

/// The parts of an XLSX file by their names; zipped() makes the file's content of them.
class WorkbookParts {
  public:
    /// The smallest workbook: one sheet with this content of <sheetData>, and these <si> as shared strings.
    explicit WorkbookParts(const std::string& sheet_data, const std::string& shared_strings = "");
    /// The parts of a file.
    static WorkbookParts unzipped(const std::string& content);

    std::string& operator[](const std::string& name) { return parts_[name]; }
    void erase(const std::string& name) { parts_.erase(name); }
    const std::map<std::string, std::string>& all() const { return parts_; }
    std::string zipped() const;

  private:
    WorkbookParts() = default;

    std::map<std::string, std::string> parts_;
};

/// A row of cells that hold their text themselves.
std::string inline_row(std::initializer_list<std::string_view> texts);

/// "<c …>…</c>" with a type, such as "n" or "s", and a value.
std::string typed_cell(std::string_view type, std::string_view value);

}  // namespace reformdesk::kb_index
