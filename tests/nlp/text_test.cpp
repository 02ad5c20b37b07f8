#include "nlp/text.hpp"

#include <chrono>
#include <cstdint>
#include <random>
#include <string>

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

struct Pair {
    std::string typed;
    std::string normal;
};

class NormalForm : public testing::TestWithParam<Pair> {};

TEST_P(NormalForm, IsTheSameHoweverTheTextIsTyped) {
    EXPECT_EQ(normalise(GetParam().typed), GetParam().normal);
}

INSTANTIATE_TEST_SUITE_P(Case, NormalForm,
                         testing::Values(Pair{"CẢI CÁCH Hành Chính", "cải cách hành chính"},
                                         Pair{"ĐẤT ĐAI", "đất đai"}));
INSTANTIATE_TEST_SUITE_P(
    Composition, NormalForm,
    testing::Values(Pair{"ca\u0309i ca\u0301ch",
                         "cải cách"},           // letters and marks apart, as file names have them
                    Pair{"\u00EA\u0301", "ế"},  // half composed, as Windows types it
                    Pair{"a\u0323\u0302", "ậ"}, Pair{"a\u0302\u0323", "ậ"},
                    Pair{"a\u0301\u0302", "ấ"},  // tone before shape
                    Pair{"u\u0301\u031B", "ứ"}, Pair{"a\u0341", "á"}));
INSTANTIATE_TEST_SUITE_P(LookAlikes, NormalForm,
                         testing::Values(Pair{"Ðất ðai Ɖất ɖai", "đất đai đất đai"},
                                         Pair{"с\u1EA3i cách", "cải cách"},
                                         Pair{"hοà", "hòa"},  // a Greek omicron
                                         Pair{"ＣＣＨＣ　２０２６", "cchc 2026"},
                                         Pair{"“một” – cửa’s", "\"một\" - cửa's"}, Pair{"Москва", "москва"},
                                         Pair{"Ελλάδα", "ελλάδα"}));
INSTANTIATE_TEST_SUITE_P(Invisible, NormalForm,
                         testing::Values(Pair{"\uFEFFthủ\u00ADtục", "thủtục"},
                                         Pair{"hồ\u200D sơ\u202E", "hồ sơ"},
                                         Pair{"thủ\u00A0tục\u3000một\u202F cửa\t\r\n!", "thủ tục một cửa !"},
                                         Pair{"cách\u200Bhành", "cách hành"},
                                         Pair{"th\u200Bủ tục", "thủ tục"}, Pair{"  ", ""}, Pair{"", ""}));
INSTANTIATE_TEST_SUITE_P(TonePlacement, NormalForm,
                         testing::Values(Pair{"hoà", "hòa"}, Pair{"thuỷ", "thủy"}, Pair{"khoẻ", "khỏe"},
                                         Pair{"uỷ ban", "ủy ban"}, Pair{"qúy", "quý"}, Pair{"quý", "quý"},
                                         Pair{"gìa", "già"}, Pair{"hòan thành", "hoàn thành"},
                                         Pair{"thuở", "thuở"}, Pair{"khuỷu", "khuỷu"}, Pair{"ngoài", "ngoài"},
                                         Pair{"Toà án", "tòa án"}, Pair{"mùa", "mùa"}, Pair{"nghĩa", "nghĩa"},
                                         Pair{"được", "được"}));
INSTANTIATE_TEST_SUITE_P(InvalidBytes, NormalForm,
                         testing::Values(Pair{"m\xC3", "m\uFFFD"}, Pair{"\xC0\xAF", "\uFFFD\uFFFD"},
                                         Pair{"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
                                         Pair{"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
                                         Pair{std::string("a\0b", 3), "a b"}));

// Bytes that hit what the normal form treats specially more often than chance would.
std::string hostile(std::mt19937& random) {
    static const std::vector<std::string> pieces = {
        "a",      "o",      "hoà", "ươ",     "Đ",  " ",      "\u0301", "\u0302", "\u0323", "\u031B", "\u200B",
        "\u200D", "\u00A0", "о",   "\u0131", "Ａ", "\xC3",   "\xF0",   "9",      "İ",      "ǻ",      "\u0345",
        "\u1E9E", "\uFFFD", "qu",  "gi",     "ệ",  "\u0300", "ΐ",      "각",     "\u0344", "\u2126", "ſ"};
    std::string text;
    for (int i = 0; i < 40; ++i) {
        if (random() % 8 == 0)
            text += static_cast<char>(random());
        else
            text += pieces[random() % pieces.size()];
    }
    return text;
}

TEST(NormalFormProperty, NormalisingAgainChangesNothing) {
    std::mt19937 random(20261124);
    for (int i = 0; i < 20000; ++i) {
        const std::string text = hostile(random);
        const std::string once = normalise(text);
        ASSERT_EQ(normalise(once), once) << testing::PrintToString(text);
        const std::string bare = unaccent(once);
        ASSERT_EQ(unaccent(bare), bare);
    }
}

TEST(NormalFormProperty, IsValidUtf8WithSingleSpaces) {
    std::mt19937 random(7);
    for (int i = 0; i < 5000; ++i) {
        const std::string normal = normalise(hostile(random));
        // What is valid does not gain a replacement character when read again.
        ASSERT_EQ(normalise("x " + normal), normal.empty() ? "x" : "x " + normal);
        ASSERT_EQ(normal.find("  "), normal.npos);
        ASSERT_FALSE(normal.starts_with(' ') || normal.ends_with(' '));
    }
}

TEST(NormalFormProperty, TimeGrowsWithTheLengthOnly) {
    const auto time_of = [](const std::string& text) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_FALSE(normalise(text).empty());
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    // Marks to sort, one endless word, breaks within it: each would be minutes if it were quadratic.
    for (const std::string& piece :
         {std::string("\u0301\u0323"), std::string("hoà"), std::string("a\u200B")}) {
        std::string text = "a";
        for (int i = 0; i < 200'000; ++i) text += piece;
        EXPECT_LT(time_of(text), 20.0);
    }
}

TEST(Unaccent, LeavesBareLettersAndOtherScripts) {
    EXPECT_EQ(unaccent("đường phố ngõ ngách ậ ử ỵ"), "duong pho ngo ngach a u y");
    EXPECT_EQ(unaccent("москва 2026"), "москва 2026");
}

TEST(Tokens, AreRunsOfLettersAndDigits) {
    const auto found = tokens("nđ-cp, 118/2025: \"một cửa\"?");
    EXPECT_EQ((std::vector<std::string>(found.begin(), found.end())),
              (std::vector<std::string>{"nđ", "cp", "118", "2025", "một", "cửa"}));
    EXPECT_TRUE(tokens("?! …").empty());
}

TEST(Cut, KeepsCharactersWhole) {
    EXPECT_EQ(cut("một", 2), "m");
    EXPECT_EQ(cut("một", 4), "mộ");
    EXPECT_EQ(cut("một", 50), "một");
    EXPECT_EQ(cut(std::string(10, '\x80'), 5).size(), 5U);
}

}  // namespace

}  // namespace reformdesk::nlp
