#include "connectors/zalo_oa/addressing.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

const std::string bot = "3887000000000000645";
const std::string group = "f414c8f76fa586fb0001";

struct Case {
    std::string text;
    bool of_bot;
    std::string left;
};

void PrintTo(const Case& example, std::ostream* out) {
    *out << example.text;
}

class Mentions : public testing::TestWithParam<Case> {};

TEST_P(Mentions, AreReadAndTakenOut) {
    const auto mention = read_mention(GetParam().text, bot);
    EXPECT_EQ(mention.of_bot, GetParam().of_bot);
    EXPECT_EQ(mention.text, GetParam().left);
}

INSTANTIATE_TEST_SUITE_P(OfTheBot, Mentions,
                         testing::Values(Case{"[@3887000000000000645] một cửa là gì", true, "một cửa là gì"},
                                         Case{"một cửa là gì [@3887000000000000645]", true, "một cửa là gì"},
                                         Case{"nhờ [@3887000000000000645] trả lời", true, "nhờ trả lời"},
                                         Case{"[@3887000000000000645]", true, ""},
                                         Case{"[@1][@3887000000000000645] [@2] chào", true, "chào"}));

INSTANTIATE_TEST_SUITE_P(
    OfOthers, Mentions,
    testing::Values(Case{"[@246800000000000922] chào", false, "chào"},
                    Case{"[@f414c8f76fa586fb0001] chiều họp", false, "chiều họp"},  // everyone
                    Case{"[@388700000000000064] chào", false, "chào"},
                    Case{"[@38870000000000006450] chào", false, "chào"}, Case{"chào", false, "chào"}));

INSTANTIATE_TEST_SUITE_P(
    Tidy, Mentions,
    testing::Values(Case{"[@1], cho hỏi", false, "cho hỏi"}, Case{"[@1] : cho hỏi", false, "cho hỏi"},
                    Case{"nộp ở đâu [@1]?", false, "nộp ở đâu?"}, Case{"chào [@1] , bạn", false, "chào, bạn"},
                    Case{"chào[@1]bạn", false, "chào bạn"}, Case{"a  \t b", false, "a b"},
                    Case{"dòng 1 [@1]\n[@2] dòng 2", false, "dòng 1\ndòng 2"},
                    Case{"chào , bạn", false, "chào , bạn"}, Case{"  \n ", false, ""}));

INSTANTIATE_TEST_SUITE_P(TextThatIsNone, Mentions,
                         testing::Values(Case{"@3887000000000000645 chào", false,
                                              "@3887000000000000645 chào"},
                                         Case{"[@] [@ 1] [@một] [@1", false, "[@] [@ 1] [@một] [@1"},
                                         Case{"[3887000000000000645]", false, "[3887000000000000645]"},
                                         Case{"[@[@1]]", false, "[@ ]"}));

TEST(Mentions, AnUnknownBotIsNeverMentioned) {
    EXPECT_FALSE(read_mention("[@] [@1] chào", "").of_bot);
}

TEST(Mentions, IdsInOrderEachOnce) {
    const std::vector<std::string> ids = {group, "1", bot};
    EXPECT_EQ(mentioned_ids("[@" + group + "] a [@1] [@1][@" + bot + "] [@một]"), ids);
    EXPECT_TRUE(mentioned_ids("[@] [@" + std::string(129, '1') + "]").empty());
}

TEST(Mentions, AFloodOfThemIsReadInNoTime) {
    std::string flood;
    for (int i = 0; i < 20'000; ++i) {
        flood += "[@" + std::to_string(i) + "]";
    }
    EXPECT_LE(mentioned_ids(flood).size(), 100u);
    EXPECT_EQ(read_mention(flood, "19999").text, "");
    EXPECT_TRUE(read_mention(flood, "19999").of_bot);
}

TEST(Prefix, IsFollowedByASpaceOrTheEnd) {
    EXPECT_EQ(text_behind_prefix("/hoi một cửa là gì", "/hoi"), "một cửa là gì");
    EXPECT_EQ(text_behind_prefix("  #hoi\nmột cửa", "#hoi"), "một cửa");
    EXPECT_EQ(text_behind_prefix("/hoi", "/hoi"), "");
    EXPECT_EQ(text_behind_prefix("/hỏi  x ", "/hỏi"), "x");
}

TEST(Prefix, PhonesBeginWithACapital) {
    EXPECT_EQ(text_behind_prefix("/Hoi x", "/hoi"), "x");
    EXPECT_EQ(text_behind_prefix("HOI x", "hoi"), "x");
}

TEST(Prefix, IsAtTheBeginningAndWhole) {
    for (const auto* text : {"", "/ho", "/hoix y", "xin /hoi y", "hoi y", "/ hoi y", "/hoi: y"}) {
        EXPECT_EQ(text_behind_prefix(text, "/hoi"), std::nullopt) << text;
    }
}

TEST(Prefix, AnEmptyOneIsNone) {
    EXPECT_EQ(text_behind_prefix("x", ""), std::nullopt);
    EXPECT_EQ(text_behind_prefix("x", " "), std::nullopt);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
