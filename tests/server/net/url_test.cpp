#include "server/net/url.hpp"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

/// "origin target", or "refused".
std::string read(std::string_view text) {
    const auto url = read_url(text);
    return url ? url->origin() + " " + url->target : "refused";
}

}  // namespace

TEST(Url, IsTakenApart) {
    EXPECT_EQ(read("https://api.example/v1/things?a=b&c"), "https://api.example:443 /v1/things?a=b&c");
    EXPECT_EQ(read("http://api.example:8080/x"), "http://api.example:8080 /x");
    EXPECT_EQ(read("HTTPS://API.Example/Path"), "https://api.example:443 /Path");
    EXPECT_EQ(read("http://127.0.0.1:1/"), "http://127.0.0.1:1 /");
    EXPECT_EQ(read("http://[::1]:81/x"), "http://[::1]:81 /x");
    EXPECT_EQ(read("http://[2001:DB8::1]"), "http://[2001:db8::1]:80 /");
    EXPECT_EQ(read_url("http://[::1]/")->host, "::1");
}

TEST(Url, HasAlwaysATarget) {
    EXPECT_EQ(read("https://api.example"), "https://api.example:443 /");
    EXPECT_EQ(read("https://api.example?a"), "https://api.example:443 /?a");
    EXPECT_EQ(read("https://api.example/a#part"), "https://api.example:443 /a");
    EXPECT_EQ(read("https://api.example#part"), "https://api.example:443 /");
}

TEST(Url, KeepsTheTargetAsItWasGiven) {
    EXPECT_EQ(read("https://a/bot1:s%2Fe/x/../y?q=%20+;"), "https://a:443 /bot1:s%2Fe/x/../y?q=%20+;");
    EXPECT_EQ(read("https://a/x?u=https://b/@c\\d"), "https://a:443 /x?u=https://b/@c\\d");
}

TEST(Url, NamesTheHostWithoutTheUsualPort) {
    EXPECT_EQ(read_url("https://a.example:443/")->host_field(), "a.example");
    EXPECT_EQ(read_url("http://a.example:80/")->host_field(), "a.example");
    EXPECT_EQ(read_url("https://a.example:80/")->host_field(), "a.example:80");
    EXPECT_EQ(read_url("http://[::1]:80/")->host_field(), "[::1]");
    EXPECT_EQ(read_url("http://[::1]:81/")->host_field(), "[::1]:81");
    EXPECT_EQ(read_url("https://a.example/")->authority(), "a.example:443");
}

TEST(Url, OfAnotherKindIsRefused) {
    for (const std::string_view text :
         {"", "api.example", "/path", "//api.example/", "ftp://api.example/", "https:/api.example/",
          "https//a/", "file:///etc/passwd", "javascript:alert(1)", " https://a/", "unix:///socket"}) {
        EXPECT_EQ(read(text), "refused") << text;
    }
}

TEST(Url, WhoseHostIsInDoubtIsRefused) {
    for (const std::string_view text : {"https://",
                                        "https:///x",
                                        "https://?x",
                                        "https://:443/",
                                        "https://user@host/",
                                        "https://user:pass@host/",
                                        "https://host\\@other/",
                                        "https://host\\x",
                                        "https://ho st/",
                                        "https://ho%73t/",
                                        "https://.host/",
                                        "https://-host/",
                                        "https://a..b/",
                                        "https://hồ.example/",
                                        "https://a,b/",
                                        "https://[::1/",
                                        "https://[]/",
                                        "https://[::1]x/",
                                        "https://[host]/",
                                        "https://[fe80::1%25eth0]/",
                                        "https://::1/",
                                        "https://[127.0.0.1]/"}) {
        EXPECT_EQ(read(text), "refused") << text;
    }
    EXPECT_EQ(read("https://" + std::string(254, 'a') + "/"), "refused");
}

TEST(Url, WhosePortIsNoneIsRefused) {
    for (const std::string_view text : {"https://a:/", "https://a:0/", "https://a:65536/", "https://a:+1/",
                                        "https://a:-1/", "https://a:1x/", "https://a:1:2/", "https://a:٣/"}) {
        EXPECT_EQ(read(text), "refused") << text;
    }
    EXPECT_EQ(read("https://a:65535/"), "https://a:65535 /");
}

TEST(Url, ThatCouldSplitARequestIsRefused) {
    EXPECT_EQ(read("https://a/x\r\nHost: b"), "refused");
    EXPECT_EQ(read("https://a/x y"), "refused");
    EXPECT_EQ(read("https://a/x\ty"), "refused");
    EXPECT_EQ(read(std::string_view("https://a/x\0y", 13)), "refused");
    EXPECT_EQ(read("https://a/\x7f"), "refused");
    EXPECT_EQ(read("https://a/hỏi"), "refused");
    EXPECT_EQ(read("https://a/" + std::string(20'000, 'x')), "refused");
}

}  // namespace reformdesk::net::testing
