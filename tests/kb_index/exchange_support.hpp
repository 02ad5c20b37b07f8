// What the tests of all exchange formats need: a folder for files, articles, and a way through a file and
// back.
#pragma once

#include "kb_index/exchange.hpp"
#include "server/exchange_codec.hpp"

#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::kb_index {

/// A folder that is gone when the test is.
class ExchangeFolder {
  public:
    ExchangeFolder();
    ~ExchangeFolder();
    ExchangeFolder(const ExchangeFolder&) = delete;
    ExchangeFolder& operator=(const ExchangeFolder&) = delete;

    std::filesystem::path write(const std::string& name, std::string_view content) const;
    std::filesystem::path path(const std::string& name) const { return folder_ / name; }
    std::size_t files() const;

    /// Reads one file with this content.
    Import read(const std::string& name, std::string_view content, const ImportLimits& limits = {}) const;
    /// Writes the articles to this file and reads them back.
    Import through(const std::string& name, const std::vector<Article>& articles) const;

  private:
    std::filesystem::path folder_;
};

std::string content_of(const std::filesystem::path& file);

/// "12 id: trùng mã…" for each problem; easy to compare and to read.
std::vector<std::string> briefly(const std::vector<ImportProblem>& problems);

/// With all the fields filled.
Article full_article(std::string id);

/// Articles whose texts are made of what separators, quotes, formulas, escapes and XML stumble over.
std::vector<Article> nasty_articles(unsigned seed, std::size_t count);

/// The articles with unknown fields in the order of their names, since tables keep one order for all rows.
std::vector<Article> with_sorted_extra(std::vector<Article> articles);

}  // namespace reformdesk::kb_index
