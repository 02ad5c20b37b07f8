#include "server/net/request_head.hpp"

#include <string>

#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

ClientRequest request(const std::string& method, const std::string& body = "") {
    ClientRequest out;
    out.method = method;
    out.body = body;
    return out;
}

std::string written(const ClientRequest& request, const std::string& url,
                    TargetForm form = TargetForm::origin) {
    return write_request(request, *read_url(url), form).value_or("refused");
}

}  // namespace

TEST(RequestHead, NamesTargetAndHost) {
    EXPECT_EQ(written(request("GET"), "https://api.example/v1?a=b"),
              "GET /v1?a=b HTTP/1.1\r\nHost: api.example\r\nUser-Agent: ReformDesk\r\n\r\n");
    EXPECT_EQ(written(request("HEAD"), "http://[::1]:81"),
              "HEAD / HTTP/1.1\r\nHost: [::1]:81\r\nUser-Agent: ReformDesk\r\n\r\n");
}

TEST(RequestHead, GivesTheLengthOfABody) {
    EXPECT_EQ(written(request("POST", "dữ liệu"), "https://a/"),
              "POST / HTTP/1.1\r\nHost: a\r\nUser-Agent: ReformDesk\r\nContent-Length: 11\r\n\r\ndữ liệu");
    EXPECT_EQ(written(request("POST"), "https://a/"),
              "POST / HTTP/1.1\r\nHost: a\r\nUser-Agent: ReformDesk\r\nContent-Length: 0\r\n\r\n");
}

TEST(RequestHead, KeepsItsOwnFields) {
    auto asked = request("GET");
    asked.headers = {{"Accept", "application/json"},   {"host", "other"},         {"Content-Length", "5"},
                     {"TRANSFER-ENCODING", "chunked"}, {"Connection", "upgrade"}, {"User-Agent", "Other"},
                     {"Expect", "100-continue"},       {"X-Note", "một\thai"}};
    EXPECT_EQ(written(asked, "https://a/"),
              "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: ReformDesk\r\nAccept: application/json\r\n"
              "X-Note: một\thai\r\n\r\n");
}

TEST(RequestHead, IsRefusedWhenItCouldBeSplit) {
    for (const Header& header :
         {Header("X", "a\r\nY: b"), Header("X", "a\nb"), Header("X", std::string("a\0b", 3)),
          Header("X", "\x7f"), Header("X: y", "a"), Header("X\r\nY", "a"), Header("", "a"), Header("X ", "a"),
          Header("Tên", "a")}) {
        auto asked = request("GET");
        asked.headers = {header};
        EXPECT_EQ(written(asked, "https://a/"), "refused") << header.first << ": " << header.second;
    }
    for (const std::string method : {"", "GET /other", "G\r\n", "G:T"}) {
        EXPECT_EQ(written(request(method), "https://a/"), "refused") << method;
    }
}

TEST(RequestHead, TellsAProxyTheWholeUrl) {
    EXPECT_EQ(written(request("GET"), "http://a.example/x?y", TargetForm::absolute),
              "GET http://a.example/x?y HTTP/1.1\r\nHost: a.example\r\nUser-Agent: ReformDesk\r\n\r\n");
    EXPECT_EQ(write_connect(*read_url("https://a.example/secret?token=1")),
              "CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\nUser-Agent: ReformDesk\r\n\r\n");
}

TEST(RequestHead, KnowsWhatMayBeAskedTwice) {
    for (const std::string method : {"GET", "HEAD", "PUT", "DELETE", "OPTIONS"}) {
        EXPECT_TRUE(is_idempotent(method)) << method;
    }
    for (const std::string method : {"POST", "PATCH", "get", "CONNECT", ""}) {
        EXPECT_FALSE(is_idempotent(method)) << method;
    }
}

}  // namespace reformdesk::net::testing
