#include "nlp/intent.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

struct Said {
    std::string text;
    Intent intent;
};

void PrintTo(const Said& said, std::ostream* out) {
    *out << said.text;
}

class Recognise : public testing::TestWithParam<Said> {};

TEST_P(Recognise, UnderstandsTheWholeMessage) {
    EXPECT_EQ(recognise(GetParam().text), GetParam().intent);
}

using enum IntentKind;

INSTANTIATE_TEST_SUITE_P(
    SmallTalk, Recognise,
    testing::Values(Said{"Xin chào ad ạ", {greeting, {}}}, Said{"hi ad", {greeting, {}}},
                    Said{"ALO", {greeting, {}}}, Said{"cảm ơn", {thanks, {}}},
                    Said{"dạ em cảm ơn nhiều ạ!", {thanks, {}}}, Said{"cam on nhe", {thanks, {}}},
                    Said{"ok em cảm ơn nhé", {thanks, {}}}, Said{"xin chào 4", {greeting, {}}},
                    Said{"chào ad", {greeting, {}}}, Said{"hello ad ơi", {greeting, {}}},
                    Said{"alo", {greeting, {}}}, Said{"alo 123", {greeting, {}}}, Said{"hi", {greeting, {}}},
                    Said{"hi mọi người", {greeting, {}}}, Said{"e chào ac", {greeting, {}}},
                    Said{"chao ban", {greeting, {}}}, Said{"Chào buổi sáng ad", {greeting, {}}},
                    Said{"ad ơi", {greeting, {}}}, Said{"admin oi", {greeting, {}}},
                    Said{"tạm biệt", {goodbye, {}}}, Said{"bạn làm được gì", {help, {}}}));
INSTANTIATE_TEST_SUITE_P(Commands, Recognise,
                         testing::Values(Said{"gặp chuyên viên", {human, {}}},
                                         Said{"cho em gap chuyen vien voi a", {human, {}}},
                                         Said{"Cho tôi gặp người thật", {human, {}}},
                                         Said{"xóa dữ liệu của tôi đi", {erase_data, {}}},
                                         Said{"xoá dữ liệu cá nhân của tôi", {erase_data, {}}},
                                         Said{"#1024", {ticket_status, 1024}},
                                         Said{"phiếu 1024 đến đâu rồi", {ticket_status, 1024}},
                                         Said{"phieu so 1024 den dau roi a", {ticket_status, 1024}}));
INSTANTIATE_TEST_SUITE_P(Answers, Recognise,
                         testing::Values(Said{"2", {pick, 2}}, Said{"số 2", {pick, 2}},
                                         Said{"cái thứ hai", {pick, 2}}, Said{"chon cau 3 nhe", {pick, 3}},
                                         Said{"đúng rồi", {affirmation, {}}}, Said{"ok", {affirmation, {}}},
                                         Said{"👍", {affirmation, {}}}, Said{"không phải", {rejection, {}}},
                                         Said{"sai roi", {rejection, {}}}));
INSTANTIATE_TEST_SUITE_P(Questions, Recognise,
                         testing::Values(Said{"chào ad, cho em hỏi nộp hồ sơ ở đâu", {}},
                                         Said{"xin chào 4 người đăng ký tạm trú được không", {}},
                                         Said{"hi ad lệ phí bao nhiêu", {}}, Said{"được không", {}},
                                         Said{"dạ cho em hỏi", {}}, Said{"cảm ơn ad, thế còn lệ phí?", {}},
                                         Said{"dừng rồi", {}}, Said{"1024", {}}, Said{"", {}},
                                         Said{"phiếu lý lịch tư pháp", {}},
                                         Said{"gặp chuyên viên phòng nội vụ ở đâu", {}}, Said{"#0", {}},
                                         Said{"#99999999999999999999", {}}, Said{"xóa đăng ký tạm trú", {}}));

TEST(Recognise, TakesAnyBytes) {
    EXPECT_EQ(recognise("\xFF\xFE#"), Intent{});
    EXPECT_EQ(recognise(std::string(1'000'000, 'a')), Intent{});
    std::string glue;
    for (int i = 0; i < 90; ++i) glue += "ạ ";
    EXPECT_EQ(recognise(glue), Intent{});
}

}  // namespace

}  // namespace reformdesk::nlp
