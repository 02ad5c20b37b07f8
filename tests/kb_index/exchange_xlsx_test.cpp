#include "tests/kb_index/exchange_support.hpp"
#include "tests/kb_index/workbook_parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const std::string header = inline_row({"id", "question", "answer"});
const std::string good_row = inline_row({"a", "Hỏi?", "Đáp."});

std::vector<Article> articles_of(const WorkbookParts& workbook) {
    const ExchangeFolder folder;
    auto read = folder.read("a.xlsx", workbook.zipped());
    EXPECT_THAT(briefly(read.problems), IsEmpty());
    return std::move(read.articles);
}

std::vector<std::string> problems_in(const std::string& content, const ImportLimits& limits = {}) {
    const ExchangeFolder folder;
    const auto read = folder.read("a.xlsx", content, limits);
    EXPECT_THAT(read.articles, IsEmpty());
    return briefly(read.problems);
}

// The answer of the only article, written as this cell.
std::string answer_of(const std::string& cell, const std::string& shared_strings = "") {
    const std::string row = R"(<row><c t="inlineStr"><is><t>a</t></is></c><c t="str"><v>Hỏi?</v></c>)";
    const auto articles = articles_of(WorkbookParts(header + row + cell + "</row>", shared_strings));
    return articles.size() == 1 ? articles[0].answer : "no article";
}

// A table with one date, written as this cell.
WorkbookParts with_date(const std::string& cell) {
    return WorkbookParts(
        inline_row({"id", "question", "answer", "valid_from"}) +
        R"(<row><c t="str"><v>a</v></c><c t="str"><v>Hỏi?</v></c><c t="str"><v>Đáp.</v></c>)" + cell +
        "</row>");
}

std::string written_workbook(const std::vector<Article>& articles) {
    const ExchangeFolder folder;
    EXPECT_EQ(write_articles(folder.path("a.xlsx"), articles, JsonExchangeCodec()), std::nullopt);
    return content_of(folder.path("a.xlsx"));
}

TEST(ExchangeXlsx, ReadsEveryKindOfTextCell) {
    const std::string strings =
        "<si><t>Chung</t></si>"
        "<si><r><t xml:space=\"preserve\">Đậm </t></r><r><rPr><b/></rPr><t>thường</t></r>"
        "<rPh sb=\"0\" eb=\"1\"><t>phiên âm</t></rPh></si>";
    EXPECT_EQ(answer_of(typed_cell("s", "0"), strings), "Chung");
    EXPECT_EQ(answer_of(typed_cell("s", "1"), strings), "Đậm thường");
    EXPECT_EQ(answer_of(R"(<c t="inlineStr"><is><r><t>Một </t></r><r><t>hai</t></r></is></c>)"), "Một hai");
    EXPECT_EQ(answer_of(R"(<c t="str"><f>A1&amp;"x"</f><v>Kết quả</v></c>)"), "Kết quả");
    EXPECT_EQ(answer_of(typed_cell("str", "&lt;b&gt; &amp;amp; <![CDATA[<i>]]>")), "<b> &amp; <i>");
}

TEST(ExchangeXlsx, ReadsNumbersAsPeopleSeeThem) {
    EXPECT_EQ(answer_of(typed_cell("n", "56")), "56");
    EXPECT_EQ(answer_of("<c><v>5.6E1</v></c>"), "56");
    EXPECT_EQ(answer_of("<c><v>0.5</v></c>"), "0.5");
    EXPECT_EQ(answer_of("<c><v>-3</v></c>"), "-3");
    EXPECT_EQ(answer_of("<c><v>0.10000000000000001</v></c>"), "0.1");
    EXPECT_EQ(answer_of("<c><v>123456789012345</v></c>"), "123456789012345");
    EXPECT_EQ(answer_of(typed_cell("b", "1")), "true");
    EXPECT_EQ(answer_of(typed_cell("b", "0")), "false");
}

TEST(ExchangeXlsx, NamesCellsThatHoldAnError) {
    const auto workbook = [](const std::string& cell) {
        return WorkbookParts(header + "<row><c t=\"str\"><v>a</v></c>" + cell + typed_cell("str", "Đáp.") +
                             "</row>" + inline_row({"b", "", "Đáp."}));
    };
    EXPECT_THAT(problems_in(workbook(typed_cell("e", "#REF!")).zipped()),
                ElementsAre("2 question: ô có lỗi công thức #REF!; hãy sửa hoặc xóa",
                            "3 question: không được để trống"));
    for (const std::string index : {"7", "-1", "x", "18446744073709551616"}) {
        EXPECT_THAT(problems_in(workbook(typed_cell("s", index)).zipped()),
                    Contains(StartsWith("2 question: ô bị hỏng")))
            << index;
    }
}

TEST(ExchangeXlsx, TakesNumbersInDateColumnsForExcelsDays) {
    for (const std::string cell :
         {"<c><v>45839</v></c>", "<c><v>45839.75</v></c>", "<c><v>4.5839E4</v></c>",
          "<c t=\"d\"><v>2025-07-01T00:00:00</v></c>", "<c t=\"str\"><v> 2025-07-01 </v></c>"}) {
        const auto articles = articles_of(with_date(cell));
        ASSERT_THAT(articles, SizeIs(1));
        EXPECT_EQ(articles[0].validity.from, parse_date("2025-07-01")) << cell;
    }
    auto old_mac = with_date("<c><v>44377</v></c>");
    auto& book = old_mac["xl/workbook.xml"];
    book.insert(book.find("<sheets>"), "<workbookPr date1904=\"1\"/>");
    EXPECT_EQ(articles_of(old_mac)[0].validity.from, parse_date("2025-07-01"));
}

TEST(ExchangeXlsx, RefusesNumbersThatAreHardlyDays) {
    for (const std::string number : {"2025", "0", "-1", "20250701", "2958466", "1e300", "NaN", "x"}) {
        EXPECT_THAT(problems_in(with_date("<c><v>" + number + "</v></c>").zipped()),
                    ElementsAre("2 valid_from: số này không phải một ngày; hãy ghi dạng 2025-07-01"))
            << number;
    }
    EXPECT_THAT(problems_in(with_date(typed_cell("str", "01/07/2025")).zipped()),
                ElementsAre(StartsWith("2 valid_from: phải là một ngày dạng 2025-07-01")));
    EXPECT_EQ(articles_of(with_date("<c><v>2958465</v></c>"))[0].validity.from, parse_date("9999-12-31"));
}

TEST(ExchangeXlsx, ResolvesExcelsEscapes) {
    EXPECT_EQ(answer_of(typed_cell("str", "a_x000A_b_x0041_c")), "a\nbAc");
    EXPECT_EQ(answer_of(typed_cell("str", "_x1ED9_ _x20AC_ _x005F_x0041_")), "ộ € _x0041_");
    EXPECT_EQ(answer_of(typed_cell("str", "_xD800_ _x41_ _x00G0_ _x0041 x0041_")),
              "_xD800_ _x41_ _x00G0_ _x0041 x0041_");
}

TEST(ExchangeXlsx, PlacesCellsByTheirReferences) {
    const auto articles = articles_of(
        WorkbookParts(R"(<row r="3"><c r="B3" t="str"><v>id</v></c><c r="D3" t="str"><v>question</v></c>)"
                      R"(<c t="str"><v>answer</v></c></row>)"
                      R"(<row r="9"><c r="E9" t="str"><v>Đáp.</v></c><c r="B9" t="str"><v>a</v></c>)"
                      R"(<c r="D9" t="str"><v>Hỏi?</v></c></row>)"));
    ASSERT_THAT(articles, SizeIs(1));
    EXPECT_EQ(articles[0].id, "a");
    EXPECT_EQ(articles[0].question, "Hỏi?");
    EXPECT_EQ(articles[0].answer, "Đáp.");
    EXPECT_THAT(
        problems_in(WorkbookParts(header + R"(<row r="40"><c r="A40" t="str"><v>a</v></c></row>)").zipped()),
        ElementsAre("40 question: không được để trống", "40 answer: không được để trống"));
    EXPECT_THAT(problems_in(WorkbookParts(header + good_row +
                                          R"(<row><c r="ZZZZZZZZZZZZZZZZ3" t="str"><v>x</v></c></row>)")
                                .zipped()),
                Contains(HasSubstr("chỉ có 3 cột")));
}

TEST(ExchangeXlsx, ReadsTheFirstSheetInTheWorkbooksOrder) {
    WorkbookParts workbook(inline_row({"ghi chú"}));
    workbook["xl/worksheets/sheet2.xml"] = WorkbookParts(header + good_row)["xl/worksheets/sheet1.xml"];
    auto& book = workbook["xl/workbook.xml"];
    book.insert(book.find("<sheet "), R"(<sheet name="Trước" sheetId="7" r:id="rId9"/>)");
    auto& relations = workbook["xl/_rels/workbook.xml.rels"];
    relations.insert(relations.find("<Relationship "),
                     R"(<Relationship Id="rId9" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/>)");
    EXPECT_THAT(articles_of(workbook), SizeIs(1));
}

TEST(ExchangeXlsx, ReadsOtherWritersNamespaces) {
    WorkbookParts workbook("");
    workbook["xl/worksheets/sheet1.xml"] =
        R"(<x:worksheet xmlns:x="m"><x:sheetData>)"
        R"(<x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="B1" t="s"><x:v>1</x:v></x:c>)"
        R"(<x:c r="C1" t="s"><x:v>2</x:v></x:c></x:row>)"
        R"(<x:row r="2"><x:c r="A2"><x:v>1</x:v></x:c><x:c r="B2" t="s"><x:v>1</x:v></x:c>)"
        R"(<x:c r="C2" t="inlineStr"><x:is><x:t>Đáp.</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>)";
    workbook["xl/sharedStrings.xml"] =
        R"(<x:sst xmlns:x="m"><x:si><x:t>id</x:t></x:si>)"
        R"(<x:si><x:t>question</x:t></x:si><x:si><x:t>answer</x:t></x:si></x:sst>)";
    const auto articles = articles_of(workbook);
    ASSERT_THAT(articles, SizeIs(1));
    EXPECT_EQ(articles[0].id, "1");
    EXPECT_EQ(articles[0].answer, "Đáp.");
}

TEST(ExchangeXlsx, KnowsAWorkbookByItsContent) {
    const ExchangeFolder folder;
    EXPECT_THAT(folder.read("a.csv", WorkbookParts(header + good_row).zipped()).articles, SizeIs(1));
    EXPECT_THAT(folder.read("noname", WorkbookParts(header + good_row).zipped()).articles, SizeIs(1));
}

TEST(ExchangeXlsx, NamesWhatIsWrongInTheTable) {
    EXPECT_THAT(problems_in(WorkbookParts("").zipped()), ElementsAre(StartsWith("0 : tệp trống")));
    EXPECT_THAT(problems_in(WorkbookParts(inline_row({"Mã", "question"}) + good_row).zipped()),
                ElementsAre(StartsWith("1 id: thiếu cột"), StartsWith("1 answer: thiếu cột")));
    EXPECT_THAT(problems_in(WorkbookParts(header + good_row + good_row +
                                          inline_row({"c", "Hỏi?", "Đáp.", "x"}) + inline_row({"d", "", ""}))
                                .zipped()),
                ElementsAre(AllOf(StartsWith("3 id: trùng mã"), HasSubstr("dòng 2")),
                            StartsWith("4 : dòng có 4 ô nhưng chỉ có 3 cột"),
                            "5 question: không được để trống", "5 answer: không được để trống"));
}

TEST(ExchangeXlsx, WritesNothingThatExcelWouldRunOrChange) {
    auto article = full_article("=1+1");
    article.answer = "@SUM(A1)\r\n_x0041_";
    article.territory = "01";
    article.phrasings = {"12/7", "0056", "+84", "1e5"};
    auto parts = WorkbookParts::unzipped(written_workbook({article}));
    const auto& sheet = parts["xl/worksheets/sheet1.xml"];
    EXPECT_THAT(sheet, testing::Not(HasSubstr("<f>")));
    EXPECT_THAT(sheet, testing::Not(HasSubstr("<c r=\"A2\"><v>")));
    EXPECT_THAT(sheet, AllOf(HasSubstr("<c r=\"A2\""), HasSubstr("t=\"s\"")));
    EXPECT_THAT(parts["xl/sharedStrings.xml"],
                AllOf(HasSubstr(">=1+1<"), HasSubstr("_x000D_"), HasSubstr("_x005F_x0041_")));
    const ExchangeFolder folder;
    EXPECT_THAT(folder.through("a.xlsx", {article}).articles, ElementsAre(article));
}

TEST(ExchangeXlsx, RefusesToCutATextThatExcelCannotHold) {
    const ExchangeFolder folder;
    auto article = full_article("a");
    article.answer = std::string(32'767, 'x');
    EXPECT_THAT(folder.through("a.xlsx", {article}).articles, ElementsAre(article));
    article.answer += "x";
    EXPECT_THAT(briefly(folder.through("b.xlsx", {article}).problems),
                ElementsAre(AllOf(HasSubstr("bài a, cột answer dài hơn 32767"), HasSubstr(".csv"))));
    // Outside the basic plane a character counts twice.
    article.answer.clear();
    for (int i = 0; i < 15'000; ++i) {
        article.answer += "😀";
    }
    EXPECT_THAT(folder.through("a.xlsx", {article}).articles, ElementsAre(article));
    article.question = "";
    article.answer = article.answer.substr(0, 4 * 10'000) + std::string(12'768, 'x');
    EXPECT_THAT(briefly(folder.through("b.xlsx", {article}).problems),
                ElementsAre(HasSubstr("dài hơn 32767")));
    EXPECT_EQ(folder.files(), 1u);
}

TEST(ExchangeXlsx, RefusesATruncatedFile) {
    const auto whole = written_workbook({full_article("a"), full_article("b")});
    for (std::size_t size = 0; size < whole.size(); size += 61) {
        EXPECT_THAT(problems_in(whole.substr(0, size)), SizeIs(1)) << size;
    }
    EXPECT_THAT(problems_in(whole.substr(0, whole.size() / 2)),
                ElementsAre("0 : tệp XLSX bị hỏng hoặc thiếu; hãy mở bằng Excel và lưu lại"));
}

TEST(ExchangeXlsx, NeverReadsADamagedByteAsSomethingElse) {
    const std::vector<Article> articles{full_article("a")};
    const auto whole = written_workbook(articles);
    const ExchangeFolder folder;
    for (std::size_t at = 4; at < whole.size(); at += 7) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x55);
        const auto read = folder.read("a.xlsx", damaged);
        EXPECT_TRUE(read.problems.empty() ? read.articles == articles : read.articles.empty()) << at;
    }
}

TEST(ExchangeXlsx, NamesTheMissingPart) {
    for (const std::string part : {"xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"}) {
        WorkbookParts workbook(header + good_row);
        workbook.erase(part);
        EXPECT_THAT(problems_in(workbook.zipped()), ElementsAre(AllOf(StartsWith("0 : "), HasSubstr(part))));
        workbook[part] = "<a><b></a>";
        EXPECT_THAT(problems_in(workbook.zipped()),
                    ElementsAre(AllOf(StartsWith("0 : "), HasSubstr(part), HasSubstr("bị hỏng"))));
    }
    WorkbookParts workbook(header + good_row);
    workbook.erase("xl/_rels/workbook.xml.rels");
    EXPECT_THAT(problems_in(workbook.zipped()), ElementsAre("0 : tệp XLSX không có trang tính nào"));
    WorkbookParts plain(header + good_row);
    plain.erase("_rels/.rels");
    EXPECT_THAT(articles_of(plain), SizeIs(1)) << "the usual place is enough";
    WorkbookParts outside(header + good_row);
    auto& relations = outside["xl/_rels/workbook.xml.rels"];
    relations.replace(relations.find("worksheets/sheet1.xml"), 21, "../../../../etc/passwd");
    EXPECT_THAT(problems_in(outside.zipped()), ElementsAre(HasSubstr("không đọc được phần")));
}

TEST(ExchangeXlsx, StopsAZipBomb) {
    ImportLimits limits;
    limits.unpacked_bytes = 1u << 20;
    const auto bomb = WorkbookParts(header + good_row + std::string(4u << 20, ' ')).zipped();
    EXPECT_LT(bomb.size(), 20'000u);
    EXPECT_THAT(problems_in(bomb, limits),
                ElementsAre("0 : nội dung sau khi giải nén lớn hơn giới hạn 1 MiB"));
    // Parts that are each within the limit.
    WorkbookParts sum(header + good_row + std::string(700'000, ' '), std::string(700'000, ' '));
    EXPECT_THAT(problems_in(sum.zipped(), limits), ElementsAre(HasSubstr("lớn hơn giới hạn 1 MiB")));
    limits.unpacked_bytes = 2u << 20;
    const ExchangeFolder folder;
    EXPECT_THAT(folder.read("a.xlsx", sum.zipped(), limits).articles, SizeIs(1));
}

TEST(ExchangeXlsx, StopsASharedStringThatStandsInTooManyCells) {
    std::string rows = header;
    for (int i = 0; i < 40; ++i) {
        rows += "<row><c><v>" + std::to_string(i) + "</v></c>" + typed_cell("s", "0") + typed_cell("s", "0") +
                "</row>";
    }
    const WorkbookParts workbook(rows, "<si><t>" + std::string(5'000, 'x') + "</t></si>");
    ImportLimits limits;
    limits.unpacked_bytes = 100'000;
    EXPECT_THAT(problems_in(workbook.zipped(), limits), ElementsAre(HasSubstr("giới hạn 100000 byte")));
    EXPECT_THAT(articles_of(workbook), SizeIs(40));
}

TEST(ExchangeXlsx, RefusesEntities) {
    WorkbookParts workbook(header + good_row);
    workbook["xl/sharedStrings.xml"] =
        "<!DOCTYPE sst [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>"
        "<sst><si><t>&b;</t></si></sst>";
    EXPECT_THAT(problems_in(workbook.zipped()), ElementsAre(HasSubstr("DOCTYPE")));
}

TEST(ExchangeXlsx, SurvivesElementsNestedWithoutEnd) {
    std::string nested;
    for (int i = 0; i < 100'000; ++i) {
        nested += "<r>";
    }
    for (int i = 0; i < 100'000; ++i) {
        nested += "</r>";
    }
    EXPECT_THAT(articles_of(WorkbookParts(header + nested + good_row, "<si>" + nested + "</si>")), SizeIs(1));
}

TEST(ExchangeXlsx, NamesTheLimitThatIsReached) {
    const auto content =
        WorkbookParts(header + good_row + inline_row({"b", "Hỏi?", "Đáp dài hơn hai mươi byte."}) +
                      inline_row({"c", "Hỏi?", "Đáp."}))
            .zipped();
    ImportLimits limits;
    limits.line_bytes = 30;
    EXPECT_THAT(problems_in(content, limits), ElementsAre("3 : dòng dài hơn giới hạn 30 byte"));
    limits = {};
    limits.articles = 2;
    EXPECT_THAT(problems_in(content, limits), ElementsAre(StartsWith("4 : quá nhiều bài")));
    limits = {};
    limits.file_bytes = 100;
    EXPECT_THAT(problems_in(content, limits), ElementsAre(StartsWith("0 : tệp lớn hơn giới hạn 100 byte")));
}

}  // namespace

}  // namespace reformdesk::kb_index
