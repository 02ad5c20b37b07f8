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

const std::string byte_order_mark = "\xEF\xBB\xBF";
const std::string header = "id;question;answer\r\n";

// The articles of a file that must be good.
std::vector<Article> articles_of(std::string_view content) {
    const ExchangeFolder folder;
    auto read = folder.read("a.csv", content);
    EXPECT_THAT(briefly(read.problems), IsEmpty()) << content;
    return std::move(read.articles);
}

std::vector<std::string> problems_in(std::string_view content, const ImportLimits& limits = {}) {
    const ExchangeFolder folder;
    const auto read = folder.read("a.csv", content, limits);
    EXPECT_THAT(read.articles, IsEmpty()) << content;
    return briefly(read.problems);
}

Article small_article(std::string answer) {
    Article article;
    article.id = "a";
    article.question = "Hỏi?";
    article.answer = std::move(answer);
    return article;
}

TEST(ExchangeCsv, IsWrittenAsExcelInVietnamReadsIt) {
    const ExchangeFolder folder;
    const std::vector<Article> articles{small_article("Một; \"hai\"\nba")};
    ASSERT_EQ(write_articles(folder.path("a.csv"), articles, JsonExchangeCodec()), std::nullopt);
    EXPECT_EQ(content_of(folder.path("a.csv")),
              byte_order_mark +
                  "id;question;phrasings;answer;topic;audience;territory;sources;"
                  "valid_from;valid_to;related;follow_ups\r\n"
                  "a;Hỏi?;;\"Một; \"\"hai\"\"\nba\";;;;;;;;\r\n");
}

TEST(ExchangeCsv, IsReadWithAnySeparatorLineEndAndMark) {
    for (const auto& mark : {std::string(), byte_order_mark}) {
        for (const std::string separator : {";", ",", "\t"}) {
            for (const std::string end : {"\r\n", "\n", "\r"}) {
                const auto row = [&](const std::string& id) {
                    return id + separator + "\"Hỏi" + separator + " gì?\"" + separator + "Đáp." + end;
                };
                const auto articles = articles_of(mark + "id" + separator + "question" + separator +
                                                  "answer" + end + row("a") + end + row("b"));
                ASSERT_THAT(articles, SizeIs(2));
                EXPECT_EQ(articles[0].question, "Hỏi" + separator + " gì?");
                EXPECT_EQ(articles[1].id, "b");
                EXPECT_EQ(articles[1].answer, "Đáp.");
            }
        }
    }
}

TEST(ExchangeCsv, TakesTheSeparatorOfTheHeaderOnly) {
    const auto articles = articles_of("id,question,answer\na,Một;hai;ba;bốn;năm?,x;y;z;t\n");
    ASSERT_THAT(articles, SizeIs(1));
    EXPECT_EQ(articles[0].question, "Một;hai;ba;bốn;năm?");
    const auto quoted = articles_of("id,\"question\",answer,\"ghi;chú;a;b\"\na,Hỏi?,Đáp.,x\n");
    ASSERT_THAT(quoted, SizeIs(1));
    EXPECT_THAT(quoted[0].extra, ElementsAre(ExtraField{"ghi;chú;a;b", "\"x\""}));
}

TEST(ExchangeCsv, ReadsQuotedCells) {
    const auto articles = articles_of(header +
                                      "\"a\";\"Hỏi \"\"gì\"\"; ở đâu?\";\"Dòng 1\r\nDòng 2\nDòng 3\"\n"
                                      "b;Hỏi \"gì\"?;\"\"\"Đáp\"\"\"");
    ASSERT_THAT(articles, SizeIs(2));
    EXPECT_EQ(articles[0].question, "Hỏi \"gì\"; ở đâu?");
    EXPECT_EQ(articles[0].answer, "Dòng 1\r\nDòng 2\nDòng 3");
    EXPECT_EQ(articles[1].question, "Hỏi \"gì\"?") << "a quote inside a cell is only a character";
    EXPECT_EQ(articles[1].answer, "\"Đáp\"");
}

TEST(ExchangeCsv, NamesTheLineOfABadQuoteAndReadsOn) {
    EXPECT_THAT(problems_in(header + "a;\"Hỏi\" gì?;Đáp.\nb;;Đáp.\nc;\"Hỏi?;Đáp.\n"),
                ElementsAre(StartsWith("2 : sau dấu nháy kép đóng còn chữ"), StartsWith("3 question: "),
                            StartsWith("4 : ô mở bằng dấu nháy kép")));
}

TEST(ExchangeCsv, CountsLinesInsideCells) {
    EXPECT_THAT(problems_in("\r\n\r\n" + header + "a;Hỏi?;\"1\r\n2\n3\r4\"\r\n\r\n;Hỏi?;Đáp.\r\n"),
                ElementsAre("9 id: không được để trống"));
}

TEST(ExchangeCsv, ReadsColumnsInAnyOrderAndKeepsUnknownOnes) {
    const auto articles =
        articles_of("answer; question ;ghi_chu;id;weight\nĐáp.;Hỏi?;Phòng Tư pháp;a;0.50\nĐáp.;Hỏi?;;b;\n");
    ASSERT_THAT(articles, SizeIs(2));
    EXPECT_EQ(articles[0].question, "Hỏi?");
    EXPECT_THAT(articles[0].extra,
                ElementsAre(ExtraField{"ghi_chu", "\"Phòng Tư pháp\""}, ExtraField{"weight", "0.50"}));
    EXPECT_THAT(articles[1].extra, IsEmpty());
}

TEST(ExchangeCsv, ReadsListsSourcesAndDates) {
    const auto articles = articles_of(
        "id;question;answer;phrasings;sources;valid_from;valid_to\n"
        "a;Hỏi?;Đáp.; một | hai\\|ba ||C:\\thư mục;"
        "\"118/2025/NĐ-CP; Điều 5\\; khoản 2; https://a.vn | 76/NQ-CP | 61/2018/NĐ-CP; https://b.vn\"; "
        "2025-07-01 ;\n");
    ASSERT_THAT(articles, SizeIs(1));
    EXPECT_THAT(articles[0].phrasings, ElementsAre("một", "hai|ba", "C:\\thư mục"));
    EXPECT_THAT(articles[0].sources,
                ElementsAre(LegalBasis{"118/2025/NĐ-CP", "Điều 5; khoản 2", "https://a.vn"},
                            LegalBasis{"76/NQ-CP", "", ""}, LegalBasis{"61/2018/NĐ-CP", "", "https://b.vn"}));
    EXPECT_EQ(articles[0].validity, (Validity{parse_date("2025-07-01"), std::nullopt}));
}

TEST(ExchangeCsv, NeverLeavesACellThatASpreadsheetWouldRun) {
    const ExchangeFolder folder;
    for (const std::string start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
        const std::vector<Article> articles{small_article(start + "cmd|' /C calc'!A0")};
        ASSERT_EQ(write_articles(folder.path("a.csv"), articles, JsonExchangeCodec()), std::nullopt);
        const auto content = content_of(folder.path("a.csv"));
        const bool plain = content.find(";'" + start) != std::string::npos;
        EXPECT_TRUE(plain || content.find(";\"'" + start) != std::string::npos) << content;
        EXPECT_EQ(folder.through("b.csv", articles).articles, articles) << start;
    }
    auto article = small_article("Đáp.");
    article.id = "=1+1";
    article.phrasings = {"@SUM(A1)"};
    article.extra = {{"=HYPERLINK(\"x\")", "\"+1\""}};
    const std::vector<Article> articles{article};
    ASSERT_EQ(write_articles(folder.path("a.csv"), articles, JsonExchangeCodec()), std::nullopt);
    EXPECT_THAT(content_of(folder.path("a.csv")), AllOf(HasSubstr("\n'=1+1;"), HasSubstr(";'@SUM(A1);"),
                                                        HasSubstr("'=HYPERLINK("), HasSubstr(";'+1\r\n")));
    EXPECT_EQ(folder.through("b.csv", articles).articles, articles);
}

TEST(ExchangeCsv, BringsBackApostrophes) {
    const ExchangeFolder folder;
    for (const std::string answer : {"'", "''", "'=1", "''=1", "'x", "it's", "'\"=1\""}) {
        const std::vector<Article> articles{small_article(answer)};
        EXPECT_EQ(folder.through("a.csv", articles).articles, articles) << answer;
    }
    EXPECT_EQ(articles_of(header + "a;Hỏi?;'tạm trú' là gì\n")[0].answer, "'tạm trú' là gì")
        << "typed by hand, not written by us";
}

TEST(ExchangeCsv, NamesWhatIsWrongWithTheHeader) {
    EXPECT_THAT(problems_in(""), ElementsAre(StartsWith("0 : tệp trống")));
    EXPECT_THAT(problems_in(byte_order_mark + "\r\n \r\n;;\r\n"), ElementsAre(StartsWith("0 : tệp trống")));
    EXPECT_THAT(problems_in("\nMã;Câu hỏi;answer\na;Hỏi?;Đáp.\n"),
                ElementsAre(StartsWith("2 id: thiếu cột bắt buộc"), StartsWith("2 question: thiếu cột")));
    EXPECT_THAT(problems_in("id;question;answer;topic;topic\na;Hỏi?;Đáp.;x;y\n"),
                ElementsAre(StartsWith("1 topic: có hai cột cùng tên")));
    EXPECT_THAT(problems_in("id;question;\"answer\na;Hỏi?;Đáp.\n"),
                ElementsAre(StartsWith("1 : ô mở bằng dấu nháy kép")));
}

TEST(ExchangeCsv, NamesCellsWithoutAColumn) {
    EXPECT_THAT(problems_in(header + "a;Hỏi?;Đáp; thêm\nb;Hỏi?;Đáp.;;\nc;Hỏi?;Đáp.;x\n"),
                ElementsAre(StartsWith("2 : dòng có 4 ô nhưng chỉ có 3 cột"),
                            StartsWith("4 : dòng có 4 ô nhưng chỉ có 3 cột")));
    EXPECT_THAT(problems_in("id;question;answer;\na;Hỏi?;Đáp.;x\n"),
                ElementsAre(StartsWith("2 số 4: cột này không có tên")));
    EXPECT_THAT(articles_of("id;question;answer;\na;Hỏi?;Đáp.;\nb;Hỏi?;Đáp.\n"), SizeIs(2));
    EXPECT_THAT(problems_in(header + "a;Hỏi?\n"), ElementsAre("2 answer: không được để trống"));
}

TEST(ExchangeCsv, NamesEveryBadLineAndKeepsNothing) {
    EXPECT_THAT(problems_in("id;question;answer;valid_from;valid_to;sources\n"
                            "a;Hỏi?;Đáp.;01/07/2025;;\n"
                            "b;;;;;\n"
                            "c;Hỏi?;Đáp.;2025-07-01;2025-06-30;\n"
                            "d;Hỏi?;Đáp.;;;\"76/NQ-CP; Điều 1; khoản 2; https://a.vn\"\n"
                            "e;Hỏi?;Đáp.;;;\n"),
                ElementsAre(StartsWith("2 valid_from: phải là một ngày dạng 2025-07-01"),
                            "3 question: không được để trống", "3 answer: không được để trống",
                            "4 valid_to: sớm hơn valid_from", StartsWith("5 sources: ")));
}

TEST(ExchangeCsv, NamesBothPlacesOfADuplicateId) {
    EXPECT_THAT(problems_in(header + "a;Hỏi?;Đáp.\nb;Hỏi?;Đáp.\n\na;Khác?;Khác.\n"),
                ElementsAre(AllOf(StartsWith("5 id: trùng mã với "), HasSubstr("a.csv, dòng 2"))));
}

TEST(ExchangeCsv, RefusesAByteOrderMarkThatIsNotAtTheStart) {
    EXPECT_THAT(problems_in(header + "a;Hỏi?;Đáp.\n" + byte_order_mark + "b;Hỏi?;Đáp.\n"),
                ElementsAre(AllOf(StartsWith("3 id: "), HasSubstr("BOM"), HasSubstr("ghép nhiều tệp"))));
    EXPECT_THAT(problems_in(byte_order_mark + byte_order_mark + header + "a;Hỏi?;Đáp.\n"),
                ElementsAre(AllOf(StartsWith("1 : "), HasSubstr("BOM"))));
}

TEST(ExchangeCsv, TellsToSaveOtherEncodingsAsUtf8) {
    // "Hỏi thủ tục?" as Windows-1258 and TCVN3 write it.
    EXPECT_THAT(problems_in(header + "a;H\xF4\xD2i th\xFA\xD2 t\xF9\xF2\x63?;Đáp.\nb;H\xE1i?;Đáp.\n"),
                ElementsAre(AllOf(StartsWith("2 question: "), HasSubstr("Windows-1258"), HasSubstr("UTF-8")),
                            AllOf(StartsWith("3 question: "), HasSubstr("TCVN3"))));
    EXPECT_THAT(problems_in("id;question;answer;ghi ch\xFA\na;Hỏi?;Đáp.;x\n"),
                ElementsAre(AllOf(StartsWith("1 : "), HasSubstr("UTF-8"))));
    const std::string little("\xFF\xFEi\0d\0", 6);
    const std::string big("\xFE\xFF\0i\0d", 6);
    EXPECT_THAT(problems_in(little), ElementsAre(AllOf(HasSubstr("UTF-16"), HasSubstr("CSV UTF-8"))));
    EXPECT_THAT(problems_in(big), ElementsAre(HasSubstr("UTF-16")));
}

TEST(ExchangeCsv, RefusesControlCharacters) {
    EXPECT_THAT(problems_in(header + std::string("a;H\0i?;Đáp.\n", 14) + "b;Hỏi?;\x1B[31m\n"),
                ElementsAre(StartsWith("2 question: có ký tự điều khiển"),
                            StartsWith("3 answer: có ký tự điều khiển")));
}

TEST(ExchangeCsv, NamesTheLimitThatIsReached) {
    const auto content = header + "a;Hỏi?;Đáp.\nb;Hỏi?;Đáp dài hơn hai mươi byte.\nc;Hỏi?;Đáp.\n";
    ImportLimits limits;
    limits.line_bytes = 30;
    EXPECT_THAT(problems_in(content, limits), ElementsAre("3 : dòng dài hơn giới hạn 30 byte"));
    limits = {};
    limits.articles = 2;
    EXPECT_THAT(problems_in(content, limits), ElementsAre(StartsWith("4 : quá nhiều bài")));
    limits = {};
    limits.file_bytes = 50;
    EXPECT_THAT(problems_in(content, limits), ElementsAre(StartsWith("0 : tệp lớn hơn giới hạn 50 byte")));
    limits = {};
    limits.problems = 3;
    EXPECT_THAT(problems_in(header + ";;x\n;;x\n;;x\n", limits), SizeIs(3));
}

TEST(ExchangeCsv, RefusesMoreColumnsThanAnybodyNeeds) {
    const std::string thousands(5'000, ';');
    EXPECT_THAT(problems_in("id;question;answer" + thousands + "\na;Hỏi?;Đáp.\n"),
                ElementsAre("1 : quá nhiều cột: nhiều nhất 1000 cột"));
    EXPECT_THAT(articles_of(header + "a;Hỏi?;Đáp." + thousands + "\n"), SizeIs(1));
    EXPECT_THAT(problems_in(header + "a;Hỏi?;Đáp." + thousands + "x\n"),
                ElementsAre(HasSubstr("chỉ có 3 cột")));

    const ExchangeFolder folder;
    auto article = small_article("Đáp.");
    for (int i = 0; i < 1'000; ++i) {
        article.extra.push_back({"f" + std::to_string(i), "1"});
    }
    const std::vector<Article> articles{article};
    const auto problem = write_articles(folder.path("a.csv"), articles, JsonExchangeCodec());
    ASSERT_TRUE(problem);
    EXPECT_THAT(*problem, HasSubstr("quá nhiều cột"));
    EXPECT_EQ(folder.files(), 0u);
}

TEST(ExchangeCsv, KeepsJsonOfUnknownFieldsApartFromText) {
    const ExchangeFolder folder;
    auto article = small_article("Đáp.");
    article.extra = {{"a", "\"12\""},        {"b", "12"},   {"c", "\"true\""},
                     {"d", "true"},          {"e", "null"}, {"f", "\"null\""},
                     {"g", "{\"x\":[1,2]}"}, {"h", "\"\""}, {"i", "\" x \""}};
    const std::vector<Article> articles{article};
    EXPECT_EQ(folder.through("a.csv", articles).articles, articles);
}

}  // namespace

}  // namespace reformdesk::kb_index
