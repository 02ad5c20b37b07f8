// Import and export: articles as JSON Lines, CSV and XLSX with the same columns, documents as JSON Lines.
#pragma once

#include "kb_index/article.hpp"
#include "kb_index/document.hpp"
#include "kb_index/evaluation.hpp"

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace reformdesk::kb_index {

/// Reads and writes one JSON Lines record. A port: kb_index names what it needs of JSON, the server brings
/// it.
class ExchangeCodec {
  public:
    virtual ~ExchangeCodec() = default;

    /// What a line of JSON holds, an article or, where it has a `number` and no `id`, a document; or
    /// everything that is wrong with that line.
    virtual std::variant<Article, LegalDocument, std::vector<FieldProblem>> decode(
        std::string_view json) const = 0;
    /// One line without a line end; decode gives the same back.
    virtual std::string encode(const Article& article) const = 0;
    virtual std::string encode(const LegalDocument& document) const = 0;
    /// A line of a question file.
    virtual std::variant<GoldQuestion, std::vector<FieldProblem>> decode_question(
        std::string_view json) const = 0;
    /// The JSON text of a plain string: what a CSV or XLSX cell becomes in ExtraField::json.
    virtual std::string encode_text(std::string_view text) const = 0;
    /// The text behind a JSON string; nothing when the JSON is no string.
    virtual std::optional<std::string> decode_text(std::string_view json) const = 0;
    /// Any JSON value as encode would write it; nothing when the text is no JSON, or too deep for a
    /// member.
    virtual std::optional<std::string> canonical_json(std::string_view text) const = 0;
};

/// One bad place in an imported file.
struct ImportProblem {
    std::string file;
    std::size_t line = 0;  ///< 1-based; the row number for XLSX; 0 when the whole file is meant
    std::string field;     ///< empty when the whole line is meant
    std::string message;   ///< Vietnamese, says what to do

    bool operator==(const ImportProblem&) const = default;
};

/// "data.csv, dòng 7, cột valid_from: …" on one line.
std::string to_line(const ImportProblem& problem);

/// What an import may hold. A file over a limit is refused with a problem that names the limit.
struct ImportLimits {
    std::size_t file_bytes = 256u << 20;
    std::size_t unpacked_bytes = 1024u << 20;  ///< of one XLSX file; stops a zip bomb
    std::size_t line_bytes = 1u << 20;
    std::size_t articles = 1'000'000;  ///< and as many documents
    std::size_t problems = 200;        ///< reading goes on to collect this many
};

/// All articles and documents, or all problems: there are none of them whenever there is a problem.
struct Import {
    std::vector<Article> articles;
    std::vector<LegalDocument> documents;
    std::vector<ImportProblem> problems;
};

/// Reads the files as one import; an id or a number may stand only once in all of them. Documents stand in
/// JSON Lines files, of their own or with articles. The format follows the content (XLSX by its zip
/// signature) and then the extension: .jsonl, .csv, .xlsx.
Import read_articles(std::span<const std::filesystem::path> files, const ExchangeCodec& codec,
                     const ImportLimits& limits = {});

/// Writes the articles in the format of the file's extension, through a temporary file that replaces the old
/// one only when it is complete. Cells that a spreadsheet would run as a formula are written as text and come
/// back unchanged. The text of what went wrong, in Vietnamese, or nothing.
std::optional<std::string> write_articles(const std::filesystem::path& file,
                                          std::span<const Article> articles, const ExchangeCodec& codec);

/// The same for documents, as JSON Lines.
std::optional<std::string> write_documents(const std::filesystem::path& file,
                                           std::span<const LegalDocument> documents,
                                           const ExchangeCodec& codec);

struct QuestionImport {
    std::vector<GoldQuestion> questions;
    std::vector<ImportProblem> problems;
};

/// Reads a question file (JSON Lines).
QuestionImport read_questions(const std::filesystem::path& file, const ExchangeCodec& codec,
                              const ImportLimits& limits = {});

}  // namespace reformdesk::kb_index
