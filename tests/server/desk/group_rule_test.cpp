// When the bot speaks in a group, what a group's admin tells it, and what is nobody else's business.
#include "server/desk/group_rule.hpp"

#include "tests/fakes/clock.hpp"

#include <chrono>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using std::chrono::minutes;

constexpr GroupAddress nothing{};
constexpr GroupAddress mention{true, false, false};
constexpr GroupAddress quote{false, true, false};
constexpr GroupAddress prefix{false, false, true};

GroupVerdict judged(Speaking speaking, const GroupAddress& address,
                    std::optional<Timestamp> last_unasked = std::nullopt) {
    Group group;
    group.speaking = speaking;
    group.last_unasked = last_unasked;
    return judge(group, address, fakes::a_tuesday, {0.99, minutes(30)});
}

TEST(GroupRule, table) {
    using enum GroupVerdict;
    const std::vector<std::tuple<Speaking, GroupAddress, GroupVerdict>> table{
        {Speaking::when_addressed, nothing, keep_silent},
        {Speaking::when_addressed, mention, speak},
        {Speaking::when_addressed, quote, speak},
        {Speaking::when_addressed, prefix, speak},
        {Speaking::prefix_only, nothing, keep_silent},
        {Speaking::prefix_only, mention, keep_silent},
        {Speaking::prefix_only, quote, keep_silent},
        {Speaking::prefix_only, prefix, speak},
        {Speaking::also_when_sure, nothing, speak_if_sure},
        {Speaking::also_when_sure, mention, speak},
        {Speaking::also_when_sure, quote, speak},
        {Speaking::also_when_sure, prefix, speak},
        {Speaking::silent, nothing, keep_silent},
        {Speaking::silent, mention, keep_silent},
        {Speaking::silent, quote, keep_silent},
        {Speaking::silent, prefix, keep_silent},
    };
    for (const auto& [speaking, address, verdict] : table) {
        EXPECT_EQ(judged(speaking, address), verdict)
            << to_string(speaking) << address.mentioned << address.quoted << address.prefixed;
    }
}

TEST(GroupRule, pauses_between_unasked_answers) {
    const auto now = fakes::a_tuesday;
    EXPECT_EQ(judged(Speaking::also_when_sure, nothing, now), GroupVerdict::keep_silent);
    EXPECT_EQ(judged(Speaking::also_when_sure, nothing, now - minutes(29)), GroupVerdict::keep_silent);
    EXPECT_EQ(judged(Speaking::also_when_sure, nothing, now - minutes(30)), GroupVerdict::speak_if_sure);
    EXPECT_EQ(judged(Speaking::also_when_sure, mention, now), GroupVerdict::speak)
        << "the pause is for unasked answers alone";
}

// ---- settings

TEST(SpeakingCommand, with_and_without_diacritics) {
    const std::vector<std::pair<std::string, Speaking>> commands{
        {"cài đặt chỉ khi nhắc", Speaking::when_addressed},
        {"cai dat chi khi nhac", Speaking::when_addressed},
        {"Cài đặt khi nhắc", Speaking::when_addressed},
        {"CÀI ĐẶT TỰ TRẢ LỜI", Speaking::also_when_sure},
        {"cai dat tu tra loi", Speaking::also_when_sure},
        {"cài đặt: chỉ tiền tố", Speaking::prefix_only},
        {"cài đặt tiền tố.", Speaking::prefix_only},
        {"  cài đặt im lặng ", Speaking::silent},
        {"cài đặt im lặng!", Speaking::silent},
    };
    for (const auto& [text, speaking] : commands) {
        EXPECT_EQ(speaking_command(text), speaking) << text;
        EXPECT_FALSE(asks_for_settings(text)) << text;
    }
}

TEST(SpeakingCommand, decomposed_letters_are_the_same_word) {
    EXPECT_EQ(speaking_command("ca\xcc\x80i đa\xcc\xa3\xcc\x86t im lặng"), Speaking::silent);
}

TEST(SpeakingCommand, questions_are_none) {
    for (const std::string text :
         {"", "im lặng", "cài đặt", "cài đặt VNeID thế nào", "cài đặt im lặng giúp tôi", "càiđặt im lặng",
          "cài đặt lại im lặng", "tôi muốn cài đặt im lặng", "\xff\xfe", "cài đặt \xff"}) {
        EXPECT_EQ(speaking_command(text), std::nullopt) << text;
    }
}

TEST(SpeakingCommand, the_word_alone_asks_for_the_settings) {
    for (const std::string text : {"cài đặt", "Cai dat", " cài đặt ", "cài đặt?", "cài đặt:", "CÀI ĐẶT."}) {
        EXPECT_TRUE(asks_for_settings(text)) << text;
    }
    for (const std::string text :
         {"", "cài đặt VNeID thế nào", "cài đặt im lặng", "cài", "cài đặtt", "hướng dẫn cài đặt"}) {
        EXPECT_FALSE(asks_for_settings(text)) << text;
    }
}

// ---- personal matters

TEST(PersonalMatters, are_found) {
    for (const std::string text : {
             "0912345678",
             "Số điện thoại của tôi là 0912 345 678 nhé",
             "0912.345.678",
             "0912-345-678",
             "091 234 5678",
             "0912 34 56 78",
             "09 1234 5678",
             "sđt0912345678",
             "sdt 0912345678 2 lần gọi không được",
             "gọi 2 0912345678",
             "0987654321 0912345678",
             "+84912345678",
             "+84 912 345 678",
             "84912345678",
             "(0912) 345678, gọi 0383456789",
             "CCCD 056085012345",
             "cccd so 056 085 012 345 cap ngay 01/07/2021",
             "số định danh 0560 8501 2345",
             "căn cước 056085012345 12 tuổi",
             "mail nguyenvana@gmail.com",
             "gửi về NGUYEN.VAN-A@khanhhoa.gov.vn, được không",
             "(van.a@mail.example.vn)",
             "số ０９１２３４５６７８",  // full width
             "0912\xc2\xa0"
             "345\xc2\xa0"
             "678",  // no-break spaces
             "0912\xe2\x80\x8b"
             "345678",  // a zero-width space
         }) {
        EXPECT_TRUE(is_personal(text)) << text;
    }
}

TEST(PersonalMatters, numbers_of_documents_days_tickets_and_offices_are_none) {
    for (const std::string text : {
             "",
             "Nghị định 118/2025/NĐ-CP có hiệu lực từ khi nào?",
             "nd 118 2025",
             "Nghị quyết 76/NQ-CP ngày 15/7/2021, giai đoạn 2021-2030",
             "Quyết định số 0312/QĐ-UBND",
             "Thông tư 01/2018/TT-VPCP, 02/2025/TT-BNV",
             "ngày 03.07.2025 15 giờ 30",
             "từ 03-07-2025 15 giờ",
             "03/07/2025 08:30",
             "từ 01.07.2025 - 30.09.2025",
             "2025-07-01 2026-07-01",
             "khoản 1 2 3 4 5 6 7 8 9 0",
             "#1024",
             "phiếu #1001 #1002 #1003",
             "1022",
             "tổng đài 1022 hoặc 1900 1095",
             "19001095",
             "1900.1095",
             "18001096",
             "024 38 251 235",
             "gọi Sở Nội vụ 0258 3822 123",
             "0258.3822.123",
             "2.340.000 đồng",
             "300.000.000.000 đồng",
             "000.000.000.000",
             "mã hồ sơ H56.12-250701-0012",
             "000.00.12.H56-250701-0012",
             "G22.99.01-240315-0001",
             "mã số thuế 4200123456, 0312345678, 0401234567",
             "0312345678901",
             "12 345 678 901 234",
             "@",
             "a@",
             "@khanhhoa.gov.vn",
             "học phí 500k@tháng",
             "[@3887000000000000645] một cửa là gì",
         }) {
        EXPECT_FALSE(is_personal(text)) << text;
    }
}

TEST(PersonalMatters, bears_hostile_input) {
    EXPECT_FALSE(is_personal(std::string(1'000'000, '0')));
    EXPECT_FALSE(is_personal(std::string(1'000'000, '@')));
    std::string singles;
    for (int i = 0; i < 100'000; ++i) {
        singles += "1 ";
    }
    EXPECT_FALSE(is_personal(singles));
    EXPECT_TRUE(is_personal(singles + "0912345678"));
    EXPECT_FALSE(is_personal("\xff\xfe 091\xff"));
}

}  // namespace
}  // namespace reformdesk::desk
