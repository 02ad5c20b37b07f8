#include "nlp/typing.hpp"

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

TEST(DecodeKeys, ReadsTelexInAnyCommonOrder) {
    for (const auto* keys : {"dduowcj", "dduwowcj", "duocdwj", "duwowjcd"})
        EXPECT_EQ(decode_keys(keys, InputMethod::telex), "được") << keys;
    EXPECT_EQ(decode_keys("cair", InputMethod::telex), "cải");
    EXPECT_EQ(decode_keys("chinhs", InputMethod::telex), "chính");
    EXPECT_EQ(decode_keys("tuyeens", InputMethod::telex), "tuyến");
    EXPECT_EQ(decode_keys("hoaf", InputMethod::telex), "hòa");
}

TEST(DecodeKeys, ReadsVni) {
    EXPECT_EQ(decode_keys("cai3", InputMethod::vni), "cải");
    EXPECT_EQ(decode_keys("d9uo7c5", InputMethod::vni), "được");
    EXPECT_EQ(decode_keys("tuye6n1", InputMethod::vni), "tuyến");
}

TEST(DecodeKeys, RefusesWhatGivesNoSyllable) {
    for (const auto* keys : {"realme", "window", "s", "", "cach", "caissr", "1024", "supercalifragilistic"})
        EXPECT_FALSE(decode_keys(keys, InputMethod::telex)) << keys;
    for (const auto* keys : {"a51", "s20", "j7", "iphone6", "16gb", "dieu5"})
        EXPECT_FALSE(decode_keys(keys, InputMethod::vni)) << keys;
}

TEST(EncodeKeys, GoesThereAndBack) {
    for (const std::string word :
         {"nghiêng", "được", "thủy", "quyết", "đường", "giữa", "ủy", "xã", "hoạch", "khuỷu"})
        for (const auto method : {InputMethod::telex, InputMethod::vni})
            EXPECT_EQ(decode_keys(encode_keys(word, method), method), word);
}

TEST(DecodeRawKeys, LeavesNamesShorthandAndLonelyLookAlikes) {
    std::vector<std::string> raw = {"nopj", "hoof", "sow", "tthc", "owr", "dau"};
    decode_raw_keys(raw);
    EXPECT_EQ(raw, (std::vector<std::string>{"nọp", "hồ", "sơ", "tthc", "ở", "dau"}));
    std::vector<std::string> among_others = {"ys", "kieens", "cuar", "daan"};
    decode_raw_keys(among_others);
    EXPECT_EQ(among_others, (std::vector<std::string>{"ý", "kiến", "của", "dân"}));
    std::vector<std::string> model = {"giá", "điện", "thoại", "vivos", "bao", "nhiêu"};
    const auto before = model;
    decode_raw_keys(model);
    EXPECT_EQ(model, before);
}

}  // namespace

}  // namespace reformdesk::nlp
