#include "nlp/lexicon.hpp"

#include "nlp/question.hpp"
#include "nlp/tables.hpp"
#include "nlp/text.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(Fillers, CarryNothingHoweverTheyAreCombined) {
    for (const auto* text : {
             "Dạ cho em hỏi chút, nộp hồ sơ ạ? Em cảm ơn nhiều ạ!",
             "ad ơi cho mình hỏi nộp hồ sơ với ạ",
             "Em chào anh chị ạ, nộp hồ sơ giúp mình với",
             "xin hỏi nộp hồ sơ nhé, cảm ơn ad",
             "Kính thưa quý cơ quan, tôi muốn hỏi nộp hồ sơ. Trân trọng cảm ơn!",
             "da cho em hoi nộp hồ sơ a, em cam on anh chi",
             "ad ơi nộp hồ sơ",
             "mọi người cho mình hỏi nộp hồ sơ với ạ",
             "e chào anh chị, cho e hỏi xíu nộp hồ sơ",
             "nhờ tư vấn giúp nộp hồ sơ",
             "nhờ ad tư vấn giúp em nộp hồ sơ với ạ",
             "cả nhà ơi cho em hỏi nộp hồ sơ ạ",
             "Chào ad, em muốn hỏi là nộp hồ sơ ạ",
             "nộp hồ sơ vậy ạ? Mong được giải đáp ạ",
             "anh chị cho em hỏi nộp hồ sơ với ạ. Em xin cảm ơn!",
             "Nhờ anh chị hướng dẫn giúp em nộp hồ sơ",
             "làm ơn cho tôi biết nộp hồ sơ",
             "mn ơi cho e hỏi nộp hồ sơ vs ạ",
             "em có thắc mắc là nộp hồ sơ",
             "em xin phép hỏi nộp hồ sơ ạ",
             "Dạ em xin hỏi chút ạ: nộp hồ sơ",
             "xin vui lòng cho biết nộp hồ sơ",
             "rất mong nhận được phản hồi. nộp hồ sơ",
         })
        EXPECT_THAT(read(text).syllables, ElementsAre("nộp", "hồ", "sơ")) << text;
}

TEST(Fillers, LeaveWhoIsAskedAbout) {
    EXPECT_THAT(read("cho tôi nghỉ phép").syllables, ElementsAre("cho", "tôi", "nghỉ", "phép"));
    EXPECT_THAT(read("con tôi hỏi cưới vợ").syllables, Contains("con"));
    EXPECT_THAT(read("mua nha o xa hoi").syllables, Contains("nha"));
}

TEST(Concepts, AreWhatDifferentWordsMean) {
    for (const auto* text : {"lệ phí thế nào", "mất bao nhiêu tiền", "chi phi the nao"})
        EXPECT_THAT(read(text).concepts, Contains("cost")) << text;
    EXPECT_THAT(read("sửa tên").concepts, Contains("change"));
    EXPECT_THAT(read("cải chính tên").concepts, Contains("change"));
}

TEST(Concepts, TakeTheLongestPhrase) {
    EXPECT_THAT(read("giấy phép lái xe").concepts, ElementsAre("driving"));
    EXPECT_THAT(read("không được").concepts, Not(Contains("allowed")));
    EXPECT_THAT(read("xyz").concepts, IsEmpty());
}

TEST(Concepts, ShareNoPhrase) {
    std::set<std::string_view> seen;
    for (const Row& row : rows_of(tables::concepts))
        for (const auto phrase : split(row.at(1), '|'))
            EXPECT_TRUE(seen.insert(phrase).second) << row.at(0) << ": " << phrase;
}

}  // namespace

}  // namespace reformdesk::nlp
