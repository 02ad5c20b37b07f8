#include "connectors/zalo_bot/secret.hpp"

#include <string>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

TEST(BotSecret, OnlyTheWholeSecretFits) {
    EXPECT_TRUE(is_secret("correct-horse", "correct-horse"));
    for (const auto* header : {"", "correct-hors", "correct-horse ", "correct-horsf", "Correct-horse"}) {
        EXPECT_FALSE(is_secret(header, "correct-horse")) << header;
    }
    EXPECT_FALSE(is_secret(std::string_view("correct-horse\0", 14), "correct-horse"));
}

TEST(BotSecret, WithoutASecretNobodyIsZalo) {
    EXPECT_FALSE(is_secret("", ""));
    EXPECT_FALSE(is_secret("anything", ""));
}

TEST(BotSecret, HasEightToTwoHundredAndFiftySixCharacters) {
    EXPECT_TRUE(can_be_secret("12345678"));
    EXPECT_TRUE(can_be_secret(std::string(256, 'a')));
    EXPECT_FALSE(can_be_secret("1234567"));
    EXPECT_FALSE(can_be_secret(std::string(257, 'a')));
    EXPECT_FALSE(can_be_secret("with space"));
    EXPECT_FALSE(can_be_secret("with\r\nline"));
    EXPECT_FALSE(can_be_secret("bí mật bí mật"));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
