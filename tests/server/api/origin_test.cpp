#include "server/api/origin.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace reformdesk::api {
namespace {

net::Request request(std::vector<net::Header> headers, bool secure = false) {
    net::Request made;
    made.headers = std::move(headers);
    made.secure = secure;
    return made;
}

TEST(OriginRule, KnowsItsOwnPagesByTheHostHeader) {
    const OriginRule rule("", {});
    EXPECT_TRUE(rule.is_own(request({{"host", "hoidap.vn:8080"}, {"origin", "http://hoidap.vn:8080"}})));
    EXPECT_FALSE(rule.is_own(request({{"host", "hoidap.vn:8080"}, {"origin", "http://hoidap.vn"}})));
    EXPECT_FALSE(rule.is_own(request({{"host", "hoidap.vn"}, {"origin", "https://hoidap.vn"}})));
    EXPECT_TRUE(rule.is_own(request({{"host", "hoidap.vn"}, {"origin", "https://hoidap.vn"}}, true)));
}

TEST(OriginRule, KnowsItsOwnPagesByThePublicUrl) {
    const OriginRule rule("https://hoidap.khanhhoa.gov.vn/", {});
    EXPECT_TRUE(
        rule.is_own(request({{"host", "127.0.0.1:8080"}, {"origin", "https://hoidap.khanhhoa.gov.vn"}})));
}

TEST(OriginRule, TakesACallWithoutOriginForNoPageOfItsOwn) {
    const OriginRule rule("", {});
    EXPECT_FALSE(rule.is_own(request({{"host", "hoidap.vn"}})));
    EXPECT_TRUE(rule.is_allowed(request({{"host", "hoidap.vn"}})));
}

TEST(OriginRule, AllowsOnlyTheListedPages) {
    const OriginRule rule("", {"https://cong.vn"});
    EXPECT_TRUE(rule.is_allowed(request({{"host", "a"}, {"origin", "https://cong.vn"}})));
    for (const auto* origin :
         {"https://cong.vn.evil.com", "http://cong.vn", "https://cong.vn:444", "null", ""}) {
        EXPECT_FALSE(rule.is_allowed(request({{"host", "a"}, {"origin", origin}}))) << origin;
    }
}

TEST(OriginRule, NamesTheOriginOnlyToAllowedPages) {
    const OriginRule rule("", {"https://cong.vn"});
    net::Response allowed;
    rule.add_cross_origin_headers(request({{"host", "a"}, {"origin", "https://cong.vn"}}), allowed);
    EXPECT_EQ(allowed.headers.front(), net::Header("Access-Control-Allow-Origin", "https://cong.vn"));
    EXPECT_NE(std::find(allowed.headers.begin(), allowed.headers.end(),
                        net::Header("Access-Control-Expose-Headers", "Retry-After")),
              allowed.headers.end())
        << "otherwise a page cannot read how long to wait";
    net::Response foreign;
    rule.add_cross_origin_headers(request({{"host", "a"}, {"origin", "https://evil.com"}}), foreign);
    EXPECT_TRUE(foreign.headers.empty());
}

}  // namespace
}  // namespace reformdesk::api
