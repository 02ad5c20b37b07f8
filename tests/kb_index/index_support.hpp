// What the tests of searching need: a small knowledge base, an index of it on disk, and short ways to ask.
#pragma once

#include "kb_index/searcher.hpp"
#include "kb_index/writer.hpp"
#include "tests/kb_index/exchange_support.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

/// A dozen articles about a dozen things, each with several phrasings: enough to learn from. Among them
/// - "khai-sinh" and "ket-hon", which ask the same of two procedures,
/// - "mot-cua" and "chuong-trinh", which rest on 118/2025/NĐ-CP and 76/NQ-CP,
/// - "tre-hen-cu", in force up to 2025-06-30,
/// - "ha-noi" and "khanh-hoa", for the provinces 01 and 56.
std::vector<Article> small_knowledge_base();

Article small_article(std::string id, std::string question, std::vector<std::string> phrasings,
                      std::string answer);

/// A day on which all but "tre-hen-cu" are in force.
AskOptions today();

/// An index that is gone when the test is.
class IndexFolder {
  public:
    explicit IndexFolder(const std::vector<Article>& articles = small_knowledge_base(),
                         const std::string& revision = "1") {
        rebuild(path(), articles, revision);
    }

    std::filesystem::path path() const { return folder_.path("index"); }
    /// The Xapian database in use.
    std::filesystem::path generation() const;

  private:
    ExchangeFolder folder_;
};

Decision ask(Searcher& searcher, std::string_view text, const AskOptions& options = today());

/// The ids of the ranking, best first.
std::vector<std::string> ids_of(const Decision& decision);
/// The id of the best article, or "none".
std::string best(Searcher& searcher, std::string_view text, const AskOptions& options = today());

/// Readable in messages: "answer mot-cua 0.98".
std::string summary_of(const Decision& decision);

}  // namespace reformdesk::kb_index
