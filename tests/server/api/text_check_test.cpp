#include "server/api/text_check.hpp"

#include <gtest/gtest.h>

namespace reformdesk::api {
namespace {

TEST(TextCheck, TakesOrdinaryQuestions) {
    EXPECT_FALSE(problem_of_text("Nộp hồ sơ ở đâu?\nTôi ở Nha Trang."));
    EXPECT_FALSE(problem_of_text(std::string(4'000, 'a')));
}

TEST(TextCheck, RefusesWhatNobodyCanAnswer) {
    EXPECT_TRUE(problem_of_text(""));
    EXPECT_TRUE(problem_of_text(" \n\t "));
    EXPECT_TRUE(problem_of_text(std::string(4'001, 'a')));
    EXPECT_TRUE(problem_of_text(std::string_view("a\0b", 3)));
    EXPECT_TRUE(problem_of_text("a\x1b[31m"));
}

TEST(TextCheck, SaysHowLongToWait) {
    const auto response = too_fast_problem(std::chrono::seconds(7));
    EXPECT_EQ(response.status, 429u);
    EXPECT_EQ(response.headers.back(), net::Header("Retry-After", "7"));
}

}  // namespace
}  // namespace reformdesk::api
