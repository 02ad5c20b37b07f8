#include "server/net/target.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

std::string path_of(std::string_view target) {
    const auto read = read_target(target);
    return read ? read->path : "refused";
}

/// "name=value;name=value;"
std::string query_of(std::string_view target) {
    const auto read = read_target(target);
    if (!read) {
        return "refused";
    }
    std::string out;
    for (const auto& [name, value] : read->query) {
        out += name + "=" + value + ";";
    }
    return out;
}

}  // namespace

TEST(Target, DecodesThePath) {
    EXPECT_EQ(path_of("/"), "/");
    EXPECT_EQ(path_of("/a/b.c"), "/a/b.c");
    EXPECT_EQ(path_of("/a/"), "/a/");
    EXPECT_EQ(path_of("//a"), "//a");
    EXPECT_EQ(path_of("/h%e1%bb%8Fi%20%C4%91%C3%A1p"), "/hỏi đáp");
    EXPECT_EQ(path_of("/a+b"), "/a+b");
    EXPECT_EQ(path_of("/%41%2541"), "/A%41");
    EXPECT_EQ(path_of("/...%2e"), "/....");
    EXPECT_EQ(path_of("/.well-known"), "/.well-known");
}

TEST(Target, RefusesAPathThatCouldMeanAnother) {
    for (const std::string_view bad :
         {"/..", "/../", "/a/..", "/a/../b", "/.", "/./a", "/a/.", "/%2e", "/%2E%2e/etc/passwd", "/a/.%2e/b",
          "/a%2fb", "/a%2Fb", "/..%2f", "/a\\b", "/a%5cb", "/..%5c"}) {
        EXPECT_EQ(path_of(bad), "refused") << bad;
    }
}

TEST(Target, RefusesBadEscapesAndCharacters) {
    for (const std::string_view bad :
         {"/%",   "/%4",       "/%zz", "/%4g",        "/%g4",       "/% 41", "/%-1",
          "/%00", "/a%00.png", "/%0a", "/%0d%0aX: 1", "/%1f",       "/%7f",  "/\x7f",
          "/\t",  "/%09",      "/%ff", "/%c0%af",     "/%ed%a0%80", "/%c3",  "/\xc3\x28"}) {
        EXPECT_EQ(path_of(bad), "refused") << bad;
    }
    EXPECT_EQ(path_of(std::string_view("/a\0b", 4)), "refused");
}

TEST(Target, TakesAnAbsoluteFormOfHttpAlone) {
    const auto read = read_target("HTTPS://Desk.Example:8443/a?b=c");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->authority, "desk.example:8443");
    EXPECT_EQ(read->path, "/a");
    EXPECT_EQ(read->query.size(), 1u);
    EXPECT_EQ(path_of("http://desk"), "/");
    EXPECT_EQ(path_of("http://desk?a"), "/");
    EXPECT_TRUE(read_target("/a")->authority.empty());
    for (const std::string_view bad : {"", "*", "a", "a/b", "desk:80", "ftp://desk/", "file:///etc/passwd",
                                       "http:/desk/", "http:///a", "http://", "://desk/", "?a=b", "#"}) {
        EXPECT_EQ(path_of(bad), "refused") << bad;
    }
}

TEST(Target, RefusesAFragment) {
    EXPECT_EQ(path_of("/a#b"), "refused");
    EXPECT_EQ(path_of("/a?b#c"), "refused");
    EXPECT_EQ(path_of("/a%23b"), "/a#b");
}

TEST(Target, ReadsTheQueryInOrder) {
    EXPECT_EQ(query_of("/"), "");
    EXPECT_EQ(query_of("/?"), "");
    EXPECT_EQ(query_of("/?a=1&b=2&a=3"), "a=1;b=2;a=3;");
    EXPECT_EQ(query_of("/?a&b=&=c&&d=e=f"), "a=;b=;=c;d=e=f;");
    EXPECT_EQ(query_of("/?q=th%E1%BB%A7+t%e1%bb%a5c%20m%2Bn"), "q=thủ tục m+n;");
    EXPECT_EQ(query_of("/?a=%26%3D&%26=x"), "a=&=;&=x;");
    EXPECT_EQ(query_of("/?path=/../x/%2e%2e%5c"), "path=/../x/..\\;");
    EXPECT_EQ(query_of("/?a?b=c"), "a?b=c;");
    EXPECT_EQ(query_of("/?text=m%E1%BB%99t%0D%0Ahai%09ba"), "text=một\r\nhai\tba;");
}

TEST(Target, RefusesABadQuery) {
    for (const std::string_view bad : {"/?a=%", "/?%zz=1", "/?a=%00", "/?a=%1b", "/?a=%7f", "/?a=%ff",
                                       "/?a=%ed%bf%bf", "/?a=1&b=%f4%90%80%80"}) {
        EXPECT_EQ(query_of(bad), "refused") << bad;
    }
}

TEST(Utf8, IsWellFormedOrNot) {
    for (const std::string_view good :
         {"", "plain", "tiếng Việt", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf",
          "\xee\x80\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
        EXPECT_TRUE(is_utf8(good)) << good;
    }
    for (const std::string_view bad :
         {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc3", "\xc3\x28", "\xe0\x9f\xbf", "\xe1\xbb",
          "\xe1\xbb\x28", "\xed\xa0\x80", "\xed\xbf\xbf", "\xf0\x8f\xbf\xbf", "\xf0\x90\x80",
          "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "a\xfe"}) {
        EXPECT_FALSE(is_utf8(bad)) << ::testing::PrintToString(bad);
    }
    EXPECT_TRUE(is_utf8(std::string_view("a\0b", 3)));
}

}  // namespace reformdesk::net::testing
