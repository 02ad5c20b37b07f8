#include "nlp/parts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(QuestionsIn, StandApartByQuestionMarks) {
    EXPECT_THAT(questions_in("Làm lại căn cước cần giấy tờ gì? Đăng ký kết hôn nộp ở đâu?"),
                ElementsAre(QuestionPart{"Làm lại căn cước cần giấy tờ gì?", false},
                            QuestionPart{"Đăng ký kết hôn nộp ở đâu?", false}));
}

TEST(QuestionsIn, SayWhichFollowsUp) {
    EXPECT_THAT(questions_in("Đăng ký hộ kinh doanh nộp ở đâu? Lệ phí bao nhiêu?"),
                ElementsAre(QuestionPart{"Đăng ký hộ kinh doanh nộp ở đâu?", false},
                            QuestionPart{"Lệ phí bao nhiêu?", true}));
    EXPECT_FALSE(questions_in("Lệ phí bao nhiêu?").front().follows_up);
}

TEST(QuestionsIn, StandApartByLinesAndNumbers) {
    EXPECT_THAT(questions_in("Cho em hỏi:\n1. thủ tục đăng ký khai sinh\n2. lệ phí cấp lại căn cước"),
                ElementsAre(QuestionPart{"thủ tục đăng ký khai sinh", false},
                            QuestionPart{"lệ phí cấp lại căn cước", false}));
    EXPECT_THAT(questions_in("a) nộp hồ sơ trực tuyến ở trang nào b) tra cứu hồ sơ bằng cách nào"),
                SizeIs(2));
    EXPECT_THAT(questions_in("theo điều 1. khoản 2. thì hồ sơ một cửa giải quyết thế nào"), SizeIs(1));
}

TEST(QuestionsIn, StandApartByWordsThatJoinThem) {
    EXPECT_THAT(questions_in("làm hộ chiếu ở đâu vậy ad và cho em hỏi thêm đăng ký tạm trú cần giấy tờ gì ạ"),
                ElementsAre(QuestionPart{"làm hộ chiếu ở đâu vậy ad", false},
                            QuestionPart{"đăng ký tạm trú cần giấy tờ gì ạ", false}));
}

TEST(QuestionsIn, KeepAStatementWithItsQuestion) {
    const std::string text = "Tôi ở xã Diên Khánh. Tôi muốn làm lại CCCD. Cần giấy tờ gì?";
    EXPECT_THAT(questions_in(text), ElementsAre(QuestionPart{text, false}));
    EXPECT_THAT(
        questions_in("Tôi ở xã Diên Khánh\nTôi muốn làm lại CCCD\nCần giấy tờ gì?"),
        ElementsAre(QuestionPart{"Tôi ở xã Diên Khánh Tôi muốn làm lại CCCD Cần giấy tờ gì?", false}));
}

TEST(QuestionsIn, AreNoSmallTalk) {
    EXPECT_THAT(questions_in("Xin chào!\nCăn cước hết hạn đổi ở đâu?\nCảm ơn ad"),
                ElementsAre(QuestionPart{"Căn cước hết hạn đổi ở đâu?", false}));
    EXPECT_THAT(questions_in("xin chào ad ạ"), IsEmpty());
    EXPECT_THAT(questions_in(""), IsEmpty());
}

TEST(QuestionsIn, AreAtMostAHandful) {
    std::string text;
    for (int i = 0; i < 9; ++i) text += "Nộp hồ sơ đất đai ở đâu? ";
    EXPECT_THAT(questions_in(text), SizeIs(most_parts));
}

}  // namespace

}  // namespace reformdesk::nlp
