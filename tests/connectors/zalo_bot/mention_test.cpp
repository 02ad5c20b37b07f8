// How people call the bot in a group.
#include "connectors/zalo_bot/mention.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

struct Case {
    std::string text;
    std::string words;
};

const std::vector<std::string>& names() {
    static const std::vector<std::string> all{"Bot Cải cách hành chính", "bot.QxVc", "Bot", ""};
    return all;
}

TEST(Mention, GoesFromTheBeginning) {
    const std::vector<Case> cases{
        {"@Bot Cải cách hành chính cho hỏi", "cho hỏi"},
        {"  @Bot Cải cách hành chính, cho hỏi", "cho hỏi"},
        {"@Bot Cải cách hành chính: cho hỏi", "cho hỏi"},
        {"@Bot Cải cách hành chính\ncho hỏi", "cho hỏi"},
        {"@bot.QxVc cho hỏi", "cho hỏi"},
        {"@Bot cho hỏi", "cho hỏi"},
        {"@Bot @bot.QxVc @Bot cho hỏi", "cho hỏi"},
        {"＠Bot cho hỏi", "cho hỏi"},
        {"@Bot", ""},
        {"@Bot Cải cách hành chính ,", ""},
        {"@Bot?", "?"},
        {"@Bot👍", "👍"},
    };
    for (const auto& [text, words] : cases) {
        EXPECT_EQ(without_mentions(text, names()), words) << text;
    }
}

TEST(Mention, HoweverItIsTyped) {
    const std::vector<Case> cases{
        {"@bot cai cach hanh chinh cho hỏi", "cho hỏi"},
        {"@BOT CẢI CÁCH HÀNH CHÍNH cho hỏi", "cho hỏi"},
        {"@Bot\u00A0Cải  cách\u2003hành chính cho hỏi", "cho hỏi"},
        // Decomposed, as from an iPhone.
        {"@Bot Ca\u0309i ca\u0301ch ha\u0300nh chi\u0301nh cho hỏi", "cho hỏi"},
        {"@\u200BBot Cải cách hành chính\u200B cho hỏi", "cho hỏi"},
    };
    for (const auto& [text, words] : cases) {
        EXPECT_EQ(without_mentions(text, names()), words) << text;
    }
}

TEST(Mention, ADecomposedNameIsKnownToo) {
    const std::vector<std::string> decomposed{"Bot Đa\u0323i Lô\u0323c "};
    EXPECT_EQ(without_mentions("@Bot Đại Lộc cho hỏi", decomposed), "cho hỏi");
    EXPECT_EQ(without_mentions("@bot dai loc cho hỏi", decomposed), "cho hỏi");
    EXPECT_EQ(without_mentions("@Bot Đa\u0323i Lô\u0323c", decomposed), "");
}

TEST(Mention, GoesFromTheEnd) {
    const std::vector<Case> cases{
        {"phí bao nhiêu @Bot Cải cách hành chính", "phí bao nhiêu"},
        {"phí bao nhiêu @Bot?", "phí bao nhiêu?"},
        {"phí bao nhiêu, @Bot ", "phí bao nhiêu "},
        {"Xin cảm ơn. @Bot", "Xin cảm ơn."},
        {"@Bot phí bao nhiêu @Bot", "phí bao nhiêu"},
    };
    for (const auto& [text, words] : cases) {
        EXPECT_EQ(without_mentions(text, names()), words) << text;
    }
}

TEST(Mention, WhatIsNoneStays) {
    for (const auto* text :
         {"Bot cho hỏi", "@Botany là gì", "@Hoa cho hỏi", "hỏi @Bot về phí chứng thực", "gửi tới cchc@bot",
          "@", "", "@bo", "@ Bot cho hỏi", "Cải cách hành chính", "@Bộtài"}) {
        EXPECT_EQ(without_mentions(text, names()), text);
    }
}

TEST(Mention, WithoutNamesNothingIsOne) {
    EXPECT_EQ(without_mentions("@Bot cho hỏi", {}), "@Bot cho hỏi");
    const std::vector<std::string> empty{"", " ", "\u0301"};
    EXPECT_EQ(without_mentions("@ cho hỏi", empty), "@ cho hỏi");
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
