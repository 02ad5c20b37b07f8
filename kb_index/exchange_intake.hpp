// What the readers of all formats share: the problems found so far, and one article or document for each
// name.
#pragma once

#include "kb_index/exchange.hpp"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace reformdesk::kb_index {

inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// What a reader says of text in another encoding, and of a byte order mark behind the file's start.
inline constexpr std::string_view not_utf8 =
    "không phải UTF-8 (có thể là Windows-1258 hoặc TCVN3); hãy lưu lại tệp với bảng mã UTF-8";
inline constexpr std::string_view stray_byte_order_mark =
    "có dấu BOM (U+FEFF) không ở đầu tệp, thường do ghép nhiều tệp lại; hãy xóa ký tự này";

/// A size as people read it: "256 MiB", "100 byte".
std::string describe_bytes(std::size_t bytes);

/// Collects the problems of an import, up to the limit.
class ProblemList {
  public:
    explicit ProblemList(std::size_t most) : most_(most == 0 ? 1 : most) {}

    void add(ImportProblem problem);
    bool full() const { return problems_.size() >= most_; }
    bool empty() const { return problems_.empty(); }
    std::vector<ImportProblem> take() { return std::move(problems_); }

  private:
    std::size_t most_;
    std::vector<ImportProblem> problems_;
};

/// Takes the articles and documents of one import, file by file. Not thread-safe.
class ArticleIntake {
  public:
    explicit ArticleIntake(const ImportLimits& limits) : limits_(limits), problems_(limits.problems) {}

    /// What follows comes from this file.
    void start_file(std::string name) { files_.push_back(std::move(name)); }
    void add(std::size_t line, Article article);
    void add(std::size_t line, LegalDocument document);
    void problem(std::size_t line, std::string_view field, std::string_view message);
    void problems(std::size_t line, const std::vector<FieldProblem>& found);

    /// Reading on would change nothing: a limit is reached.
    bool done() const { return too_many_ || problems_.full(); }
    const ImportLimits& limits() const { return limits_; }
    Import finish();

  private:
    struct Place {
        std::size_t file = 0;
        std::size_t line = 0;
    };

    ImportLimits limits_;
    ProblemList problems_;
    std::vector<std::string> files_;
    /// Whether there is room for one more, and nothing has this name.
    bool admit(std::size_t line, std::size_t present, const char* field, const std::string& name,
               std::unordered_map<std::string, Place>& places);

    std::vector<Article> articles_;
    std::vector<LegalDocument> documents_;
    std::unordered_map<std::string, Place> article_places_;
    std::unordered_map<std::string, Place> document_places_;
    bool too_many_ = false;
};

}  // namespace reformdesk::kb_index
