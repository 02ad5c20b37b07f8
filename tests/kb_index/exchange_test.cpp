#include "kb_index/exchange.hpp"

#include "tests/kb_index/exchange_support.hpp"
#include "tests/kb_index/workbook_parts.hpp"

#include <csignal>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

namespace reformdesk::kb_index {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

std::string line_of(std::string_view id) {
    return R"({"id":")" + std::string(id) + R"(","question":"Hỏi?","answer":"Đáp."})";
}

// As long as it lives no file may grow beyond this: what a full disk does to a writer.
class SmallDisk {
  public:
    explicit SmallDisk(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &usual_);
        const rlimit small{bytes, usual_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &small);
    }
    ~SmallDisk() {
        ::setrlimit(RLIMIT_FSIZE, &usual_);
        std::signal(SIGXFSZ, handler_);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

  private:
    void (*handler_)(int);
    rlimit usual_{};
};

TEST(Exchange, ReadsFilesOfAllFormatsAsOneImport) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.write("a.JSONL", line_of("a")), folder.write("b.Csv", "id;question;answer\nb;Hỏi?;Đáp.\n"),
        folder.write("c.xlsx", WorkbookParts(inline_row({"id", "question", "answer"}) +
                                             inline_row({"c", "Hỏi?", "Đáp."}))
                                   .zipped())};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    ASSERT_THAT(read.articles, SizeIs(3));
    EXPECT_EQ(read.articles[0].id + read.articles[1].id + read.articles[2].id, "abc");
    EXPECT_THAT(read_articles({}, JsonExchangeCodec()).articles, IsEmpty());
}

TEST(Exchange, TakesTheFirstPhrasingOfAnArticleWithoutAQuestion) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.write("a.jsonl", R"({"id":"a","question":"","phrasings":["một","hai"],"answer":"Đáp."})"),
        folder.write("b.csv", "id;question;phrasings;answer\nb;;một|hai;Đáp.\n")};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    ASSERT_THAT(read.articles, SizeIs(2));
    for (const auto& article : read.articles) {
        EXPECT_EQ(article.question, "một");
        EXPECT_THAT(article.phrasings, ElementsAre("hai"));
    }
}

TEST(Exchange, KeepsNothingWhenOneFileOfManyIsBad) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{folder.write("a.jsonl", line_of("a")),
                                                   folder.write("b.csv", "id;question;answer\nb;;Đáp.\n"),
                                                   folder.write("c.jsonl", "{"), folder.path("d.xlsx")};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(read.articles, IsEmpty());
    ASSERT_THAT(read.problems, SizeIs(3));
    EXPECT_EQ(read.problems[0].file, files[1].string());
    EXPECT_EQ(read.problems[1].file, files[2].string());
    EXPECT_EQ(read.problems[2], (ImportProblem{files[3].string(), 0, "", "không có tệp này"}));
}

TEST(Exchange, CountsLimitsOverAllFiles) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.write("a.jsonl", line_of("a") + "\n" + line_of("b")),
        folder.write("b.csv", "id;question;answer\nc;Hỏi?;Đáp.\n"), folder.path("never opened")};
    ImportLimits limits;
    limits.articles = 2;
    const auto read = read_articles(files, JsonExchangeCodec(), limits);
    ASSERT_THAT(briefly(read.problems), ElementsAre(StartsWith("2 : quá nhiều bài")));
    EXPECT_EQ(read.problems[0].file, files[1].string());
}

TEST(Exchange, NamesBothPlacesOfADuplicateId) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.write("a.jsonl", line_of("x") + "\n" + line_of("a")),
        folder.write("b.jsonl", "\n" + line_of("a"))};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(read.articles, IsEmpty());
    ASSERT_THAT(read.problems, SizeIs(1));
    EXPECT_EQ(to_line(read.problems[0]), folder.path("b.jsonl").string() + ", dòng 2, cột id: trùng mã với " +
                                             folder.path("a.jsonl").string() + ", dòng 2");
}

TEST(Exchange, NamesAnIdThatStandsInTwoFormats) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.write("a.csv", "id;question;answer\nx;Hỏi?;Đáp.\na;Hỏi?;Đáp.\n"),
        folder.write("b.xlsx", WorkbookParts(inline_row({"id", "question", "answer"}) +
                                             inline_row({"a", "Khác?", "Khác."}))
                                   .zipped())};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(read.articles, IsEmpty());
    ASSERT_THAT(read.problems, SizeIs(1));
    EXPECT_EQ(to_line(read.problems[0]),
              files[1].string() + ", dòng 2, cột id: trùng mã với " + files[0].string() + ", dòng 3");
}

TEST(Exchange, RefusesWhatIsNoFileOfAKnownFormat) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.path("missing.jsonl"), folder.path(""), folder.write("a.txt", line_of("a")),
        folder.write("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(briefly(read.problems), ElementsAre("0 : không có tệp này", HasSubstr("thư mục"),
                                                    HasSubstr(".jsonl, .csv hoặc .xlsx"), HasSubstr(".xls")));
}

TEST(Exchange, AProblemIsOneLine) {
    EXPECT_EQ(to_line({"a\n.csv", 7, "x\r\ny", "sai\tngày"}), "a .csv, dòng 7, cột x  y: sai ngày");
    EXPECT_EQ(to_line({"a.csv", 0, "", "không có tệp này"}), "a.csv: không có tệp này");
}

TEST(Exchange, ReplacesAFileOnlyByAWholeOne) {
    const ExchangeFolder folder;
    const std::vector<Article> articles{full_article("a")};
    folder.write("a.jsonl", "old");
    EXPECT_EQ(write_articles(folder.path("a.jsonl"), articles, JsonExchangeCodec()), std::nullopt);
    EXPECT_THAT(content_of(folder.path("a.jsonl")), StartsWith("{\"id\":\"a\""));
    EXPECT_NE(write_articles(folder.path("none/a.jsonl"), articles, JsonExchangeCodec()), std::nullopt);
    EXPECT_NE(write_articles(folder.path("a.pdf"), articles, JsonExchangeCodec()), std::nullopt);
    std::filesystem::create_directory(folder.path("folder.csv"));
    EXPECT_NE(write_articles(folder.path("folder.csv"), articles, JsonExchangeCodec()), std::nullopt);
    EXPECT_EQ(folder.files(), 2u) << "a temporary file was left behind";
}

TEST(Exchange, ReadsQuestions) {
    const ExchangeFolder folder;
    const auto file = folder.write("q.jsonl",
                                   "\xEF\xBB\xBF{\"query\":\"Hỏi?\",\"expected\":[\"a\"],"
                                   "\"as_of\":\"2025-06-30\",\"tags\":[\"t\"]}\r\n\r\n"
                                   "{\"query\":\"Khác?\",\"expected\":[]}\r\n");
    const auto read = read_questions(file, JsonExchangeCodec());
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    ASSERT_THAT(read.questions, SizeIs(2));
    EXPECT_EQ(read.questions[0].as_of, parse_date("2025-06-30"));
    EXPECT_THAT(read.questions[1].expected, IsEmpty());
    const auto empty = folder.write("empty.jsonl", R"({"query":"","expected":[]})");
    EXPECT_THAT(read_questions(empty, JsonExchangeCodec()).questions, SizeIs(1));
    const auto bad =
        folder.write("bad.jsonl", "{\"query\":\"Hỏi?\",\"expected\":[]}\n{\"query\":\"Hỏi?\"}\n[]\n");
    const auto refused = read_questions(bad, JsonExchangeCodec());
    EXPECT_THAT(refused.questions, IsEmpty());
    EXPECT_THAT(briefly(refused.problems),
                ElementsAre(StartsWith("2 expected: "), StartsWith("3 query: "), StartsWith("3 expected: ")));
    EXPECT_THAT(read_questions(folder.path("none.jsonl"), JsonExchangeCodec()).problems, SizeIs(1));
}

TEST(Exchange, NamesTheLimitThatAQuestionFileReaches) {
    const ExchangeFolder folder;
    const std::string line = "{\"query\":\"Hỏi?\",\"expected\":[]}\n";
    const auto file = folder.write("q.jsonl", line + line);
    ImportLimits limits;
    limits.file_bytes = 20;
    EXPECT_THAT(briefly(read_questions(file, JsonExchangeCodec(), limits).problems),
                ElementsAre(HasSubstr("20 byte")));
    limits = {};
    limits.line_bytes = 10;
    EXPECT_THAT(briefly(read_questions(file, JsonExchangeCodec(), limits).problems),
                ElementsAre(StartsWith("1 : "), StartsWith("2 : ")));
    limits.problems = 1;
    EXPECT_THAT(read_questions(file, JsonExchangeCodec(), limits).problems, SizeIs(1));
    EXPECT_THAT(
        briefly(read_questions(folder.write("w.jsonl", std::string("\xFF\xFE{\0", 4)), JsonExchangeCodec())
                    .problems),
        ElementsAre(HasSubstr("UTF-16")));
    EXPECT_THAT(
        briefly(
            read_questions(folder.write("c.jsonl", "{\"query\":\"H\xE1i\"}"), JsonExchangeCodec()).problems),
        ElementsAre(HasSubstr("Windows-1258")));
}

// The formats promise the same, so they are asked the same.
class EveryFormat : public testing::TestWithParam<const char*> {};

TEST_P(EveryFormat, BringsBackAFullArticle) {
    const ExchangeFolder folder;
    const std::vector<Article> articles{full_article("a"), full_article("b")};
    const auto read = folder.through(GetParam(), articles);
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    EXPECT_EQ(read.articles, articles);
}

TEST_P(EveryFormat, BringsBackNastyTexts) {
    const ExchangeFolder folder;
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto articles = nasty_articles(seed, 40);
        const auto read = folder.through(GetParam(), articles);
        ASSERT_THAT(briefly(read.problems), IsEmpty()) << "seed " << seed;
        const auto expected = with_sorted_extra(articles);
        const auto found = with_sorted_extra(read.articles);
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < found.size(); ++i) {
            ASSERT_EQ(found[i], expected[i]) << "seed " << seed << "\n"
                                             << JsonExchangeCodec().encode(expected[i]) << "\n"
                                             << JsonExchangeCodec().encode(found[i]);
        }
    }
}

TEST_P(EveryFormat, BringsBackTheBundledKnowledgeBase) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{std::filesystem::path(REFORMDESK_SOURCE_DIR) /
                                                   "kb_index/data/articles.jsonl"};
    const auto bundled = read_articles(files, JsonExchangeCodec());
    ASSERT_THAT(briefly(bundled.problems), IsEmpty());
    ASSERT_GE(bundled.articles.size(), 60u);
    const auto read = folder.through(GetParam(), bundled.articles);
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    EXPECT_TRUE(read.articles == bundled.articles);
}

TEST_P(EveryFormat, BringsBackAnEmptyKnowledgeBase) {
    const ExchangeFolder folder;
    const auto read = folder.through(GetParam(), {});
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    EXPECT_THAT(read.articles, IsEmpty());
    EXPECT_EQ(folder.files(), 1u);
}

TEST_P(EveryFormat, KeepsTheOrderOfUnknownFieldsFromTheSecondTimeOn) {
    const ExchangeFolder folder;
    const auto once = folder.through(GetParam(), nasty_articles(7, 20));
    ASSERT_THAT(briefly(once.problems), IsEmpty());
    const auto twice = folder.through(GetParam(), once.articles);
    EXPECT_EQ(twice.articles, once.articles);
}

TEST_P(EveryFormat, LeavesTheOldFileWhenTheDiskIsFull) {
    const ExchangeFolder folder;
    const auto file = folder.write(GetParam(), "the old file");
    // Random letters, so that they stay large when they are zipped.
    std::minstd_rand random(1);
    std::vector<Article> articles;
    for (int i = 0; i < 20; ++i) {
        articles.push_back(full_article("a" + std::to_string(i)));
        for (int letter = 0; letter < 5'000; ++letter) {
            articles.back().answer += static_cast<char>('a' + random() % 26);
        }
    }
    std::optional<std::string> problem;
    {
        const SmallDisk disk(16'384);
        problem = write_articles(file, articles, JsonExchangeCodec());
    }
    ASSERT_TRUE(problem);
    EXPECT_THAT(*problem, HasSubstr("không ghi được " + file.string()));
    EXPECT_EQ(content_of(file), "the old file");
    EXPECT_EQ(folder.files(), 1u) << "a temporary file was left behind";
}

TEST(Exchange, LeavesTheOldWorkbookWhenThereIsNoRoomForItsParts) {
    const ExchangeFolder folder;
    const auto file = folder.write("a.xlsx", "the old file");
    auto article = full_article("a");
    article.answer = std::string(30'000, 'x');
    const std::vector<Article> articles{article};
    std::optional<std::string> problem;
    {
        const SmallDisk disk(16'384);
        problem = write_articles(file, articles, JsonExchangeCodec());
    }
    EXPECT_TRUE(problem);
    EXPECT_EQ(content_of(file), "the old file");
    EXPECT_EQ(folder.files(), 1u) << "a temporary file was left behind";
}

INSTANTIATE_TEST_SUITE_P(Exchange, EveryFormat, testing::Values("a.jsonl", "a.csv", "a.XLSX"));

}  // namespace

}  // namespace reformdesk::kb_index
