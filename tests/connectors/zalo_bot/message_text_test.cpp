#include "connectors/zalo_bot/message_text.hpp"

#include "connectors/text_parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

OutboundMessage message_of(std::string text) {
    OutboundMessage message;
    message.channel = Channel::zalo_bot;
    message.conversation = "person:u1";
    message.text = std::move(text);
    return message;
}

std::string repeated(std::string_view text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

TEST(BotMessageTexts, AShortReplyIsItsText) {
    EXPECT_THAT(message_texts(message_of("Phí là 2.000 đồng/trang.")),
                ElementsAre("Phí là 2.000 đồng/trang."));
}

TEST(BotMessageTexts, NothingToSeeIsNothingToSend) {
    EXPECT_THAT(message_texts(message_of(" \n")), IsEmpty());
}

TEST(BotMessageTexts, ChoicesAreNumberedLines) {
    auto message = message_of("Anh/chị muốn hỏi về nội dung nào dưới đây?");
    message.choices = {{"Chứng thực bản sao", "cchc-1"}, {"Chứng thực\nchữ ký", "cchc-2"}};
    EXPECT_THAT(message_texts(message), ElementsAre("Anh/chị muốn hỏi về nội dung nào dưới đây?\n\n"
                                                    "1. Chứng thực bản sao\n"
                                                    "2. Chứng thực chữ ký\n"
                                                    "Trả lời bằng số để chọn."));
}

TEST(BotMessageTexts, InAGroupTheNumberMustBeAReply) {
    auto message = message_of("Nội dung nào?");
    message.conversation = "group:g1/u1";
    message.choices = {{"Một", "cchc-1"}, {"Hai", "cchc-2"}};
    EXPECT_THAT(message_texts(message), ElementsAre("Nội dung nào?\n\n"
                                                    "1. Một\n"
                                                    "2. Hai\n"
                                                    "Bấm “Trả lời” tin này và nhắn số để chọn."));
}

TEST(BotMessageTexts, ALongReplyComesInParts) {
    auto message = message_of(repeated("Hồ sơ nộp tại bộ phận một cửa. ", 150));
    message.choices = {{"Một", "cchc-1"}};
    const auto texts = message_texts(message);
    ASSERT_EQ(texts.size(), 3u);
    for (const auto& text : texts) {
        EXPECT_LE(utf16_units(text), longest_part);
    }
    EXPECT_THAT(texts[0], EndsWith("một cửa."));
    EXPECT_THAT(texts[2], EndsWith("1. Một\nTrả lời bằng số để chọn."));
    EXPECT_EQ(message_texts(message), texts);
}

TEST(BotMessageTexts, AGroupGetsOneTextWithALinkToTheWhole) {
    auto message = message_of(repeated("Hồ sơ nộp tại bộ phận một cửa. ", 1000));
    message.conversation = "group:g1/u1";
    EXPECT_EQ(message_texts(message).size(), 16u);
    message.link = "https://hoidap.example/c/1";
    message.choices = {{"Một", "cchc-1"}};
    const auto texts = message_texts(message);
    ASSERT_EQ(texts.size(), 1u);
    EXPECT_LE(utf16_units(texts[0]), longest_part);
    EXPECT_GE(utf16_units(texts[0]), longest_part * 9 / 10);
    EXPECT_THAT(texts[0], HasSubstr("một cửa. …\nXem đầy đủ tại: https://hoidap.example/c/1\n\n1. Một\n"));
    message.text = "Hồ sơ nộp tại bộ phận một cửa.";
    EXPECT_THAT(message_texts(message)[0], Not(HasSubstr("Xem đầy đủ")));
}

TEST(BotMessageTexts, ALinkThatLeavesNoRoomForTheTextIsNotUsed) {
    auto message = message_of(repeated("Hồ sơ nộp tại bộ phận một cửa. ", 100));
    message.conversation = "group:g1/u1";
    message.link = "https://hoidap.example/" + std::string(1900, 'a');
    EXPECT_EQ(message_texts(message).size(), 2u);
}

TEST(BotMessageTexts, APersonGetsTheWholeTextWithAllItsWords) {
    auto message = message_of(repeated("Hồ sơ nộp tại bộ phận một cửa. ", 1000));
    message.link = "https://hoidap.example/c/1";
    EXPECT_EQ(message_texts(message).size(), 16u);
}

TEST(BotMessageTexts, ControlCharactersStayHere) {
    EXPECT_THAT(message_texts(message_of("Phí\x07 là\r\n2.000 đồng.")), ElementsAre("Phí là\n2.000 đồng."));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
