#include "server/api/rate_limit.hpp"

#include <gtest/gtest.h>

namespace reformdesk::api {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr RateLimit::Clock::time_point start{seconds(1'000)};

TEST(RateLimit, LetsABurstOfTheWholeMinuteThroughAndThenSaysHowLongToWait) {
    RateLimit limit(3);
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(limit.take("lan", start));
    }
    EXPECT_EQ(limit.take("lan", start), seconds(20));
}

TEST(RateLimit, RefillsWithTime) {
    RateLimit limit(60);
    for (int i = 0; i < 60; ++i) {
        limit.take("lan", start);
    }
    EXPECT_TRUE(limit.take("lan", start + milliseconds(900)));
    EXPECT_FALSE(limit.take("lan", start + milliseconds(1'900)));
}

TEST(RateLimit, NeverSavesUpMoreThanAMinute) {
    RateLimit limit(2);
    EXPECT_FALSE(limit.take("lan", start));
    const auto next_day = start + std::chrono::hours(24);
    EXPECT_FALSE(limit.take("lan", next_day));
    EXPECT_FALSE(limit.take("lan", next_day));
    EXPECT_TRUE(limit.take("lan", next_day));
}

TEST(RateLimit, KeepsKeysApart) {
    RateLimit limit(1);
    EXPECT_FALSE(limit.take("lan", start));
    EXPECT_TRUE(limit.take("lan", start));
    EXPECT_FALSE(limit.take("minh", start));
}

TEST(RateLimit, ForgetsSomebodyInAFloodOfKeysRatherThanGrowing) {
    RateLimit limit(1);
    limit.take("lan", start);
    for (int i = 0; i < 250'000; ++i) {
        EXPECT_FALSE(limit.take("flood-" + std::to_string(i), start));
    }
    EXPECT_FALSE(limit.take("lan", start));
}

}  // namespace
}  // namespace reformdesk::api
