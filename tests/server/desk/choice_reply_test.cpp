// What a typed reply to a clarification means.
#include "server/desk/choice_reply.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::desk {
namespace {

using testing::ElementsAreArray;

struct Reply {
    std::string words;
    std::size_t choices;
    std::vector<std::size_t> picked;
};

void PrintTo(const Reply& reply, std::ostream* out) {
    *out << '"' << reply.words << "\" among " << reply.choices;
}

class Picks : public testing::TestWithParam<Reply> {};

TEST_P(Picks, these) {
    const auto reply = read_choice_reply(nlp::read(GetParam().words), GetParam().choices);
    EXPECT_EQ(reply.kind, ChoiceReplyKind::picked);
    EXPECT_THAT(reply.picked, ElementsAreArray(GetParam().picked));
}

INSTANTIATE_TEST_SUITE_P(numbers, Picks,
                         testing::Values(Reply{"2", 3, {1}}, Reply{"(2)", 3, {1}}, Reply{"2.", 3, {1}},
                                         Reply{"số 2", 3, {1}}, Reply{"so 2 a", 3, {1}},
                                         Reply{"câu 2", 3, {1}}, Reply{"cau 2 nhe", 3, {1}},
                                         Reply{"câu hỏi 2", 3, {1}}, Reply{"dạ em chọn số 3 ạ", 3, {2}},
                                         Reply{"lựa chọn 1", 2, {0}}, Reply{"phương án 3", 4, {2}},
                                         Reply{"vâng, số hai", 3, {1}}, Reply{"số 1 nhỉ", 2, {0}},
                                         Reply{"số 2 được không", 3, {1}}, Reply{"số 2 không", 3, {1}},
                                         Reply{"1 và 3", 3, {0, 2}}, Reply{"1,2", 3, {0, 1}}));

INSTANTIATE_TEST_SUITE_P(ordinals, Picks,
                         testing::Values(Reply{"cái thứ hai", 3, {1}}, Reply{"cai thu 2", 3, {1}},
                                         Reply{"cái đầu", 3, {0}}, Reply{"cái đầu tiên", 3, {0}},
                                         Reply{"ý thứ nhất", 3, {0}}, Reply{"cái thứ nhì", 3, {1}},
                                         Reply{"cái thứ tư", 4, {3}}, Reply{"cái cuối", 3, {2}},
                                         Reply{"cai cuoi cung", 4, {3}}, Reply{"cái dưới cùng", 3, {2}},
                                         Reply{"cái trên cùng ạ", 3, {0}}, Reply{"cái ở giữa", 3, {1}},
                                         Reply{"cái dưới", 2, {1}}, Reply{"cái trên", 2, {0}}));

INSTANTIATE_TEST_SUITE_P(all, Picks,
                         testing::Values(Reply{"cả hai", 2, {0, 1}}, Reply{"ca 2 nhe", 2, {0, 1}},
                                         Reply{"cả ba", 3, {0, 1, 2}}, Reply{"tất cả", 3, {0, 1, 2}}));

INSTANTIATE_TEST_SUITE_P(instead, Picks,
                         testing::Values(Reply{"không phải cái 1 mà là cái 2", 3, {1}},
                                         Reply{"số 2 chứ không phải số 1", 3, {1}},
                                         Reply{"không phải cái đầu", 2, {1}},
                                         Reply{"cái 2 không phải", 2, {0}}));

class None : public testing::TestWithParam<std::string> {};

TEST_P(None, of_them) {
    EXPECT_EQ(read_choice_reply(nlp::read(GetParam()), 2).kind, ChoiceReplyKind::none);
}

INSTANTIATE_TEST_SUITE_P(words, None,
                         testing::Values("không phải", "không cái nào", "khong cai nao dung",
                                         "cả hai đều không", "cả hai đều không phải", "không", "cái khác",
                                         "sai hết rồi", "không có câu nào đúng"));

class Unclear : public testing::TestWithParam<Reply> {};

TEST_P(Unclear, asks_again) {
    const auto reply = read_choice_reply(nlp::read(GetParam().words), GetParam().choices);
    EXPECT_EQ(reply.kind, ChoiceReplyKind::unclear);
}

INSTANTIATE_TEST_SUITE_P(words, Unclear,
                         testing::Values(Reply{"3", 2, {}}, Reply{"0", 2, {}}, Reply{"9", 2, {}},
                                         Reply{"cái thứ tư", 3, {}}, Reply{"cả hai", 3, {}},
                                         Reply{"cái ở giữa", 4, {}}, Reply{"không phải số 1", 3, {}}));

class OtherWords : public testing::TestWithParam<std::string> {};

TEST_P(OtherWords, are_no_pick) {
    EXPECT_EQ(read_choice_reply(nlp::read(GetParam()), 3).kind, ChoiceReplyKind::other);
}

INSTANTIATE_TEST_SUITE_P(words, OtherWords,
                         testing::Values("đúng rồi", "cảm ơn", "#1001", "phiếu 1001", "2025",
                                         "nộp 2 bộ hồ sơ", "lệ phí", "gặp chuyên viên", "bao lâu", "🙂",
                                         "30 ngày", "không nộp được hồ sơ"));

// ---- words of a label

const std::vector<Choice> choices{{"ho-so", "Nộp hồ sơ trực tuyến ở đâu?"},
                                  {"le-phi", "Nộp lệ phí trực tuyến bằng cách nào?"},
                                  {"sipas", "SIPAS là chỉ số gì?"}};

struct Words {
    std::string words;
    std::string article;
};

class ChoiceInWords : public testing::TestWithParam<Words> {};

TEST_P(ChoiceInWords, is_the_one_that_only_they_name) {
    const auto* choice = choice_in_words(choices, nlp::read(GetParam().words));
    EXPECT_EQ(choice == nullptr ? "" : choice->article, GetParam().article);
}

INSTANTIATE_TEST_SUITE_P(words, ChoiceInWords,
                         testing::Values(Words{"Nộp hồ sơ trực tuyến ở đâu?", "ho-so"},
                                         Words{"nop ho so truc tuyen", "ho-so"},
                                         Words{"cái về lệ phí ấy", "le-phi"}, Words{"le phi nhe", "le-phi"},
                                         Words{"nộp lệ phíi", "le-phi"}, Words{"hồ sơ trực tuyén", "ho-so"},
                                         Words{"sipas", "sipas"}, Words{"ý tôi là hồ sơ", "ho-so"}));

INSTANTIATE_TEST_SUITE_P(other, ChoiceInWords,
                         testing::Values(Words{"nộp trực tuyến", ""}, Words{"hồ sơ gồm những gì", ""},
                                         Words{"nộp trên mạng", ""}, Words{"xipas", ""}, Words{"", ""},
                                         Words{"giá vàng hôm nay", ""}));

}  // namespace
}  // namespace reformdesk::desk
