#include "nlp/syllable.hpp"

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

TEST(Syllable, AcceptsWhatIsWritten) {
    for (const auto* word :
         {U"nghiêng", U"quốc", U"giếng", U"gì", U"khuỷu", U"ủy", U"yêu", U"xã", U"ươm", U"huỳnh", U"quyết",
          U"thuở", U"đường", U"hoạch", U"ý", U"kiện", U"việc", U"loằng", U"giữa"})
        EXPECT_TRUE(is_syllable(word));
}

TEST(Syllable, RefusesWhatNobodyWrites) {
    for (const auto* word : {U"", U"ngiêng", U"kan", U"cê", U"hòà", U"các̣h", U"tàt", U"bcd", U"nghiêngs",
                             U"ơu", U"wa", U"đđ", U"hoaiu"})
        EXPECT_FALSE(is_syllable(word));
}

TEST(Syllable, BareLettersCountWhenSomeDiacriticsFit) {
    EXPECT_TRUE(is_bare_syllable("duong"));
    EXPECT_TRUE(is_bare_syllable("nguoi"));
    EXPECT_TRUE(is_bare_syllable("cach"));
    EXPECT_FALSE(is_bare_syllable("cachs"));
    EXPECT_FALSE(is_bare_syllable("cchc"));
    EXPECT_FALSE(is_bare_syllable("hoof"));
}

}  // namespace

}  // namespace reformdesk::nlp
