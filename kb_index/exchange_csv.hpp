// Articles as CSV, as Excel in Vietnam reads and writes it.
#pragma once

#include "kb_index/exchange_intake.hpp"

#include <iosfwd>
#include <optional>
#include <string>

namespace reformdesk::kb_index {

/// Reads the content of one file. The separator (';', ',' or tab) is what stands most often in the header
/// row.
void read_csv(std::string_view content, const ExchangeCodec& codec, ArticleIntake& intake);

/// UTF-8 with a byte order mark, ';' and CRLF. An apostrophe stands before every cell that a spreadsheet
/// would run as a formula. The text of what went wrong, in Vietnamese, or nothing.
std::optional<std::string> write_csv(std::ostream& out, std::span<const Article> articles,
                                     const ExchangeCodec& codec);

}  // namespace reformdesk::kb_index
