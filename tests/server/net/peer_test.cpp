#include "server/net/peer.hpp"

#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

using boost::asio::ip::make_address;

const std::vector<std::string> proxies = {"10.0.0.0/8", "192.0.2.7", "2001:db8:1::/48", "::1"};

bool trusts(const std::string& proxy, const std::string& address) {
    return TrustedProxies({proxy}).contains(make_address(address));
}

Request forwarded(const std::vector<std::string>& lists) {
    Request request;
    for (const auto& list : lists) {
        request.headers.emplace_back("x-forwarded-for", list);
    }
    return request;
}

std::string client(const std::string& socket_address, const std::vector<std::string>& lists) {
    return TrustedProxies(proxies).resolve(make_address(socket_address), false, forwarded(lists)).address;
}

bool secure(const std::string& socket_address, bool tls, const std::string& protocol) {
    Request request;
    request.headers.emplace_back("x-forwarded-proto", protocol);
    return TrustedProxies(proxies).resolve(make_address(socket_address), tls, request).secure;
}

}  // namespace

TEST(TrustedProxies, KnowAddressesAndNetworks) {
    EXPECT_TRUE(trusts("10.1.2.3", "10.1.2.3"));
    EXPECT_FALSE(trusts("10.1.2.3", "10.1.2.4"));
    EXPECT_TRUE(trusts("10.1.2.3/8", "10.200.0.1"));
    EXPECT_FALSE(trusts("10.1.2.3/8", "11.1.2.3"));
    EXPECT_TRUE(trusts("172.16.0.0/12", "172.31.255.255"));
    EXPECT_FALSE(trusts("172.16.0.0/12", "172.32.0.0"));
    EXPECT_TRUE(trusts("192.168.0.128/25", "192.168.0.255"));
    EXPECT_FALSE(trusts("192.168.0.128/25", "192.168.0.127"));
    EXPECT_TRUE(trusts("0.0.0.0/0", "203.0.113.9"));
    EXPECT_FALSE(trusts("0.0.0.0/0", "2001:db8::1"));
    EXPECT_FALSE(trusts("::/0", "203.0.113.9"));
    EXPECT_TRUE(trusts("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(trusts("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(trusts("::1", "::1"));
    EXPECT_FALSE(TrustedProxies({}).contains(make_address("127.0.0.1")));
}

TEST(TrustedProxies, KnowAnAddressInEitherNotation) {
    EXPECT_TRUE(trusts("10.1.2.3", "::ffff:10.1.2.3"));
    EXPECT_TRUE(trusts("::ffff:10.1.2.3", "10.1.2.3"));
    EXPECT_EQ(plain_address(make_address("::ffff:10.1.2.3")).to_string(), "10.1.2.3");
    EXPECT_EQ(plain_address(make_address("2001:db8::1")).to_string(), "2001:db8::1");
}

TEST(TrustedProxies, NameWhatTheyCannotRead) {
    for (const std::string bad :
         {"", "localhost", "10.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8 ",
          "10.0.0.0/8/8", "10.0.0.0/99999999999", "::1/129", "/8", "10.0.0.256"}) {
        try {
            const TrustedProxies trusted({"127.0.0.1", bad});
            ADD_FAILURE() << "accepted: " << bad;
        } catch (const std::invalid_argument& error) {
            EXPECT_THAT(error.what(), ::testing::HasSubstr("\"" + bad + "\""));
        }
    }
}

TEST(TrustedProxies, NobodyElseMayNameTheClient) {
    EXPECT_EQ(client("203.0.113.9", {}), "203.0.113.9");
    EXPECT_EQ(client("203.0.113.9", {"198.51.100.1"}), "203.0.113.9");
    EXPECT_EQ(client("192.0.2.8", {"198.51.100.1"}), "192.0.2.8");
    EXPECT_EQ(client("::ffff:203.0.113.9", {}), "203.0.113.9");
}

TEST(TrustedProxies, TheRightmostForeignAddressIsTheClient) {
    EXPECT_EQ(client("10.0.0.1", {}), "10.0.0.1");
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1"}), "198.51.100.1");
    EXPECT_EQ(client("::ffff:10.0.0.1", {"198.51.100.1"}), "198.51.100.1");
    EXPECT_EQ(client("10.0.0.1", {"1.1.1.1, 198.51.100.1"}), "198.51.100.1");
    EXPECT_EQ(client("10.0.0.1", {"1.1.1.1, 198.51.100.1 ,10.9.9.9,\t192.0.2.7"}), "198.51.100.1");
    EXPECT_EQ(client("10.0.0.1", {"2001:db8:9::5, 2001:db8:1::6"}), "2001:db8:9::5");
    EXPECT_EQ(client("10.0.0.1", {"::ffff:198.51.100.1"}), "198.51.100.1");
    EXPECT_EQ(client("10.0.0.1", {"10.0.0.3, 10.0.0.2"}), "10.0.0.3");
}

TEST(TrustedProxies, SeveralFieldsReadAsOneList) {
    EXPECT_EQ(client("10.0.0.1", {"1.1.1.1", "198.51.100.1"}), "198.51.100.1");
    EXPECT_EQ(client("10.0.0.1", {"1.1.1.1, 198.51.100.1", "10.0.0.2"}), "198.51.100.1");
}

TEST(TrustedProxies, WhatCannotBeReadCountsForNothing) {
    for (const auto* bad :
         {"", " ", ",", "unknown", "198.51.100.1:8080", "198.51.100.1, ", "evil\", \"x", "1.2.3"}) {
        EXPECT_EQ(client("10.0.0.1", {bad}), "10.0.0.1") << bad;
    }
    EXPECT_EQ(client("10.0.0.1", {"198.51.100.1, unknown, 10.0.0.2"}), "10.0.0.2");
    const std::string flood(10'000, ',');
    EXPECT_EQ(client("10.0.0.1", {flood}), "10.0.0.1");
}

TEST(TrustedProxies, SayWhetherTheClientCameOverTls) {
    EXPECT_TRUE(secure("10.0.0.1", false, "https"));
    EXPECT_FALSE(secure("10.0.0.1", true, "http"));
    EXPECT_FALSE(secure("10.0.0.1", false, "httpsx"));
    EXPECT_FALSE(secure("203.0.113.9", false, "https"));
    EXPECT_TRUE(secure("203.0.113.9", true, "http"));
    const auto direct = TrustedProxies(proxies).resolve(make_address("10.0.0.1"), true, Request());
    EXPECT_TRUE(direct.secure);
}

}  // namespace reformdesk::net::testing
