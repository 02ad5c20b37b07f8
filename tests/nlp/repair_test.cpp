#include "nlp/repair.hpp"

#include "nlp/question.hpp"
#include "nlp/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing::Contains;
using testing::Field;
using testing::Not;

struct Typed {
    std::string text;
    std::string meant;
};

void PrintTo(const Typed& typed, std::ostream* out) {
    *out << typed.text;
}

class Repaired : public testing::TestWithParam<Typed> {};

TEST_P(Repaired, IsWhatWasMeant) {
    EXPECT_EQ(read(GetParam().text).normal, GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(
    MissingSpaces, Repaired,
    testing::Values(Typed{"caicachhanhchinh", "cai cach hanh chinh"},
                    Typed{"cảicáchhànhchính", "cải cách hành chính"},
                    Typed{"thutuchanhchinh la gi", "thu tuc hanh chinh la gi"},
                    Typed{"thủ tục hànhchính", "thủ tục hành chính"}, Typed{"nghidinh118", "nghi dinh 118"},
                    Typed{"nộphồsơ ởđâu", "nộp hồ sơ ở đâu"}, Typed{"trong 30ngày", "trong 30 ngày"},
                    Typed{"canboxa lam viec", "can bo xa lam viec"},
                    Typed{"trungtamphucvuhanhchinhcong", "trung tam phuc vu hanh chinh cong"}));
INSTANTIATE_TEST_SUITE_P(RepeatedLetters, Repaired,
                         testing::Values(Typed{"hồồ sơ", "hồ sơ"}, Typed{"đượcc không", "được không"},
                                         Typed{"điiii", "đi"}, Typed{"khôngggg", "không"},
                                         Typed{"lamm the nao", "lam the nao"},
                                         Typed{"không biếtttt", "không biết"}));
INSTANTIATE_TEST_SUITE_P(RawKeys, Repaired,
                         testing::Values(Typed{"thur tucj hanhf chinhs", "thủ tục hành chính"},
                                         Typed{"thu3 tuc5 hanh2 chinh1", "thủ tục hành chính"},
                                         Typed{"nopwj hoof sow owr ddaau", "nợp hồ sơ ở đâu"},
                                         Typed{"khoong dduocwj coong chuwsc", "không được công chức"},
                                         Typed{"ndd118 và qd9 1085", "nđ118 và qđ 1085"},
                                         Typed{"nd9118", "nđ118"}));
INSTANTIATE_TEST_SUITE_P(OtherWords, Repaired, testing::ValuesIn([] {
                             std::vector<Typed> same;
                             for (const auto* text :
                                  {"facebook", "iphone 15", "vneid",          "online",    "email",
                                   "website",  "app zalo",  "sipas papi pci", "youtube",   "google",
                                   "wifi",     "hotline",   "smartphone",     "internet",  "cccd",
                                   "telegram", "camera",    "nđ118",          "30c/nq-cp", "4g",
                                   "qh15",     "logo",      "video",          "menu",      "covid19",
                                   "laptop",   "windows",   "galaxy a51"})
                                 same.push_back({text, text});
                             return same;
                         }()));

TEST(Corrections, AreOfferedForAMistypedWordAmongItsNeighbours) {
    for (const auto* text : {"thủ tụcv hành chính", "thu tcu hanh chinh", "thu tuvc hanh chinh"})
        EXPECT_THAT(read(text).expansions, Contains(Field(&WeightedTerm::term, "thu tuc"))) << text;
    EXPECT_THAT(read("cai cach hahn chinh").expansions, Contains(Field(&WeightedTerm::term, "hanh chinh")));
    EXPECT_THAT(read("nghi dinhj 61").expansions, Contains(Field(&WeightedTerm::term, "nghi dinh")));
}

TEST(Corrections, WeighLessThanWhatIsCertain) {
    for (const auto& expansion : read("thu tcu hanh chinh").expansions) EXPECT_LT(expansion.weight, 0.7);
}

TEST(Corrections, AreNotForWordsThatStand) {
    EXPECT_TRUE(read("thu tuc hanh chinh").expansions.empty());
    EXPECT_TRUE(read("facebook").expansions.empty());
    EXPECT_THAT(corrections("", "xyzzy", ""), testing::IsEmpty());
}

TEST(SplitGlued, LeavesWhatItCannotTell) {
    EXPECT_THAT(split_glued("online"), testing::IsEmpty());
    EXPECT_THAT(split_glued("hanh"), testing::IsEmpty());
    EXPECT_THAT(split_glued(std::string(100'000, 'a')), testing::IsEmpty());
    EXPECT_THAT(split_glued(""), testing::IsEmpty());
}

}  // namespace

}  // namespace reformdesk::nlp
