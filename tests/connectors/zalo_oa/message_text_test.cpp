// What is sent for a reply: parts, choices, mentions; and what holds for every text.
#include "connectors/zalo_oa/message_text.hpp"

#include "connectors/text_parts.hpp"
#include "connectors/wire/json.hpp"

#include <chrono>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

const Thread person{"2468", "", ""};
const Thread group{"2468", "f414c8f76fa586fbdfb4", ""};

OutboundMessage reply(std::string text) {
    OutboundMessage message;
    message.text = std::move(text);
    return message;
}

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

TEST(OaMessageText, AShortTextIsSentAsItIs) {
    EXPECT_THAT(message_texts(reply("Hồ sơ gồm 2 loại giấy tờ.\n- Đơn\n- Bản sao"), person),
                ElementsAre("Hồ sơ gồm 2 loại giấy tờ.\n- Đơn\n- Bản sao"));
}

TEST(OaMessageText, ALongTextIsNumberedPartsThatGiveItBack) {
    const auto text = repeated("Cán bộ một cửa tiếp nhận hồ sơ và hẹn ngày trả kết quả. ", 100);
    const auto texts = message_texts(reply(text), person);
    ASSERT_THAT(texts, SizeIs(3));
    std::string together;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto number = "(" + std::to_string(i + 1) + "/3) ";
        ASSERT_THAT(texts[i], StartsWith(number));
        EXPECT_LE(utf16_units(texts[i]), longest_message);
        EXPECT_THAT(texts[i], EndsWith(".")) << "cut within a sentence";
        together += texts[i].substr(number.size()) + " ";
    }
    EXPECT_EQ(together, text);
}

TEST(OaMessageText, ChoicesAreLinesToAnswerWithANumber) {
    auto message = reply("Anh/chị hỏi về việc nào?");
    message.choices = {{"Cấp lại thẻ căn cước", "cc-1"}, {"Đổi thẻ\ncăn cước", "cc-2"}};
    EXPECT_THAT(
        message_texts(message, person),
        ElementsAre("Anh/chị hỏi về việc nào?\n\n1. Cấp lại thẻ căn cước\n2. Đổi thẻ căn cước\nTrả lời "
                    "bằng số để chọn."));
    EXPECT_THAT(
        message_texts(message, group),
        ElementsAre("[@2468] Anh/chị hỏi về việc nào?\n\n1. Cấp lại thẻ căn cước\n2. Đổi thẻ căn cước\nBấm "
                    "“Trả lời” tin này và nhắn số để chọn."));
}

TEST(OaMessageText, AGroupReplyMentionsTheAskerWithinTheLimit) {
    EXPECT_THAT(message_texts(reply("Được ạ."), group), ElementsAre("[@2468] Được ạ."));
    const auto fits = repeated("ệ", longest_message - std::string_view("[@2468] ").size());
    EXPECT_THAT(message_texts(reply(fits), group), ElementsAre("[@2468] " + fits));
}

TEST(OaMessageText, NobodyElseIsMentionedInAGroup) {
    EXPECT_THAT(message_texts(reply("Gọi [@f414c8f76fa586fbdfb4] và [[@99]]"), group),
                ElementsAre("[@2468] Gọi [ @f414c8f76fa586fbdfb4] và [[ @99]]"));
    EXPECT_THAT(message_texts(reply("[\x01@99] [\xC2\x85@99] [\r@99]"), group),
                ElementsAre("[@2468] [ @99] [ @99] [\n@99]"))
        << "what vanishes must not make a mention of what stays";
    auto message = reply("Chọn:");
    message.choices = {{"[@99]", "a"}};
    EXPECT_THAT(message_texts(message, group).front(), Not(HasSubstr("[@99]")));
}

TEST(OaMessageText, APersonsOwnTextStaysAsItIsOneToOne) {
    EXPECT_THAT(message_texts(reply("Gõ [@tên] để nhắc."), person), ElementsAre("Gõ [@tên] để nhắc."));
}

TEST(OaMessageText, AnIdThatCouldEndTheMentionIsNotMentioned) {
    for (const auto* id : {"24] [@f414c8f76fa586fbdfb4", "a b", "[@1", ""}) {
        EXPECT_THAT(message_texts(reply("Chào"), Thread{id, "g", ""}), ElementsAre("Chào")) << id;
    }
}

TEST(OaMessageText, ALongGroupReplyIsOneMessageWithTheLink) {
    auto message = reply(repeated("Cán bộ một cửa tiếp nhận hồ sơ. ", 100));
    message.link = "https://cchc.example.vn/v/8f3a";
    message.choices = {{"Cấp lại", "a"}, {"Đổi", "b"}};
    const auto texts = message_texts(message, group);
    ASSERT_THAT(texts, SizeIs(1));
    EXPECT_LE(utf16_units(texts[0]), longest_message);
    EXPECT_GE(utf16_units(texts[0]), longest_message - 100);
    EXPECT_THAT(texts[0], StartsWith("[@2468] Cán bộ một cửa"));
    EXPECT_THAT(texts[0],
                HasSubstr("hồ sơ. …\nXem đầy đủ tại: https://cchc.example.vn/v/8f3a\n\n1. Cấp lại"));
}

TEST(OaMessageText, WithoutALinkNothingOfALongGroupReplyIsLeftOut) {
    const auto text = repeated("Cán bộ một cửa tiếp nhận hồ sơ. ", 100);
    const auto texts = message_texts(reply(text), group);
    ASSERT_THAT(texts, SizeIs(2));
    EXPECT_THAT(texts[0], StartsWith("(1/2) [@2468] Cán bộ"));
    auto message = reply(text);
    message.link = "https://cchc.example.vn/" + repeated("x", longest_message);
    EXPECT_EQ(message_texts(message, group), texts) << "a link that leaves no room for the text";
}

TEST(OaMessageText, NothingToBeSeenIsNothingToSend) {
    EXPECT_THAT(message_texts(reply(""), person), IsEmpty());
    EXPECT_THAT(message_texts(reply(" \n\t \x02"), group), IsEmpty());
}

TEST(OaMessageText, WhatIsSentIsValidWithoutControlCharacters) {
    EXPECT_EQ(sendable_text("a\xFF\xC3(\xED\xA0\x80z"), "a\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFDz");
    EXPECT_EQ(sendable_text(std::string("a\0b\x1B[1m\r\nc", 10)), "ab[1m\nc");
    EXPECT_EQ(sendable_text("\xF0\x9F\x91\x8D\xF0\x9F"), "👍\uFFFD\uFFFD");
    EXPECT_EQ(sendable_text("\xC0\xAF\xF4\x90\x80\x80"), repeated("\uFFFD", 6));
}

std::string random_text(std::mt19937& random, std::size_t pieces) {
    std::string text;
    for (std::size_t i = 0; i < pieces; ++i) {
        switch (random() % 8) {
            case 0:
                text += " ";
                break;
            case 1:
                text += random() % 3 == 0 ? "\n\n" : ". ";
                break;
            case 2:
                text += "👩\u200D👧";
                break;
            case 3:
                text += "e\u0323\u0302";
                break;
            case 4:
                text += static_cast<char>(random() % 256);
                break;
            case 5:
                text += "[@" + std::to_string(random() % 100) + "]";
                break;
            case 6:
                text += "thủ tục";
                break;
            default:
                text += repeated("Điều 5", random() % 20);
                break;
        }
    }
    return text;
}

std::string without_space(std::string_view text) {
    std::string kept;
    std::copy_if(text.begin(), text.end(), std::back_inserter(kept),
                 [](char c) { return c != ' ' && c != '\n' && c != '\t'; });
    return kept;
}

bool is_valid(const std::string& text) {
    return std::holds_alternative<wire::Json>(wire::parse(wire::write(text)));
}

TEST(OaMessageText, HoldsItsPromisesForEveryText) {
    std::mt19937 random(7);
    for (int round = 0; round < 100; ++round) {
        auto message = reply(random_text(random, random() % 900));
        const auto texts = message_texts(message, person);
        std::string together;
        for (const auto& text : texts) {
            ASSERT_LE(utf16_units(text), longest_message);
            ASSERT_TRUE(is_valid(text));
            together += texts.size() > 1 ? text.substr(text.find(") ") + 2) : text;
        }
        ASSERT_EQ(without_space(together), without_space(sendable_text(message.text)));
        ASSERT_EQ(message_texts(message, person), texts) << "the same message gives the same parts";

        message.link = "https://cchc.example.vn/v/1";
        const auto in_group = message_texts(message, group);
        ASSERT_LE(in_group.size(), 1u);
        for (const auto& text : in_group) {
            ASSERT_LE(utf16_units(text), longest_message);
            ASSERT_TRUE(is_valid(text));
            ASSERT_EQ(text.find("[@", 1), std::string::npos);
        }
    }
}

TEST(OaMessageText, TakesTimeInProportionToTheLength) {
    const auto seconds_for = [](const std::string& text) {
        const auto start = std::chrono::steady_clock::now();
        const auto texts = message_texts(reply(text), person);
        EXPECT_FALSE(texts.empty());
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    const std::size_t size = 1u << 18;
    for (const std::string& unit : {std::string("a"), std::string("a "), std::string(". "), std::string("\n"),
                                    std::string("a\n "), std::string("\u0301"), std::string("[@")}) {
        const auto text = "x" + repeated(unit, size / unit.size()) + "y";
        EXPECT_LT(seconds_for(text), 3) << "of \"" << unit << "\"";
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
