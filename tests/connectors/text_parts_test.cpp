// Where long texts are cut, and what holds for every text.
#include "connectors/text_parts.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

std::string without_space(std::string_view text) {
    std::string kept;
    for (const char c : text) {
        if (c != ' ' && c != '\n') {
            kept += c;
        }
    }
    return kept;
}

// "(2/3) text" without its number.
std::string without_number(const std::string& part) {
    return part.substr(part.find(") ") + 2);
}

TEST(Utf16Units, EmojiCountTwo) {
    EXPECT_EQ(utf16_units(""), 0u);
    EXPECT_EQ(utf16_units("thủ tục"), 7u);
    EXPECT_EQ(utf16_units("👍"), 2u);
    EXPECT_EQ(utf16_units("e\u0301"), 2u);
}

TEST(TextParts, AShortTextIsOnePartWithoutANumber) {
    EXPECT_THAT(text_parts("Xin chào anh/chị!", 2000), ElementsAre("Xin chào anh/chị!"));
    EXPECT_THAT(text_parts("  \n Xin chào. \n", 2000), ElementsAre("Xin chào."));
    EXPECT_THAT(text_parts(repeated("ệ", 2000), 2000), ElementsAre(repeated("ệ", 2000)));
}

TEST(TextParts, ThereIsNothingToSendOfWhiteSpace) {
    EXPECT_THAT(text_parts("", 2000), IsEmpty());
    EXPECT_THAT(text_parts(" \n\t ", 2000), IsEmpty());
}

TEST(TextParts, CutsAtTheEndOfASentence) {
    EXPECT_THAT(
        text_parts("Hồ sơ nộp tại bộ phận một cửa. Không phải nộp lại giấy tờ đã có.", 45),
        ElementsAre("(1/2) Hồ sơ nộp tại bộ phận một cửa.", "(2/2) Không phải nộp lại giấy tờ đã có."));
}

TEST(TextParts, PrefersParagraphsToLinesAndLinesToSentences) {
    EXPECT_THAT(text_parts("Một hai ba bốn năm.\n\nSáu.\nBảy. Tám chín mười.", 40),
                ElementsAre("(1/2) Một hai ba bốn năm.", "(2/2) Sáu.\nBảy. Tám chín mười."));
    EXPECT_THAT(text_parts("Một hai ba bốn năm.\nSáu. Bảy tám chín mười.", 40),
                ElementsAre("(1/2) Một hai ba bốn năm.", "(2/2) Sáu. Bảy tám chín mười."));
}

TEST(TextParts, ALineNearTheStartIsNoPlaceToCut) {
    EXPECT_THAT(text_parts("A:\nMột hai ba bốn năm. Sáu bảy tám chín.", 32),
                ElementsAre("(1/2) A:\nMột hai ba bốn năm.", "(2/2) Sáu bảy tám chín."));
}

TEST(TextParts, ANumberOrAnAbbreviationEndsNoSentence) {
    EXPECT_THAT(text_parts("Nộp tại Ủy ban nhân dân TP. Huế, không qua bưu chính", 38),
                ElementsAre("(1/2) Nộp tại Ủy ban nhân dân TP. Huế,", "(2/2) không qua bưu chính"));
    EXPECT_THAT(text_parts("Căn cứ khoản 2 Điều 5. Nguyên tắc chung", 38),
                ElementsAre("(1/2) Căn cứ khoản 2 Điều 5. Nguyên", "(2/2) tắc chung"));
}

TEST(TextParts, AWordIsCutOnlyWhenItIsLongerThanAPart) {
    EXPECT_THAT(text_parts("Xem https://dichvucong.gov.vn/p/home/dvc.html", 32),
                ElementsAre("(1/3) Xem", "(2/3) https://dichvucong.gov.vn/", "(3/3) p/home/dvc.html"));
}

TEST(TextParts, NeverCutsWithinACharacterThatIsSeenAsOne) {
    const std::string decomposed = "e\u0323\u0302";
    for (const auto& part : text_parts(repeated(decomposed, 40), 32)) {
        EXPECT_EQ(without_number(part).size() % decomposed.size(), 0u) << part;
    }
    const std::string family = "👩\u200D👧";
    for (const auto& part : text_parts(repeated(family, 40), 32)) {
        EXPECT_EQ(without_number(part).size() % family.size(), 0u) << part;
    }
}

TEST(TextParts, MarksWithoutEndOverOneLetterAreCutSomewhere) {
    const auto parts = text_parts("a" + repeated("\u0301", 100), 32);
    EXPECT_GT(parts.size(), 3u);
    for (const auto& part : parts) {
        EXPECT_LE(utf16_units(part), 32u);
    }
}

TEST(TextParts, ManyPartsHaveLongerNumbersAndStillFit) {
    const auto parts = text_parts(repeated("một hai ba bốn. ", 200), 40);
    ASSERT_GT(parts.size(), 99u);
    EXPECT_THAT(parts.front(), testing::StartsWith("(1/" + std::to_string(parts.size()) + ") "));
    for (const auto& part : parts) {
        EXPECT_LE(utf16_units(part), 40u) << part;
    }
}

TEST(LeadingPart, EndsAtAPause) {
    EXPECT_EQ(leading_part("Một hai ba. Bốn năm sáu.", 15), "Một hai ba.");
    EXPECT_EQ(leading_part("Một hai ba.", 15), "Một hai ba.");
    EXPECT_EQ(leading_part("", 15), "");
    EXPECT_EQ(leading_part("  ", 15), "");
    EXPECT_EQ(leading_part("👍👍", 1), "👍");
}

// Texts of pieces that meet at every kind of place.
std::string random_text(std::mt19937& random) {
    const std::vector<std::string> pieces{"một",     "cửa ", "hồ sơ. ", "Điều 5. ", "\n",  "\n\n", "👍",
                                          "e\u0301", " ",    "\t",      "…",        "); ", "a",    "\u200D"};
    std::string text;
    const auto count = random() % 400;
    for (std::size_t i = 0; i < count; ++i) {
        text += pieces[random() % pieces.size()];
    }
    return text;
}

TEST(TextParts, HoldsItsPromisesForEveryText) {
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        const auto text = random_text(random);
        const std::size_t longest = 32 + random() % 100;
        const auto parts = text_parts(text, longest);
        std::string together;
        for (const auto& part : parts) {
            ASSERT_LE(utf16_units(part), longest) << text;
            const auto body = parts.size() > 1 ? without_number(part) : part;
            ASSERT_FALSE(without_space(body).empty()) << text;
            together += body;
        }
        std::string expected = without_space(text);
        std::erase(expected, '\t');
        std::string found = without_space(together);
        std::erase(found, '\t');
        ASSERT_EQ(found, expected);
    }
}

TEST(TextParts, TakesBytesThatAreNoText) {
    std::mt19937 random(2);
    for (int round = 0; round < 2000; ++round) {
        std::string text;
        for (std::size_t i = random() % 200; i > 0; --i) {
            text += static_cast<char>(random() % 256);
        }
        for (const auto& part : text_parts(text, 32)) {
            ASSERT_LE(utf16_units(part), 32u);
        }
    }
}

}  // namespace
}  // namespace reformdesk::connectors
