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

TEST(QuestionsIn, MayBeShortWhereTheyAreNumberedInALine) {
    for (const auto* message : {"1. SIPAS là gì 2. PAPI là gì", "a) SIPAS là gì b) PAPI là gì"})
        EXPECT_THAT(questions_in(message),
                    ElementsAre(QuestionPart{"SIPAS là gì", false}, QuestionPart{"PAPI là gì", false}))
            << message;
    EXPECT_THAT(questions_in("2. SIPAS là gì 4. PAPI là gì"), SizeIs(1));
    EXPECT_THAT(questions_in("hồ sơ đất đai nộp ở đâu: 1. xã 2. tỉnh"), SizeIs(1));
}

TEST(QuestionsIn, MayBeShortWithAQuestionMark) {
    EXPECT_THAT(questions_in("SIPAS là gì? PAPI đo cái gì và do ai thực hiện?"),
                ElementsAre(QuestionPart{"SIPAS là gì?", false},
                            QuestionPart{"PAPI đo cái gì và do ai thực hiện?", false}));
}

TEST(AsksForPerson, IsSeenInAnyOfTheSentences) {
    EXPECT_TRUE(asks_for_person("Nộp hồ sơ ở đâu? Cho em gặp chuyên viên"));
    EXPECT_TRUE(asks_for_person("gặp chuyên viên"));
    EXPECT_FALSE(asks_for_person("Chuyên viên phòng nội vụ làm những việc gì?"));
    EXPECT_FALSE(asks_for_person(""));
}

TEST(QuestionsIn, StandApartByWordsThatJoinThem) {
    EXPECT_THAT(questions_in("làm hộ chiếu ở đâu vậy ad và cho em hỏi thêm đăng ký tạm trú cần giấy tờ gì ạ"),
                ElementsAre(QuestionPart{"làm hộ chiếu ở đâu vậy ad", false},
                            QuestionPart{"đăng ký tạm trú cần giấy tờ gì ạ", false}));
}

TEST(QuestionsIn, LeanOnTheOneBeforeWhereTheySaySo) {
    for (const auto* second :
         {"Có khống chế tỉ lệ không?", "Thủ tục này xã hay tỉnh giải quyết?", "Quy định tại văn bản nào?",
          "Nếu nộp thay thì cần gì?", "bao lâu thì xong?"}) {
        const auto parts = questions_in(std::string("Được mấy người xếp loại xuất sắc? ") + second);
        ASSERT_THAT(parts, SizeIs(2)) << second;
        EXPECT_TRUE(parts.back().follows_up) << second;
    }
    EXPECT_FALSE(questions_in("lam ho chieu o dau? ho so dat dai gom nhung gi?").back().follows_up);
    EXPECT_FALSE(questions_in("Khai sinh nộp ở đâu? Nghị định 118/2025 có còn hiệu lực?").back().follows_up);
}

TEST(QuestionsIn, StayWholeWhereTheSecondGoesOn) {
    EXPECT_THAT(questions_in("Tìm mẫu đơn đăng ký ở đâu? hay liên hệ với ai để xin mẫu đơn?"), SizeIs(1));
    EXPECT_THAT(questions_in("Đăng ký tạm trú ở xã được không ạ?!"), SizeIs(1));
}

TEST(QuestionsIn, MayBeWrittenAsAListWithoutQuestionMarks) {
    EXPECT_THAT(
        questions_in("+ nộp hồ sơ đất đai ở đâu\n+ lệ phí bao nhiêu\n* bao lâu có kết quả"),
        ElementsAre(QuestionPart{"nộp hồ sơ đất đai ở đâu", false}, QuestionPart{"lệ phí bao nhiêu", true},
                    QuestionPart{"bao lâu có kết quả", true}));
    EXPECT_THAT(questions_in("1/ cap lai can cuoc o dau 2/ dang ky ket hon can giay to gi"), SizeIs(2));
}

TEST(QuestionsIn, MayHaveNoDiacritics) {
    EXPECT_THAT(questions_in("lam ho chieu o dau vay ad, ngoai ra cho em hoi them dang ky tam tru can gi"),
                ElementsAre(QuestionPart{"lam ho chieu o dau vay ad", false},
                            QuestionPart{"dang ky tam tru can gi", false}));
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
