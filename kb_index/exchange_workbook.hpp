// The first sheet of an Excel workbook, as XML and its shared strings.
#pragma once

#include "kb_index/exchange_file.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <pugixml.hpp>

namespace reformdesk::kb_index {

struct Workbook {
    std::unique_ptr<pugi::xml_document> sheet;  ///< the first one
    std::vector<std::string> shared_strings;
    bool from_1904 = false;  ///< days are counted from 1904-01-01
};

std::variant<Workbook, FileProblem> open_workbook(std::string_view content, std::size_t unpacked_bytes);

// Names without their namespace prefix, since writers differ in it.
std::string_view local_name(const char* name);
pugi::xml_node child_of(pugi::xml_node node, std::string_view name);

/// The text of <t> and of the runs <r><t> below a node, with Excel's _xHHHH_ escapes resolved.
std::string rich_text(pugi::xml_node node);
/// The same for the direct content of one element.
std::string plain_text(pugi::xml_node node);

/// Writes what XML cannot hold, and what would be read as an escape, as _xHHHH_.
std::string escape_for_excel(std::string_view text);

}  // namespace reformdesk::kb_index
