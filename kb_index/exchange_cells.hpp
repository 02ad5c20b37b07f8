// What stands in one cell of a table: lists, sources and fields that are not known. EXCHANGE.md has the
// rules.
#pragma once

#include "kb_index/exchange.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

/// Items joined by '|'. A backslash stands before '|', before a backslash, and before white space at either
/// end.
std::string join_items(const std::vector<std::string>& items);
/// White space around items and empty items are left out.
std::vector<std::string> split_items(std::string_view cell);

/// "document; clause; url" joined by '|', with ';' inside a part escaped like '|'.
std::string join_sources(const std::vector<LegalBasis>& sources);
/// Nothing when a source has more than three parts. Of two parts the second may be the url.
std::optional<std::vector<LegalBasis>> split_sources(std::string_view cell);

/// A value of an unknown field: a string as it is, unless that would be read as JSON or as nothing; else
/// JSON.
std::string cell_of_json(const std::string& json, const ExchangeCodec& codec);
/// The JSON of a cell that is not empty.
std::string json_of_cell(std::string_view cell, const ExchangeCodec& codec);

/// The heading of a column, and the name behind a heading. A name that would not survive as it is becomes
/// JSON.
std::string heading_of(const std::string& name, const ExchangeCodec& codec);
std::string name_of_heading(std::string_view heading, const ExchangeCodec& codec);

std::string_view trimmed(std::string_view text);

}  // namespace reformdesk::kb_index
