#include "tests/kb_index/exchange_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

TEST(ExchangeJsonl, ReadsLinesWithAnyEndAndSkipsBlankOnes) {
    const ExchangeFolder folder;
    const auto read = folder.read(
        "a.jsonl", "\xEF\xBB\xBF" + line_of("a") + "\r\n\r\n  \t\n" + line_of("b") + "\n" + line_of("c"));
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    ASSERT_THAT(read.articles, SizeIs(3));
    EXPECT_EQ(read.articles[2].id, "c");
}

TEST(ExchangeJsonl, NamesEveryBadLineAndKeepsNothing) {
    const ExchangeFolder folder;
    const auto read =
        folder.read("a.jsonl", line_of("a") + "\n{\"id\":\"b\"\n\n" +
                                   R"({"id":"c","question":7,"answer":"Đáp.","valid_from":"1/7/2025"})");
    EXPECT_THAT(read.articles, IsEmpty());
    EXPECT_THAT(briefly(read.problems),
                ElementsAre(StartsWith("2 : không phải JSON"), StartsWith("4 question: "),
                            StartsWith("4 valid_from: ")));
    EXPECT_EQ(read.problems[0].file, folder.path("a.jsonl").string());
}

TEST(ExchangeJsonl, NamesBothPlacesOfADuplicateId) {
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

TEST(ExchangeJsonl, RefusesAByteOrderMarkThatIsNotAtTheStart) {
    const ExchangeFolder folder;
    const auto read = folder.read("a.jsonl", line_of("a") + "\n\xEF\xBB\xBF" + line_of("b") + "\n" +
                                                 line_of("c\xEF\xBB\xBF") + "\n" + line_of("d\\ufeff"));
    EXPECT_THAT(briefly(read.problems), ElementsAre(AllOf(StartsWith("2 : "), HasSubstr("BOM")),
                                                    AllOf(StartsWith("3 : "), HasSubstr("BOM")),
                                                    AllOf(StartsWith("4 id: "), HasSubstr("BOM"))));
}

TEST(ExchangeJsonl, TellsToSaveOtherEncodingsAsUtf8) {
    const ExchangeFolder folder;
    const auto read = folder.read("a.jsonl", line_of("a") + "\n" + line_of("H\xE0 N\xF4\xF2i"));
    EXPECT_THAT(briefly(read.problems), ElementsAre(AllOf(StartsWith("2 : "), HasSubstr("UTF-8"))));
    const auto wide = folder.read("b.jsonl", std::string("\xFF\xFE{\0", 4));
    EXPECT_THAT(briefly(wide.problems), ElementsAre(AllOf(StartsWith("0 : "), HasSubstr("UTF-16"))));
}

TEST(ExchangeJsonl, RefusesWhatIsNoFileOfAKnownFormat) {
    const ExchangeFolder folder;
    const std::vector<std::filesystem::path> files{
        folder.path("missing.jsonl"), folder.path(""), folder.write("a.txt", line_of("a")),
        folder.write("old.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")};
    const auto read = read_articles(files, JsonExchangeCodec());
    EXPECT_THAT(briefly(read.problems), ElementsAre("0 : không có tệp này", HasSubstr("thư mục"),
                                                    HasSubstr(".jsonl, .csv hoặc .xlsx"), HasSubstr(".xls")));
}

TEST(ExchangeJsonl, NamesTheLimitThatIsReached) {
    const ExchangeFolder folder;
    const auto content = line_of("a") + "\n" + line_of("b") + "\n" + line_of("c");
    ImportLimits limits;
    limits.file_bytes = 100;
    EXPECT_THAT(briefly(folder.read("a.jsonl", content, limits).problems),
                ElementsAre(HasSubstr("100 byte")));
    limits = {};
    limits.line_bytes = 20;
    EXPECT_THAT(briefly(folder.read("a.jsonl", content, limits).problems),
                ElementsAre(HasSubstr("20 byte"), HasSubstr("20 byte"), HasSubstr("20 byte")));
    limits.problems = 2;
    EXPECT_THAT(folder.read("a.jsonl", content, limits).problems, SizeIs(2));
    limits = {};
    limits.articles = 2;
    EXPECT_THAT(briefly(folder.read("a.jsonl", content, limits).problems),
                ElementsAre(AllOf(StartsWith("3 : "), HasSubstr("2 bài"))));
    limits.articles = 3;
    EXPECT_THAT(folder.read("a.jsonl", content, limits).articles, SizeIs(3));
}

TEST(ExchangeJsonl, AProblemIsOneLine) {
    EXPECT_EQ(to_line({"a\n.csv", 7, "x\r\ny", "sai\tngày"}), "a .csv, dòng 7, cột x  y: sai ngày");
    EXPECT_EQ(to_line({"a.csv", 0, "", "không có tệp này"}), "a.csv: không có tệp này");
}

TEST(ExchangeJsonl, ReadsQuestions) {
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
    const auto bad =
        folder.write("bad.jsonl", "{\"query\":\"Hỏi?\",\"expected\":[]}\n{\"query\":\"Hỏi?\"}\n[]\n");
    const auto refused = read_questions(bad, JsonExchangeCodec());
    EXPECT_THAT(refused.questions, IsEmpty());
    EXPECT_THAT(briefly(refused.problems),
                ElementsAre(StartsWith("2 expected: "), StartsWith("3 query: "), StartsWith("3 expected: ")));
    EXPECT_THAT(read_questions(folder.path("none.jsonl"), JsonExchangeCodec()).problems, SizeIs(1));
}

TEST(ExchangeJsonl, ReplacesAFileOnlyByAWholeOne) {
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
                                             << JsonExchangeCodec().encode_article(expected[i]) << "\n"
                                             << JsonExchangeCodec().encode_article(found[i]);
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

INSTANTIATE_TEST_SUITE_P(Exchange, EveryFormat, testing::Values("a.jsonl", "a.csv", "a.XLSX"));

}  // namespace

}  // namespace reformdesk::kb_index
