#include "tests/kb_index/exchange_support.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>

#include <stdlib.h>

namespace reformdesk::kb_index {

namespace {

constexpr std::array<std::string_view, 46> pieces{
    "a",      "Điều 5",  " ",       "  ",     "\n",  "\r\n",   "\r",
    "\t",     "|",       ";",       ",",      "\\",  "\\|",    "\"",
    "\"\"",   "'",       "=1+1",    "+",      "-",   "@SUM",   "＝",
    "_",      "_x0041_", "_x005F_", "&amp;",  "<b>", "]]>",    "</t>",
    "null",   "true",    "12",      "1e5",    "{}",  "[1]",    "\"x\"",
    "ộ",      "\u0301",  "\u00A0",  "\u200B", "😀",   "\uFFFE", "http://a.vn/x",
    "\u2028", "0056",    "%",       "\\;"};

class Nasty {
  public:
    explicit Nasty(unsigned seed) : random_(seed) {}

    std::size_t below(std::size_t bound) {
        return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
    }
    std::string text(std::size_t most) {
        std::string text;
        for (auto left = below(most + 1); left > 0; --left) {
            text += pieces[below(pieces.size())];
        }
        return text;
    }
    std::string filled(std::size_t most) {
        auto text = this->text(most);
        return text.find_first_not_of(" \t\r\n") == std::string::npos ? "x" + text : text;
    }
    std::string line(std::size_t most) {
        auto text = filled(most);
        std::erase_if(text, [](char c) { return c == '\n' || c == '\r' || c == '\t'; });
        return text;
    }
    std::vector<std::string> items(std::size_t most) {
        std::vector<std::string> items(below(most + 1));
        std::generate(items.begin(), items.end(), [&] { return filled(4); });
        return items;
    }
    std::optional<Date> date(int year) {
        if (below(2) == 0) {
            return std::nullopt;
        }
        return Date(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(below(12) + 1)),
                    std::chrono::day(static_cast<unsigned>(below(28) + 1)));
    }
    std::string json(const ExchangeCodec& codec) {
        constexpr std::array<std::string_view, 9> values{"null",
                                                         "true",
                                                         "0",
                                                         "-1.50",
                                                         "[]",
                                                         "{\"a\":[1,\"\xEF\xBB\xBF\"]}",
                                                         "\"\"",
                                                         "12345678901234567890",
                                                         "\"\\u0000\\u007f\xEF\xBB\xBF\""};
        const auto which = below(values.size() * 2);
        const auto canonical = which < values.size() ? codec.canonical_json(values[which]) : std::nullopt;
        return canonical ? *canonical : codec.encode_text(text(4));
    }

  private:
    std::mt19937 random_;
};

}  // namespace

ExchangeFolder::ExchangeFolder() {
    auto name = (std::filesystem::temp_directory_path() / "exchange_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
    folder_ = name;
}

ExchangeFolder::~ExchangeFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

std::filesystem::path ExchangeFolder::write(const std::string& name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
}

std::size_t ExchangeFolder::files() const {
    const std::filesystem::directory_iterator all(folder_);
    return static_cast<std::size_t>(std::distance(begin(all), end(all)));
}

Import ExchangeFolder::read(const std::string& name, std::string_view content,
                            const ImportLimits& limits) const {
    const std::vector<std::filesystem::path> files{write(name, content)};
    return read_articles(files, JsonExchangeCodec(), limits);
}

Import ExchangeFolder::through(const std::string& name, const std::vector<Article>& articles) const {
    if (const auto problem = write_articles(path(name), articles, JsonExchangeCodec())) {
        return {{}, {}, {{name, 0, "", *problem}}};
    }
    const std::vector<std::filesystem::path> files{path(name)};
    return read_articles(files, JsonExchangeCodec());
}

std::string content_of(const std::filesystem::path& file) {
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    return content.str();
}

std::vector<std::string> briefly(const std::vector<ImportProblem>& problems) {
    std::vector<std::string> lines;
    for (const auto& problem : problems) {
        lines.push_back(std::to_string(problem.line) + " " + problem.field + ": " + problem.message);
    }
    return lines;
}

Article full_article(std::string id) {
    using namespace std::chrono_literals;
    Article article;
    article.id = std::move(id);
    article.question = "Nộp hồ sơ ở đâu?";
    article.phrasings = {"nop ho so o dau", "Tôi | nộp; ở đâu"};
    article.answer = "Tại **bộ phận một cửa**.\n\n- Sáng: 7h30\n- Chiều: 13h30";
    article.topic = "mot-cua";
    article.audience = {"cong-chuc", "nguoi-dan"};
    article.territory = "01";
    article.sources = {{"118/2025/NĐ-CP", "Điều 5; khoản 2", "https://chinhphu.vn/?a=1"},
                       {"76/NQ-CP", "", ""},
                       {"61/2018/NĐ-CP", "", "https://vbpl.vn"}};
    article.validity = {2025y / 7 / 1, 2030y / 12 / 31};
    article.related = {"cchc-014"};
    article.follow_ups = {"cchc-015", "cchc-016"};
    article.extra = {
        {"reviewed_by", "\"Phòng Tư pháp\""}, {"weight", "0.50"}, {"tags", "[\"a\",{\"b\":null}]"}};
    return article;
}

std::vector<Article> nasty_articles(unsigned seed, std::size_t count) {
    const JsonExchangeCodec codec;
    Nasty nasty(seed);
    std::vector<Article> articles;
    for (std::size_t i = 0; i < count; ++i) {
        Article article;
        article.id = nasty.line(3) + "#" + std::to_string(i);
        article.question = nasty.filled(6);
        article.phrasings = nasty.items(4);
        article.answer = nasty.filled(12);
        article.topic = nasty.below(2) == 0 ? "" : nasty.line(3);
        article.audience = nasty.items(2);
        article.territory = nasty.below(2) == 0 ? "" : nasty.line(2);
        for (auto left = nasty.below(4); left > 0; --left) {
            const bool linked = nasty.below(2) == 0;
            auto clause = nasty.below(2) == 0 ? "" : nasty.line(3);
            article.sources.push_back(
                {nasty.line(3), std::move(clause), linked ? "https://a.vn/?x=1;y" : ""});
        }
        article.validity = {nasty.date(2020), nasty.date(2030)};
        article.related = nasty.items(2);
        article.follow_ups = nasty.items(2);
        for (const std::string name : {"ID", "=cmd", " edge ", "ghi chú;|\n", "\"q\"", ""}) {
            if (nasty.below(2) == 0) {
                article.extra.push_back({name, nasty.json(codec)});
            }
        }
        articles.push_back(std::move(article));
    }
    return articles;
}

std::vector<Article> with_sorted_extra(std::vector<Article> articles) {
    for (auto& article : articles) {
        std::sort(article.extra.begin(), article.extra.end(),
                  [](const auto& a, const auto& b) { return a.name < b.name; });
    }
    return articles;
}

}  // namespace reformdesk::kb_index
