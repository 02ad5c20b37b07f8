#include "nlp/question.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

TEST(Read, DropsFillersAndKeepsPositions) {
    const Question question = read("Dạ cho em hỏi nộp hồ sơ ở đâu ạ, em cảm ơn");
    EXPECT_THAT(question.syllables, ElementsAre("nộp", "hồ", "sơ", "ở", "đâu"));
    EXPECT_THAT(question.unaccented, ElementsAre("nop", "ho", "so", "o", "dau"));
    EXPECT_TRUE(question.accented);
    EXPECT_EQ(question.intent.kind, IntentKind::none);
}

TEST(Read, HasNothingLeftOfFillersAlone) {
    EXPECT_THAT(read("dạ cho em hỏi").syllables, IsEmpty());
    EXPECT_THAT(read("?!").syllables, IsEmpty());
    EXPECT_THAT(read("").syllables, IsEmpty());
}

TEST(Read, KeepsABareWordThatOnlyLooksLikeAFiller) {
    EXPECT_THAT(read("giay phep xay dung nha").syllables, ElementsAre("giay", "phep", "xay", "dung", "nha"));
}

TEST(Read, SpellsOutAbbreviations) {
    const Question question = read("CCHC là gì");
    EXPECT_THAT(question.expansions, Contains(Field(&WeightedTerm::term, "hanh chinh")));
    EXPECT_THAT(question.syllables, Contains("cchc"));
    EXPECT_EQ(read("mcdt").expansions, read("MCĐT").expansions);
}

TEST(Read, GivesAmbiguousShorthandLessWeight) {
    const auto weight = [](const Question& question, const std::string& term) {
        for (const auto& expansion : question.expansions)
            if (expansion.term == term) return expansion.weight;
        return 0.0;
    };
    EXPECT_GT(weight(read("ubnd"), "uy ban"), weight(read("tt"), "thong tu"));
    EXPECT_GT(weight(read("tt"), "thong tu"), 0);
}

TEST(Read, DecodesRawKeys) {
    EXPECT_THAT(read("cair cachs hanhf chinhs laf gif").syllables,
                ElementsAre("cải", "cách", "hành", "chính", "là", "gì"));
    EXPECT_THAT(read("cai3 cach1 hanh2 chinh1").syllables, ElementsAre("cải", "cách", "hành", "chính"));
}

TEST(Read, KnowsAFollowUp) {
    for (const auto* text :
         {"thế còn lệ phí?", "bao lâu vậy", "còn ở xã thì sao", "phí bao nhiêu", "nộp ở đâu", "bao lau vay",
          "vậy còn hồ sơ cấp lại thì sao ạ", "khi nào có kết quả", "cần giấy tờ gì", "rồi nộp ở đâu",
          "ai giải quyết", "con par index", "mấy giờ làm việc", "văn bản nào thay thế", "có bắt buộc không",
          "có những nhiệm vụ gì", "khi nào áp dụng", "ap dung tu bao gio", "điều kiện là gì"})
        EXPECT_TRUE(read(text).follow_up) << text;
    for (const auto* text :
         {"lệ phí cấp căn cước", "nghị định 61 còn hiệu lực không", "còn 3 tháng nữa hết hạn thẻ",
          "con tôi ăn gì hôm nay", "con toi bi ho uong gi", "Vay vốn hộ nghèo", "Tôi có được thi lại không?",
          "hotline", "nộp hồ sơ muộn thì có sao không", "nộp hồ sơ đất đai ở đâu", "xin chào", "",
          "cải cách hành chính là gì"})
        EXPECT_FALSE(read(text).follow_up) << text;
}

TEST(Read, CutsWhatIsTooLong) {
    std::string text;
    while (text.size() < 4 * longest_question) text += "thủ tục ";
    EXPECT_LE(read(text).normal.size(), longest_question);
}

TEST(Read, StandsAnyBytes) {
    std::mt19937 random(11);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes(random() % 300, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        const Question question = read(bytes);
        ASSERT_EQ(question.syllables.size(), question.unaccented.size());
    }
}

}  // namespace

}  // namespace reformdesk::nlp
