#include "kb_index/check/wording.hpp"

#include "kb_index/check/prose.hpp"
#include "nlp/text.hpp"
#include "tests/kb_index/check/check_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::filesystem::path hunspell_vi = "/usr/share/hunspell/vi_VN";

CheckedBase with_answer(const std::string& answer) {
    auto articles = clean_articles();
    articles[1].answer = answer;
    return base_of(std::move(articles), clean_documents());
}

std::vector<std::string> texts_of(const Findings& findings) {
    std::vector<std::string> texts;
    for (const auto& finding : findings) texts.push_back(finding.text);
    return texts;
}

std::vector<std::string> abbreviations_in(const std::string& answer) {
    return texts_of(check_abbreviations(with_answer(answer)));
}

std::vector<std::string> bare_pieces_in(const std::string& answer) {
    return texts_of(check_diacritics(with_answer(answer)));
}

TEST(CheckingAbbreviations, FindsNothingInACleanBase) {
    EXPECT_THAT(names_of(check_abbreviations(clean_base())), IsEmpty());
}

TEST(CheckingAbbreviations, FindsThoseThatNobodyExplains) {
    auto articles = clean_articles();
    articles[0].phrasings = {"nộp QXZ ở đâu"};
    articles[2].answer = "Nộp QXZ và QXZ.";
    articles[4].question = "RTA là gì?";
    const auto findings = check_abbreviations(base_of(articles, clean_documents()));
    EXPECT_THAT(names_of(findings), ElementsAre("unknown_abbreviation a1", "unknown_abbreviation a5"));
    EXPECT_THAT(texts_of(findings), ElementsAre("“QXZ” (ở 2 bài: a1, a3)", "“RTA”"));
    EXPECT_THAT(findings.front().others, ElementsAre("a3"));
}

TEST(CheckingAbbreviations, KnowsThoseThatSomeTextSpellsOut) {
    for (const auto* explained : {"Viện nghiên cứu (QXZ) nói.", "QXZ (viện nghiên cứu) nói.",
                                  "**QXZ** (viện) nói.", "Viện (**QXZ**) nói."}) {
        auto articles = clean_articles();
        articles[0].answer = "QXZ nói.";
        articles[5].answer = explained;
        EXPECT_THAT(names_of(check_abbreviations(base_of(articles, clean_documents()))), IsEmpty())
            << explained;
    }
    EXPECT_THAT(abbreviations_in("Chỉ số (QXZ INDEX) cao. Điểm INDEX thấp, QXZ cũng vậy."), IsEmpty());
    EXPECT_THAT(abbreviations_in("Viện (QXZ và bạn) nói."), ElementsAre("“QXZ”"));
}

TEST(CheckingAbbreviations, KnowsWhatEverybodyKnows) {
    EXPECT_THAT(abbreviations_in("UBND tỉnh giải quyết TTHC qua DVC; NĐ này. Mã OTP, tệp PDF. Sở KH&CN."),
                IsEmpty());
}

TEST(CheckingAbbreviations, LeavesNumbersAndHeadingsAlone) {
    EXPECT_THAT(
        abbreviations_in("Theo 12/2025/XYZ-ABC, 758/QXZ-BNV, Phụ lục XIV, mục III, mẫu B2C, COVID-19."),
        IsEmpty());
    EXPECT_THAT(abbreviations_in("Các XYZ-ABC cũ. Xem https://QXZ.gov.vn và [đây](HTTP://QXZ.VN/ABC)."),
                IsEmpty());
    EXPECT_THAT(abbreviations_in("CHỦ ĐỀ NĂM. QUYẾT ĐỊNH. NOP HO SO."), IsEmpty());
}

TEST(CheckingDiacritics, FindsNothingInACleanBase) {
    EXPECT_THAT(names_of(check_diacritics(clean_base())), IsEmpty()) << "a phrasing may go without";
}

TEST(CheckingDiacritics, FindsPiecesTypedWithoutThem) {
    EXPECT_THAT(bare_pieces_in("Nộp tại bộ phận một cửa. Thoi han giai quyet: 15 ngày."),
                ElementsAre("câu trả lời có đoạn không dấu “Thoi han giai quyet”"));
    auto articles = clean_articles();
    articles[0].question = "Công dân nop ho so tai dau?";
    EXPECT_THAT(names_of(check_diacritics(base_of(articles, clean_documents()))),
                ElementsAre("missing_diacritics a1"));
}

TEST(CheckingDiacritics, FindsTextsWithoutAny) {
    EXPECT_THAT(bare_pieces_in("Nop tai xa."), ElementsAre("câu trả lời không có dấu nào"));
}

TEST(CheckingDiacritics, LetsBareSyllablesBeThatNeedNone) {
    EXPECT_THAT(bare_pieces_in("Xin cho ai theo sau hai ba năm."), IsEmpty());
    EXPECT_THAT(bare_pieces_in("Gửi tới khanh.hoa@thu.tuc.vn hoặc [cổng](https://x.vn/thu tuc hanh chinh)."),
                IsEmpty());
    EXPECT_THAT(bare_pieces_in("Bản tiếng Anh: Public Administration Reform Index, viết tắt là PAR INDEX."),
                IsEmpty());
    EXPECT_THAT(bare_pieces_in("VNeID"), IsEmpty());
}

TEST(Prose, HasNoAddressesAndNumbers) {
    EXPECT_EQ(nlp::normalise(
                  prose_of("Theo 12/2025/NĐ-CP, xem [cổng](https://a.vn/b) hay a@b.vn.\nNĐ-CP (QĐ-TTg).")),
              "theo xem [cổng ) hay");
    const std::string hostile = "](\xFF]( \xC3\x28 ](" + std::string(5'000, '[');
    EXPECT_EQ(prose_of(hostile).size(), hostile.size());
}

class CheckingSpelling : public testing::Test {
  protected:
    std::vector<std::string> unknown_in(const std::string& answer) {
        std::vector<std::string> texts;
        for (const auto& finding : check_spelling(with_answer(answer), dictionary_))
            texts.push_back(finding.text.substr(0, finding.text.find("”") + 3));
        return texts;
    }

    Dictionary dictionary_ = Dictionary::open(hunspell_vi).value();
};

TEST_F(CheckingSpelling, FindsNothingInACleanBase) {
    EXPECT_THAT(texts_of(check_spelling(clean_base(), dictionary_)), IsEmpty());
}

TEST_F(CheckingSpelling, FindsWordsThatAreNone) {
    EXPECT_THAT(unknown_in("Nộp hồ xơ tại bộ phậnn, nhận kết quảr. Thuế suấtt."),
                ElementsAre("“phậnn”", "“quảr”", "“suấtt”"));
}

TEST_F(CheckingSpelling, NamesTheArticlesAndWhatMayBeMeant) {
    auto articles = clean_articles();
    articles[3].answer = "Nghĩênh đón.";
    articles[4].answer = "Không nghĩênh.";
    const auto findings = check_spelling(base_of(articles, clean_documents()), dictionary_);
    ASSERT_THAT(names_of(findings), ElementsAre("unknown_word a4"));
    EXPECT_THAT(findings.front().text, HasSubstr("có thể là "));
    EXPECT_THAT(findings.front().text, HasSubstr("(ở 2 bài: a4, a5)"));
}

TEST_F(CheckingSpelling, TakesBothWaysToPlaceTheToneAndToWriteI) {
    EXPECT_THAT(unknown_in("hoà hòa thuỷ thủy khoẻ khỏe uỷ ủy tuỳ tùy; kĩ kỹ sĩ sỹ quí quý lí lý mĩ mỹ."),
                IsEmpty());
}

TEST_F(CheckingSpelling, LeavesNamesNumbersAndKnownWordsAlone) {
    EXPECT_THAT(unknown_in("VNeID, iPhone, UBND, 12b/2025, dvc.gov.vn, website, Zalo, Huế, email."),
                IsEmpty());
}

TEST_F(CheckingSpelling, TakesWordsOfAnyLength) {
    EXPECT_EQ(unknown_in(std::string(10'000, 'x')).size(), 1u);
    EXPECT_FALSE(dictionary_.knows("\xFF\xFE"));
    EXPECT_THAT(dictionary_.suggestions(std::string(1'000, 'a')), IsEmpty());
}

TEST(Dictionaries, AreOpenedOnlyWhereTheyCanBeRead) {
    EXPECT_TRUE(Dictionary::open(hunspell_vi).has_value());
    EXPECT_FALSE(Dictionary::open("/nowhere/vi_VN").has_value());
    EXPECT_FALSE(Dictionary::open("/usr/share").has_value());
}

TEST(Dictionaries, SuggestInNormalForm) {
    const auto dictionary = Dictionary::open(hunspell_vi).value();
    EXPECT_TRUE(dictionary.knows("hòa"));
    EXPECT_THAT(dictionary.suggestions("hòaa"), Contains("hòa"));
}

}  // namespace

}  // namespace reformdesk::kb_index
