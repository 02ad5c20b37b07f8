// Articles as an Excel workbook: the first sheet, one article a row.
#pragma once

#include "kb_index/exchange_intake.hpp"

#include <filesystem>
#include <optional>

namespace reformdesk::kb_index {

/// Reads the content of one file. Numbers in valid_from and valid_to are taken for Excel's day count.
void read_xlsx(std::string_view content, const ExchangeCodec& codec, ArticleIntake& intake);

/// Writes every cell as text, so that nothing is run and no date or leading zero is changed. The text of what
/// went wrong, in Vietnamese, or nothing.
std::optional<std::string> write_xlsx(const std::filesystem::path& path, std::span<const Article> articles,
                                      const ExchangeCodec& codec);

}  // namespace reformdesk::kb_index
