#include "connectors/plain_text.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors {
namespace {

using namespace std::string_literals;

TEST(PlainText, KeepsWhatPeopleType) {
    for (const auto* text : {"", "Chào anh chị ạ 👋", "dòng 1\ndòng 2\tcột 2", " có khoảng trắng "}) {
        EXPECT_EQ(plain_text(text), text);
    }
}

TEST(PlainText, DropsControlCharacters) {
    EXPECT_EQ(plain_text("a\0b\x01\x1B[31m\x7F"s), "ab[31m");
    EXPECT_EQ(plain_text("a\u0085\u009Fb"), "ab");
    EXPECT_EQ(plain_text("a\u00A0b"), "a\u00A0b");
}

TEST(PlainText, EndsLinesInOneWay) {
    EXPECT_EQ(plain_text("a\r\nb\rc\nd\r"), "a\nb\nc\nd\n");
}

TEST(PlainLine, IsOneLineWithoutSpacesAroundIt) {
    EXPECT_EQ(plain_line("\n  danh\tsách\nlớp \r\n", 100), "danh sách lớp");
    EXPECT_EQ(plain_line("a\0b"s, 100), "ab");
    EXPECT_EQ(plain_line(" \n\0 "s, 100), "");
}

TEST(PlainLine, DoesNotTurnItsReadingDirectionRound) {
    EXPECT_EQ(plain_line("bao-cao\u202Excod.exe\u202C", 100), "bao-caoxcod.exe");
    EXPECT_EQ(plain_line("\u200Ea\u200Fb\u2066c\u2069", 100), "abc");
    EXPECT_EQ(plain_line("a–b… “c”", 100), "a–b… “c”");
}

TEST(PlainLine, EndsWithAWholeCharacterAndNoSpace) {
    EXPECT_EQ(plain_line("ạạạ", 4), "ạ");
    EXPECT_EQ(plain_line("một hai", 6), "một");
}

TEST(CutAtCharacter, TakesWholeCharacters) {
    EXPECT_EQ(cut_at_character("abc", 3), "abc");
    EXPECT_EQ(cut_at_character("abc", 2), "ab");
    EXPECT_EQ(cut_at_character("a👋", 4), "a");
    EXPECT_EQ(cut_at_character("👋", 4), "👋");
    EXPECT_EQ(cut_at_character("👋", 3), "");
    EXPECT_EQ(cut_at_character("\x80\x80\x80", 2), "");
}

TEST(WebUrl, IsOfTheWeb) {
    for (const auto* url : {"https://u", "http://example.com/a?b=c&d=%20#e", "HTTPS://Example.com/Đơn"}) {
        EXPECT_EQ(web_url(url), url);
    }
    EXPECT_EQ(web_url(" https://u\n"), "https://u");
}

TEST(WebUrl, IsNothingElse) {
    for (const auto* text :
         {"", "https://", "https:///etc/passwd", "ftp://u", "javascript:alert(1)", "data:text/html,x", "//u",
          "u", "file:///etc/passwd", "https//u", "https://u v", "https://u\"onclick=", "https://u<b>",
          "https://u\n/v", "https://u\u202E", "https://u\\v", "https://u`v"}) {
        EXPECT_EQ(web_url(text), "") << text;
    }
    EXPECT_EQ(web_url("https://u" + std::string(longest_url, 'v')), "");
}

}  // namespace
}  // namespace reformdesk::connectors
