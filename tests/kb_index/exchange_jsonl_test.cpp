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

}  // namespace

}  // namespace reformdesk::kb_index
