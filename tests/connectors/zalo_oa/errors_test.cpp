#include "connectors/zalo_oa/errors.hpp"

#include <set>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using namespace std::chrono_literals;

struct Expected {
    std::int64_t code;
    ErrorAction action;
    DeliveryReason reason;
};

TEST(OaErrors, EachCodeHasItsActionAndReason) {
    using A = ErrorAction;
    using R = DeliveryReason;
    const std::vector<Expected> table{
        {0, A::done, R::none},
        {-32, A::wait_rate_window, R::rate_limited},
        {-100, A::reupload, R::invalid},
        {-200, A::retry_once, R::unreachable},
        {-201, A::drop_quote_and_retry, R::invalid},
        {-204, A::operator_needed, R::operator_needed},
        {-210, A::permanent, R::invalid},
        {-211, A::retry_backoff, R::out_of_quota},
        {-213, A::permanent, R::blocked},
        {-216, A::refresh_token_and_retry, R::operator_needed},
        {-217, A::permanent, R::blocked},
        {-218, A::retry_backoff, R::out_of_quota},
        {-220, A::refresh_token_and_retry, R::operator_needed},
        {-401, A::refresh_token_and_retry, R::operator_needed},
        {-224, A::operator_needed, R::operator_needed},
        {-227, A::permanent, R::blocked},
        {-230, A::window_closed, R::window_closed},
        {-232, A::window_closed, R::window_closed},
        {-234, A::wait_until_six, R::night},
        {-237, A::permanent, R::group_gone},
        {-240, A::operator_needed, R::operator_needed},
        {-244, A::permanent, R::blocked},
        {-321, A::operator_needed, R::operator_needed},
        {-403, A::permanent, R::group_gone},
        {-14014, A::operator_needed, R::operator_needed},
    };
    for (const auto& expected : table) {
        const auto rule = rule_for(expected.code, 0);
        EXPECT_EQ(rule.code, expected.code);
        EXPECT_EQ(rule.action, expected.action) << expected.code;
        EXPECT_EQ(rule.reason, expected.reason) << expected.code;
    }
}

TEST(OaErrors, EveryCodeOfZalosTableIsThereOnceAndExplained) {
    std::set<std::int64_t> codes;
    for (const auto& rule : error_rules()) {
        EXPECT_TRUE(codes.insert(rule.code).second) << rule.code << " twice";
        EXPECT_FALSE(rule.explanation.empty()) << rule.code;
    }
    for (const std::int64_t code :
         {0,    -32,  -100, -200, -201, -204, -205, -209, -210, -211, -212,  -213, -214, -216,
          -217, -218, -219, -220, -221, -223, -224, -227, -230, -232, -233,  -234, -235, -237,
          -238, -240, -241, -242, -244, -248, -249, -320, -321, -403, -1340, -1341}) {
        EXPECT_TRUE(codes.contains(code)) << code;
    }
}

TEST(OaErrors, WhatNobodyCanMendFailsAndWhatAnOperatorCanMendWaits) {
    for (const auto& rule : error_rules()) {
        if (rule.action == ErrorAction::operator_needed) {
            EXPECT_EQ(rule.reason, DeliveryReason::operator_needed) << rule.code;
            EXPECT_GE(rule.wait, 10min) << rule.code;
        }
        if (rule.action == ErrorAction::permanent) {
            EXPECT_NE(rule.reason, DeliveryReason::operator_needed) << rule.code;
        }
    }
}

TEST(OaErrors, AnUnknownCodeIsTriedAFewTimesThenAnOperatorIsAskedFor) {
    for (int attempts = 0; attempts < attempts_at_unknown_codes; ++attempts) {
        EXPECT_EQ(rule_for(-98765, attempts).action, ErrorAction::retry_backoff);
    }
    const auto rule = rule_for(-98765, attempts_at_unknown_codes);
    EXPECT_EQ(rule.action, ErrorAction::operator_needed);
    EXPECT_EQ(rule.reason, DeliveryReason::operator_needed);
    EXPECT_EQ(rule_for(std::numeric_limits<std::int64_t>::min(), 0).action, ErrorAction::retry_backoff);
}

TEST(OaErrors, TheExplanationNamesTheCode) {
    EXPECT_EQ(explain(rule_for(-230, 0)),
              "Người hỏi không tương tác với Official Account trong 7 ngày qua nên Zalo không cho gửi tin "
              "(mã lỗi Zalo -230).");
}

TEST(OaErrors, SixInTheMorningIsThatOfVietnam) {
    const Timestamp midnight_in_vietnam{std::chrono::sys_days(2026y / 11 / 23) + 17h};
    EXPECT_EQ(time_until_six(midnight_in_vietnam), 6h);
    EXPECT_EQ(time_until_six(midnight_in_vietnam + 5h + 59min + 59s), 1s);
    EXPECT_EQ(time_until_six(midnight_in_vietnam + 6h), 24h);
    EXPECT_EQ(time_until_six(midnight_in_vietnam + 22h), 8h);
    EXPECT_EQ(time_until_six(midnight_in_vietnam + 23h + 59min), 6h + 1min);
    EXPECT_EQ(time_until_six(Timestamp{}), 23h);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
