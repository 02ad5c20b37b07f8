#include "nlp/past.hpp"

#include "nlp/lexicon.hpp"
#include "nlp/question.hpp"
#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <algorithm>
#include <iomanip>
#include <random>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

// "rule of 2025-06-30", "names 1 years ago", "rule of the past", or "nothing".
std::string described(const std::optional<PastTime>& past) {
    if (!past) return "nothing";
    std::ostringstream text;
    text << (past->certain ? "rule of " : "names ");
    if (past->day)
        text << static_cast<int>(past->day->year()) << std::setfill('0') << '-' << std::setw(2)
             << static_cast<unsigned>(past->day->month()) << '-' << std::setw(2)
             << static_cast<unsigned>(past->day->day());
    else if (past->years_ago > 0)
        text << past->years_ago << " years ago";
    else
        text << "the past";
    return text.str();
}

struct Asked {
    std::string text;
    std::string past;
};

void PrintTo(const Asked& asked, std::ostream* out) {
    *out << asked.text;
}

// Each question is asked with diacritics and without.
class PastTimes : public testing::TestWithParam<Asked> {};

TEST_P(PastTimes, AreReadWithDiacritics) {
    EXPECT_EQ(described(read(GetParam().text).past), GetParam().past);
}

TEST_P(PastTimes, AreReadWithoutDiacritics) {
    EXPECT_EQ(described(read(unaccent(normalise(GetParam().text))).past), GetParam().past);
}

const std::string end_of_june = "rule of 2025-06-30";

INSTANTIATE_TEST_SUITE_P(
    BeforeADay, PastTimes,
    testing::Values(
        Asked{"Theo quy định trước ngày 1/7/2025 thì nộp ở đâu", end_of_june},
        Asked{"trước 1/7/2025", end_of_june}, Asked{"trước 01.07.2025", end_of_june},
        Asked{"trước 1.7.2025 nộp ở đâu", end_of_june}, Asked{"trước 01-07-2025", end_of_june},
        Asked{"trước 1 / 7 / 2025", end_of_june}, Asked{"trước 1/7/25", end_of_june},
        Asked{"trước 2025-07-01", end_of_june}, Asked{"trước ngày 1 tháng 7 năm 2025", end_of_june},
        Asked{"trước ngày 01 tháng 07, 2025", end_of_june}, Asked{"trước 1 tháng 7 năm 2025", end_of_june},
        Asked{"trước ngày 1/7 năm 2025", end_of_june}, Asked{"trước mùng 1/7/2025", end_of_june},
        Asked{"trc 1/7/2025 nộp ở đâu", end_of_june}, Asked{"trươc 1/7/2025", end_of_june},
        Asked{"truớc 1/7/2025", end_of_june}, Asked{"trước: 1/7/2025", end_of_june},
        Asked{"trước thời điểm 1/7/2025", end_of_june}, Asked{"TRƯỚC 1/7/2025?", end_of_june},
        Asked{"hồ sơ nộp trước 1/7/2025 xử lý thế nào", end_of_june},
        Asked{"trước 1/1/2024", "rule of 2023-12-31"}, Asked{"trước 1/3/2024", "rule of 2024-02-29"}));

INSTANTIATE_TEST_SUITE_P(
    BeforeAMonthOrAYear, PastTimes,
    testing::Values(Asked{"trước tháng 7/2025", end_of_june}, Asked{"trước tháng 7 năm 2025", end_of_june},
                    Asked{"trước tháng 7.2025 thì sao", end_of_june},
                    Asked{"trước tháng 7, 2025", end_of_june}, Asked{"trước tháng 7 2025", end_of_june},
                    Asked{"trước t7/2025", end_of_june}, Asked{"trước 7/2025", end_of_june},
                    Asked{"trước 7-2025", end_of_june}, Asked{"trước tháng 7/25", end_of_june},
                    Asked{"trước quý 3/2025", end_of_june}, Asked{"trước năm 2025", "rule of 2024-12-31"},
                    Asked{"trước 2025", "rule of 2024-12-31"},
                    Asked{"trước năm 25 thì sao", "rule of 2024-12-31"},
                    Asked{"nhà xây trước năm 75", "rule of 1974-12-31"}));

INSTANTIATE_TEST_SUITE_P(UpToADay, PastTimes,
                         testing::Values(Asked{"đến hết 30/6/2025", "names 2025-06-30"},
                                         Asked{"đến hết ngày 30/6/2025", "names 2025-06-30"},
                                         Asked{"đến hết tháng 6 năm 2025", "names 2025-06-30"},
                                         Asked{"đến hết năm 2024", "names 2024-12-31"},
                                         Asked{"tính đến 30/6/2025 tỉnh có bao nhiêu xã", "names 2025-06-30"},
                                         Asked{"từ 30/6/2025 trở về trước", end_of_june},
                                         Asked{"từ năm 2024 về trước thì sao", "rule of 2024-12-31"}));

INSTANTIATE_TEST_SUITE_P(RulesOfATime, PastTimes,
                         testing::Values(Asked{"thời điểm 01/01/2024 ai ký", "rule of 2024-01-01"},
                                         Asked{"tại thời điểm tháng 3/2024", "rule of 2024-03-31"},
                                         Asked{"theo quy định năm 2024", "rule of 2024-12-31"},
                                         Asked{"quy định của năm 2024 về trễ hẹn", "rule of 2024-12-31"}));

INSTANTIATE_TEST_SUITE_P(
    TimesOnlyNamed, PastTimes,
    testing::Values(Asked{"chỉ số cải cách hành chính năm 2024", "names 2024-12-31"},
                    Asked{"năm 2024 tỉnh xếp thứ mấy", "names 2024-12-31"},
                    Asked{"par index 2024", "names 2024-12-31"}, Asked{"chỉ số 2024", "names 2024-12-31"},
                    Asked{"lương cơ sở 2025", "names 2025-12-31"},
                    Asked{"vào năm 2024 có mấy thủ tục", "names 2024-12-31"},
                    Asked{"tháng 3/2024 có bao nhiêu hồ sơ", "names 2024-03-31"},
                    Asked{"tháng 2 năm 2024", "names 2024-02-29"}, Asked{"t3/2024", "names 2024-03-31"},
                    Asked{"quý IV/2024", "names 2024-12-31"}, Asked{"quý 1 năm 2024", "names 2024-03-31"},
                    Asked{"tôi nộp hồ sơ ngày 5/3/2024", "names 2024-03-05"},
                    Asked{"hồ sơ nộp 05/03/24 chưa có kết quả", "names 2024-03-05"},
                    // Whether it is past is for those to say who know the day.
                    Asked{"mục tiêu đến năm 2030", "names 2030-12-31"},
                    Asked{"chỉ tiêu năm 2030", "names 2030-12-31"}));

INSTANTIATE_TEST_SUITE_P(
    TimesThatOtherWordsComeBackTo, PastTimes,
    testing::Values(Asked{"đầu năm 2026 em nộp hồ sơ, lúc đó theo nghị định nào", "rule of 2026-04-30"},
                    Asked{"giữa năm 2024 nộp, khi ấy phí bao nhiêu", "rule of 2024-08-31"},
                    Asked{"vào ngành từ 2015, thời đó luật nào", "rule of 2015-12-31"},
                    Asked{"năm ngoái nộp, lúc bấy giờ nộp ở đâu", "rule of 1 years ago"},
                    Asked{"đầu năm 2025 ai ký", "names 2025-04-30"}, Asked{"khi đó phải nộp gì", "nothing"}));

INSTANTIATE_TEST_SUITE_P(Spans, PastTimes,
                         testing::Values(Asked{"báo cáo tổng kết 2021-2024 ghi gì", "names 2024-12-31"},
                                         Asked{"năm học 2024-2025 xếp loại theo nghị định nào",
                                               "names 2025-05-31"},
                                         Asked{"năm 2021 đến năm 2025", "names 2025-12-31"},
                                         Asked{"niên khóa 2023 - 2024", "names 2024-05-31"},
                                         // Whether it is past is for those to say who know the day.
                                         Asked{"chương trình 2021 - 2030", "names 2030-12-31"},
                                         Asked{"nghị quyết 76 2021-2030", "nothing"}));

INSTANTIATE_TEST_SUITE_P(BeforeADocumentCame, PastTimes,
                         testing::Values(Asked{"khi nđ 171 chưa ra thì theo nghị định nào",
                                               "rule of the past"},
                                         Asked{"lúc nghị định 118/2025 chưa có hiệu lực", "rule of the past"},
                                         Asked{"nghị định 171 chưa có hiệu lực à", "nothing"}));

INSTANTIATE_TEST_SUITE_P(YearsAgo, PastTimes,
                         testing::Values(Asked{"năm ngoái tỉnh xếp thứ mấy", "names 1 years ago"},
                                         Asked{"kết quả năm trước", "names 1 years ago"},
                                         Asked{"năm kia xếp hạng bao nhiêu", "names 2 years ago"},
                                         Asked{"kết quả năm trước nữa", "names 2 years ago"},
                                         Asked{"quy định năm ngoái", "rule of 1 years ago"},
                                         Asked{"tháng 3 năm ngoái nộp hồ sơ", "names 1 years ago"},
                                         Asked{"trước năm ngoái", "rule of 2 years ago"}));

INSTANTIATE_TEST_SUITE_P(
    ThePastAsSuch, PastTimes,
    testing::Values(
        Asked{"trước đây nộp ở đâu", "rule of the past"}, Asked{"trc đây nộp ở đâu", "rule of the past"},
        Asked{"quy định trước kia", "rule of the past"}, Asked{"lúc trước ai ký", "rule of the past"},
        Asked{"khi trước thì sao", "rule of the past"}, Asked{"hồi xưa làm thế nào", "rule of the past"},
        Asked{"ngày xưa làm thế nào", "rule of the past"}, Asked{"theo quy định cũ", "rule of the past"},
        Asked{"quy định cũ thì trễ hẹn xử lý thế nào", "rule of the past"},
        Asked{"luật cũ nói gì", "rule of the past"}, Asked{"nghị định cũ", "rule of the past"},
        Asked{"nđ cũ là số mấy", "rule of the past"}, Asked{"thông tư cũ", "rule of the past"},
        Asked{"theo cũ thì mấy ngày", "rule of the past"}, Asked{"cái cũ", "rule of the past"},
        Asked{"khi còn cấp huyện thì nộp ở đâu", "rule of the past"},
        Asked{"trước khi sáp nhập nộp ở đâu", "rule of the past"},
        Asked{"trước sáp nhập tỉnh có mấy huyện", "rule of the past"},
        Asked{"trước khi sát nhập nộp ở đâu", "rule of the past"},
        Asked{"trước khi hợp nhất", "rule of the past"}, Asked{"trước khi bỏ cấp huyện", "rule of the past"},
        Asked{"trước khi có nghị định 118 thì sao", "rule of the past"},
        Asked{"trước khi có luật mới", "rule of the past"},
        Asked{"trước nghị định 118/2025 thì sao", "rule of the past"},
        Asked{"trước khi nghị định 118 ra đời", "rule of the past"}));

INSTANTIATE_TEST_SUITE_P(
    NotThePast, PastTimes,
    testing::Values(
        // The years of documents.
        Asked{"nghị định 118 năm 2025", "nothing"}, Asked{"quyết định 15 ngày 05/3/2024", "nothing"},
        Asked{"nghị định 118/2025/NĐ-CP ngày 09/6/2025 của Chính phủ", "nothing"},
        Asked{"Quyết định 766/QĐ-TTg của Thủ tướng Chính phủ ngày 23/6/2022", "nothing"},
        Asked{"luật cán bộ, công chức năm 2025", "nothing"},
        Asked{"luật đất đai 2024 quy định gì", "nothing"}, Asked{"chỉ thị 23 ttg ngày 2/9/2021", "nothing"},
        Asked{"118/2025 còn hiệu lực không", "nothing"}, Asked{"3/2024 còn hiệu lực không", "nothing"},
        // Spans and starts.
        Asked{"giai đoạn 2021-2030", "nothing"}, Asked{"từ 2021 đến 2025", "nothing"},
        Asked{"từ năm 2021 đến hết năm 2025", "nothing"}, Asked{"từ tháng 1 đến hết tháng 6/2025", "nothing"},
        Asked{"nhiệm kỳ 2021-2026", "nothing"}, Asked{"từ 01/7/2025 đến 31/12/2025", "nothing"},
        Asked{"1/7-31/12/2025", "nothing"}, Asked{"tháng 1-6/2025", "nothing"},
        Asked{"từ 1/7/2025", "nothing"}, Asked{"từ ngày 1 tháng 7 năm 2025", "nothing"},
        Asked{"kể từ ngày 1/7/2025", "nothing"}, Asked{"từ năm 2025", "nothing"},
        Asked{"sau 1/7/2025", "nothing"}, Asked{"sau năm 2025", "nothing"},
        Asked{"bắt đầu từ 7/2025", "nothing"}, Asked{"có hiệu lực ngày 1/7/2025", "nothing"},
        Asked{"kể từ thời điểm 1/7/2025", "nothing"}, Asked{"từ năm ngoái", "nothing"},
        Asked{"tăng bao nhiêu so với năm trước", "nothing"}));

INSTANTIATE_TEST_SUITE_P(
    NeitherDeadlines, PastTimes,
    testing::Values(Asked{"nộp trước hạn", "nothing"}, Asked{"trước khi nộp hồ sơ cần gì", "nothing"},
                    Asked{"trước khi đi phải chuẩn bị gì", "nothing"}, Asked{"trước mấy ngày", "nothing"},
                    Asked{"phải báo trước 30 ngày", "nothing"}, Asked{"nộp trước 17 giờ", "nothing"},
                    Asked{"trước 17h00", "nothing"}, Asked{"trước mặt", "nothing"},
                    Asked{"trước tiên làm gì", "nothing"}, Asked{"phải đăng ký trước không", "nothing"},
                    Asked{"nghỉ hưu trước tuổi", "nothing"}, Asked{"trước ngày 20 hằng tháng", "nothing"},
                    Asked{"phải nộp trước ngày nào", "nothing"}, Asked{"trước 1/7 phải làm gì", "nothing"},
                    Asked{"phải hoàn thành trước 30/6/2025", "nothing"},
                    Asked{"hạn chót 30/6/2025", "nothing"}, Asked{"hạn nộp đến hết 30/6/2025", "nothing"},
                    Asked{"15 ngày trước khi hết hạn", "nothing"},
                    Asked{"3 năm trước khi nghỉ hưu", "nothing"}, Asked{"2 năm trước", "nothing"},
                    Asked{"các năm trước", "nothing"}, Asked{"năm trước liền kề", "nothing"},
                    Asked{"trước khi có quyết định bổ nhiệm", "nothing"}));

INSTANTIATE_TEST_SUITE_P(
    NorBirthsThingsAndNumbers, PastTimes,
    testing::Values(Asked{"tôi sinh năm 1990", "nothing"}, Asked{"sinh ngày 5/3/1990", "nothing"},
                    Asked{"sinh 1990", "nothing"}, Asked{"sinh vào cuối năm 1990", "nothing"},
                    Asked{"người sinh trước năm 1990", "nothing"}, Asked{"ngày sinh 5/3/1990", "nothing"},
                    Asked{"khai sinh năm 2024", "names 2024-12-31"}, Asked{"sang tên xe cũ", "nothing"},
                    Asked{"sổ hộ khẩu cũ", "nothing"}, Asked{"căn cước cũ còn dùng được không", "nothing"},
                    Asked{"nhà cũ", "nothing"}, Asked{"chứng minh nhân dân cũ", "nothing"},
                    Asked{"tỉnh Ninh Thuận cũ", "nothing"}, Asked{"tên cũ", "nothing"},
                    Asked{"địa chỉ cũ", "nothing"}, Asked{"năm nay", "nothing"}, Asked{"sang năm", "nothing"},
                    Asked{"hotline 1900 8888", "nothing"}, Asked{"phí 2000 đồng", "nothing"},
                    Asked{"hồ sơ #2024", "nothing"}, Asked{"mã hồ sơ 2024", "nothing"},
                    Asked{"0258.2024.123", "nothing"}, Asked{"hồ sơ H32.2024.1234", "nothing"},
                    Asked{"nộp hồ sơ ở đâu", "nothing"}, Asked{"", "nothing"}));

INSTANTIATE_TEST_SUITE_P(
    NorImpossibleDates, PastTimes,
    testing::Values(Asked{"trước 31/2/2025", "nothing"}, Asked{"ngày 31 tháng 2 năm 2025", "nothing"},
                    Asked{"trước ngày 29/2/2025", "nothing"}, Asked{"trước tháng 0/2025", "nothing"},
                    Asked{"hồi tháng 13 năm 2025", "nothing"}, Asked{"trước 0/0/0000", "nothing"},
                    Asked{"trước 1/7/9999", "nothing"}, Asked{"trước 7/25/2025", "nothing"},
                    Asked{"trước 99999999999999999999", "nothing"}, Asked{"quý 5/2024", "nothing"}));

INSTANTIATE_TEST_SUITE_P(OfSeveral, PastTimes,
                         testing::Values(Asked{"hồ sơ nộp ngày 5/3/2024 theo quy định trước 1/7/2025",
                                               end_of_june},
                                         Asked{"chỉ số năm 2024 và năm 2023", "names 2024-12-31"},
                                         Asked{"quy định cũ, trước 1/7/2025", end_of_june},
                                         Asked{"năm 2024 theo quy định cũ", "rule of the past"},
                                         Asked{"từ 1/7/2025 khác gì quy định trước đây", "rule of the past"},
                                         Asked{"trước và sau 1/7/2025 khác gì nhau", "names 2025-06-30"}));

INSTANTIATE_TEST_SUITE_P(
    WhereTheQuestionIsAboutNow, PastTimes,
    testing::Values(Asked{"trước đây nộp ở huyện, bây giờ nộp ở đâu", "nothing"},
                    Asked{"trước 1/7/2025 nộp ở huyện, hiện nay thì sao", "names 2025-06-30"},
                    Asked{"hồ sơ nộp trước 1/7/2025 có phải làm lại không", "names 2025-06-30"},
                    Asked{"căn cước cấp trước 1/7/2025 hết giá trị chưa", "names 2025-06-30"},
                    Asked{"giấy cấp trước 1/7/2025 còn giá trị không", "names 2025-06-30"},
                    Asked{"năm nay xếp loại theo cái cũ được không", "nothing"},
                    Asked{"thẩm quyền của huyện trước đây chuyển cho ai", "nothing"},
                    Asked{"công chức xã trước đây theo luật mới cần gì", "nothing"},
                    // Without a word of now, the rule of then is asked for.
                    Asked{"bây giờ tôi muốn biết quy định trước đây", "rule of the past"},
                    Asked{"trước đây làm việc mấy giờ", "rule of the past"}));

// Marks decide: "hồi" may be "hỏi", "thì" may be "thi", "cũ" may be "cư", "cụ" or "cử".
struct AskedTwice {
    std::string text;
    std::string past;
    std::string without_diacritics;
};

void PrintTo(const AskedTwice& asked, std::ostream* out) {
    *out << asked.text;
}

class AmbiguousWords : public testing::TestWithParam<AskedTwice> {};

TEST_P(AmbiguousWords, CountOnlyWithDiacritics) {
    EXPECT_EQ(described(read(GetParam().text).past), GetParam().past);
    EXPECT_EQ(described(read(unaccent(normalise(GetParam().text))).past), GetParam().without_diacritics);
}

INSTANTIATE_TEST_SUITE_P(
    Times, AmbiguousWords,
    testing::Values(
        AskedTwice{"hồi năm 2024", "rule of 2024-12-31", "names 2024-12-31"},
        AskedTwice{"quy định hồi 2024", "rule of 2024-12-31", "names 2024-12-31"},
        AskedTwice{"hồi tháng 3 năm 2024 thì nộp ở đâu", "rule of 2024-03-31", "names 2024-03-31"},
        AskedTwice{"hồi 3/2024 nộp ở đâu", "rule of 2024-03-31", "nothing"},
        AskedTwice{"hồi năm ngoái", "rule of 1 years ago", "names 1 years ago"},
        AskedTwice{"năm 2024 thì trễ hẹn xử lý thế nào", "rule of 2024-12-31", "names 2024-12-31"},
        AskedTwice{"Cho em hỏi năm 2024 thì trễ hẹn xử lý thế nào ạ", "rule of 2024-12-31",
                   "names 2024-12-31"},
        AskedTwice{"thế còn năm 2024 thì sao", "rule of 2024-12-31", "names 2024-12-31"},
        AskedTwice{"vào tháng 3/2024, thì nộp ở đâu", "rule of 2024-03-31", "names 2024-03-31"},
        AskedTwice{"trễ hẹn năm 2024 thì xử lý thế nào", "names 2024-12-31", "names 2024-12-31"},
        AskedTwice{"nộp hồi tháng 5/2025 giờ có phải làm lại không", "names 2025-05-31", "names 2025-05-31"},
        AskedTwice{"cho em hỏi năm 2024 thi công chức khi nào", "names 2024-12-31", "names 2024-12-31"}));

INSTANTIATE_TEST_SUITE_P(
    Phrases, AmbiguousWords,
    testing::Values(AskedTwice{"hồi trước nộp ở đâu", "rule of the past", "nothing"},
                    AskedTwice{"hồi trc nộp ở đâu", "rule of the past", "nothing"},
                    AskedTwice{"ngày trước nộp ở đâu", "rule of the past", "nothing"},
                    AskedTwice{"hồi đó ai ký", "rule of the past", "nothing"},
                    AskedTwice{"hồi còn cấp huyện thì nộp ở đâu", "rule of the past", "nothing"},
                    AskedTwice{"hồi còn nghị định 61 thì mấy lần", "rule of the past", "nothing"},
                    AskedTwice{"theo nghị định 61 cũ phải mấy năm", "rule of the past", "nothing"},
                    AskedTwice{"luật cũ quy định cụ thể ra sao", "rule of the past", "rule of the past"},
                    AskedTwice{"quy định cũ của tỉnh", "rule of the past", "nothing"},
                    AskedTwice{"quy định cụ thể thế nào", "nothing", "nothing"},
                    AskedTwice{"luật cư trú", "nothing", "nothing"},
                    AskedTwice{"quy định cử cán bộ đi học", "nothing", "nothing"},
                    AskedTwice{"cho em hỏi trước khi nộp cần gì", "nothing", "nothing"},
                    AskedTwice{"phản hồi trước 5 ngày", "nothing", "nothing"},
                    AskedTwice{"5 ngày trước", "nothing", "nothing"},
                    AskedTwice{"Việt Nam trước hội nhập", "nothing", "nothing"},
                    AskedTwice{"việc huyện ký trước đây giờ xã ký hay tỉnh ký", "nothing",
                               "rule of the past"}));

TEST(PastPhrases, EachHaveOneOfTheSigns) {
    const auto rows = rows_of(tables::past);
    const std::set<std::string_view> named = {"past", "past_marked", "old_rule", "last_year",
                                              "year_before_last"};
    std::set<std::string_view> signs = {"{before}"};
    std::set<std::string_view> met;
    for (const Row& row : rows)
        if (row.at(0) == "sign")
            for (const auto word : split(row.at(1), '|')) signs.insert(word);
    for (const Row& row : rows) {
        if (!named.contains(row.at(0))) continue;
        met.insert(row.at(0));
        for (const auto phrase : split(row.at(1), '|')) {
            const auto words = split(phrase, ' ');
            EXPECT_TRUE(std::any_of(words.begin(), words.end(), [&](auto word) {
                return signs.contains(word);
            })) << phrase;
        }
    }
    EXPECT_EQ(met, named);
}

TEST(FindPast, StandsAnyWords) {
    static const std::vector<std::string> pieces = {
        "trước ", "truoc ", "hồi ",    "ngày ", "tháng ", "năm ",     "năm ngoái ", "1/7/2025 ", "31/2/2025 ",
        "2024 ",  "2025 ",  "/",       "-",     ".",      ", ",       "đến ",       "từ ",       "thì ",
        "7/2025", "25 ",    "t7/2025", "luật ", "nđ 61 ", "sinh ",    "quý ",       "cũ ",       "quy định ",
        "khi ",   "hết ",   "giờ ",    "thời ", "điểm ",  "1.7.2025", "ạ ",         "999 ",      "về "};
    std::mt19937 random(2025);
    for (int i = 0; i < 5000; ++i) {
        std::string text;
        while (text.size() < 60) text += pieces[random() % pieces.size()];
        const auto past = read(text).past;
        if (!past) continue;
        if (past->day) {
            ASSERT_TRUE(past->day->ok()) << text;
            ASSERT_EQ(past->years_ago, 0) << text;
        } else {
            ASSERT_TRUE(past->years_ago >= 0 && past->years_ago <= 3) << text;
        }
        ASSERT_EQ(read(text).past, past);
    }
}

// Each of these would take hours if anything looked back at all that came before.
TEST(FindPast, TakesTimeThatGrowsWithTheLength) {
    for (const std::string piece :
         {"năm 2024 thì ", "ạ ", "trước ", "luật ", "1/", "từ 2021 đến ", "2021-", "nđ 61 ", "năm năm ngoái ",
          "quy định cũ ", "trước đây giờ ", "1.7.2025 "}) {
        std::string normal;
        std::string few;
        while (normal.size() < 400'000) {
            normal += piece;
            if (few.size() < 3 * piece.size()) few += piece;
        }
        normal.pop_back();
        const auto words = tokens(normal);
        std::vector<WordId> ids(words.size());
        std::transform(words.begin(), words.end(), ids.begin(),
                       [](std::string_view word) { return lexicon().find(word); });
        const auto past = find_past(normal, words, ids, find_citations(normal, words));
        EXPECT_EQ(described(past), described(read(few).past)) << piece;
    }
}

}  // namespace

}  // namespace reformdesk::nlp
