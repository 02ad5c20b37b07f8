#include "connectors/digest.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors {
namespace {

// FIPS 180-2, appendix B.
TEST(Sha256, KnownDigests) {
    EXPECT_EQ(to_hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256({"abc"})), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, PartsAreOneText) {
    EXPECT_EQ(sha256({"a", "", "bc"}), sha256({"abc"}));
    EXPECT_NE(sha256({"ab"}), sha256({"abc"}));
}

TEST(Sha256, EqualityIsOfAllBytes) {
    const auto digest = sha256({"abc"});
    EXPECT_TRUE(equal_in_constant_time(digest, digest));
    for (const std::size_t at : {std::size_t{0}, std::size_t{31}}) {
        auto other = digest;
        other[at] ^= 1;
        EXPECT_FALSE(equal_in_constant_time(digest, other));
    }
}

}  // namespace
}  // namespace reformdesk::connectors
