#include "connectors/zalo_oa/sent_copy.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using namespace std::chrono_literals;

const Timestamp noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 24) + 5h};

HistoryItem by_account(std::string id, std::string text, Timestamp time = noon) {
    return {std::move(id), "4318", true, time, std::move(text)};
}

HistoryItem by_person(std::string id, std::string text, Timestamp time = noon) {
    return {std::move(id), "37", false, time, std::move(text)};
}

std::string found(const std::vector<HistoryItem>& history, const SoughtText& sought) {
    const auto copy = find_sent_copy(history, sought);
    return copy ? copy->message_id : "";
}

TEST(OaSentCopy, IsTheSameTextOfTheAccount) {
    EXPECT_EQ(found({by_person("b", "Được"), by_account("a", "Được")}, {"Được", "4318"}), "a");
    EXPECT_EQ(found({by_account("a", "Được.")}, {"Được", "4318"}), "");
    EXPECT_EQ(found({}, {"Được", "4318"}), "");
}

TEST(OaSentCopy, WhiteSpaceCountsForNothing) {
    EXPECT_EQ(found({by_account("a", " Hồ sơ gồm: - Đơn  - Ảnh")}, {"Hồ sơ gồm:\n- Đơn\n\n- Ảnh", "4318"}),
              "a");
}

TEST(OaSentCopy, AMentionMayHaveBecomeAName) {
    const SoughtText sought{"[@37] Được ạ.", "4318"};
    EXPECT_EQ(found({by_account("a", "@Lê Thị Hoa Được ạ.")}, sought), "a");
    EXPECT_EQ(found({by_account("a", "[@37] Được ạ.")}, sought), "a");
    EXPECT_EQ(found({by_account("a", "Không Đã được ạ.")}, sought), "");
    EXPECT_EQ(found({by_account("a", "(2/2) @Hoa xong")}, {"(1/2) [@37] xong chưa", "4318"}), "");
}

TEST(OaSentCopy, WithoutASourceTheSenderTells) {
    HistoryItem item{"a", "4318", {}, noon, "Được"};
    EXPECT_EQ(found({item}, {"Được", "4318"}), "a");
    item.from_id = "37";
    EXPECT_EQ(found({item}, {"Được", "4318"}), "");
    item.from_id = "";
    EXPECT_EQ(found({item}, {"Được", ""}), "");
}

TEST(OaSentCopy, WhatIsOlderThanTheQuestionIsAnotherAnswer) {
    SoughtText sought{"Chưa rõ câu hỏi.", "4318"};
    sought.quote = "q2";
    const auto old = by_account("a1", "Chưa rõ câu hỏi.", noon - 10min);
    const auto question = by_person("q2", "??", noon - 5min);
    EXPECT_EQ(found({question, old}, sought), "");
    EXPECT_EQ(found({by_account("a2", "Chưa rõ câu hỏi.", noon), question, old}, sought), "a2");
}

TEST(OaSentCopy, WhatIsOlderThanTheAttemptIsAnotherText) {
    SoughtText sought{"Đã nhận.", "4318"};
    sought.since = noon;
    EXPECT_EQ(found({by_account("a", "Đã nhận.", noon - 1h)}, sought), "");
    EXPECT_EQ(found({by_account("a", "Đã nhận.", noon - 1min)}, sought), "a") << "clocks differ";
    EXPECT_EQ(found({by_account("a", "Đã nhận.", noon + 1s)}, sought), "a");
}

TEST(OaSentCopy, KnowsWhetherItHasSeenEnough) {
    SoughtText sought{"Đã nhận.", "4318"};
    EXPECT_FALSE(reaches_back({by_person("q", "a")}, sought)) << "nothing says where to stop";
    sought.quote = "q";
    EXPECT_TRUE(reaches_back({by_person("r", "b"), by_person("q", "a", noon - 1h)}, sought));
    EXPECT_FALSE(reaches_back({by_person("r", "b")}, sought));
    sought.since = noon;
    EXPECT_TRUE(reaches_back({by_person("r", "b", noon - 1h)}, sought));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
