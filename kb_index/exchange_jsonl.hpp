// Articles and questions as JSON Lines.
#pragma once

#include "kb_index/exchange_intake.hpp"

#include <iosfwd>

namespace reformdesk::kb_index {

/// Reads the content of one file. Lines end with LF or CRLF; blank ones are skipped.
void read_jsonl(std::string_view content, const ExchangeCodec& codec, ArticleIntake& intake);

/// The content of a question file.
QuestionImport read_jsonl_questions(std::string_view content, const std::string& file,
                                    const ExchangeCodec& codec, const ImportLimits& limits);

void write_jsonl(std::ostream& out, std::span<const Article> articles, const ExchangeCodec& codec);
void write_jsonl(std::ostream& out, std::span<const LegalDocument> documents, const ExchangeCodec& codec);

/// JSON with every byte order mark inside a string written as an escape, since readers refuse a bare one.
std::string escape_byte_order_marks(std::string json);

}  // namespace reformdesk::kb_index
