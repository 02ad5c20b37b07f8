#include "connectors/zalo_oa/rate_window.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using namespace std::chrono_literals;

const Timestamp ten_oclock{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 3h};

HttpResponse with_remaining(const std::string& calls) {
    HttpResponse response;
    response.status = 200;
    response.headers = {{"x-ratelimit-limit", "4000"}, {"x-ratelimit-remain", calls}};
    return response;
}

TEST(OaRateWindow, IsOpenUntilNoCallIsLeft) {
    RateWindow window;
    EXPECT_EQ(window.wait(ten_oclock), 0ms);
    window.observe(with_remaining("1"), ten_oclock);
    EXPECT_EQ(window.wait(ten_oclock), 0ms);
    window.observe(with_remaining("0"), ten_oclock + 40s);
    EXPECT_EQ(window.wait(ten_oclock + 40s), 20s);
    EXPECT_EQ(window.wait(ten_oclock + 60s), 0ms);
}

TEST(OaRateWindow, ARefusalIsAWholeMinute) {
    RateWindow window;
    window.refused(ten_oclock + 40s);
    EXPECT_EQ(window.wait(ten_oclock + 40s), 60s);
    EXPECT_EQ(window.wait(ten_oclock + 99s), 1s);
    EXPECT_EQ(window.wait(ten_oclock + 100s), 0ms);
}

TEST(OaRateWindow, HeadersThatSayNothingChangeNothing) {
    RateWindow window;
    for (const auto* nonsense : {"", "many", "0x0", "-", "1.5"}) {
        window.observe(with_remaining(nonsense), ten_oclock);
        EXPECT_EQ(window.wait(ten_oclock), 0ms) << nonsense;
    }
    window.observe(HttpResponse(), ten_oclock);
    EXPECT_EQ(window.wait(ten_oclock), 0ms);
}

TEST(OaRateWindow, AClockSetBackNeverMakesItLong) {
    RateWindow window;
    window.refused(ten_oclock);
    EXPECT_EQ(window.wait(ten_oclock - 1h), 0ms);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
