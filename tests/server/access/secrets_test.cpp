// Tokens, hashes, one-time passwords and the counter of attempts.
#include "server/access/attempts.hpp"
#include "server/access/password.hpp"
#include "server/access/random.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::access {
namespace {

using std::chrono::minutes;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(RandomToken, is_url_safe_and_never_the_same) {
    std::set<std::string> tokens;
    for (int i = 0; i < 1000; ++i) {
        const auto token = random_token();
        EXPECT_EQ(token.size(), 43u);
        EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string::npos);
        tokens.insert(token);
    }
    EXPECT_EQ(tokens.size(), 1000u);
}

TEST(RandomToken, has_at_least_128_bits) {
    EXPECT_EQ(random_token(1).size(), 22u);
    EXPECT_EQ(random_token(16).size(), 22u);
}

TEST(RandomText, takes_every_character_of_its_alphabet_and_no_other) {
    std::set<char> taken;
    for (int i = 0; i < 100; ++i) {
        const auto text = random_text("ABC2", 8);
        EXPECT_THAT(text, MatchesRegex("[ABC2]{8}"));
        taken.insert(text.begin(), text.end());
    }
    EXPECT_EQ(taken.size(), 4u);
    EXPECT_EQ(random_text("ABC2", 0), "");
}

TEST(HashToken, is_blake2b_256_in_hex) {
    // From the BLAKE2 reference implementation.
    EXPECT_EQ(hash_token("abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
    EXPECT_EQ(hash_token(""), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(EqualInConstantTime, compares) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_in_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_in_constant_time("abc", "ab"));
    EXPECT_FALSE(equal_in_constant_time("", "a"));
}

TEST(OneTimePassword, can_be_read_out_loud) {
    std::set<std::string> passwords;
    for (int i = 0; i < 200; ++i) {
        const auto password = one_time_password();
        EXPECT_THAT(password, MatchesRegex("[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}"));
        EXPECT_EQ(password.find_first_of("01oil"), std::string::npos) << password;
        EXPECT_EQ(problem_of_password(password, "lan"), std::nullopt);
        passwords.insert(password);
    }
    EXPECT_EQ(passwords.size(), 200u);
}

TEST(PasswordRules, count_characters_at_the_lower_end_and_bytes_at_the_upper) {
    EXPECT_EQ(problem_of_password("123456789", "lan"), PasswordFailure::too_short);
    EXPECT_EQ(problem_of_password("1234567890", "lan"), std::nullopt);
    EXPECT_EQ(problem_of_password("ộộộộộ", "lan"), PasswordFailure::too_short) << "15 bytes, 5 characters";
    EXPECT_EQ(problem_of_password("ộộộộộộộộộộ", "lan"), std::nullopt);
    EXPECT_EQ(problem_of_password("Nguyen.Thi.Lan", "nguyen.thi.lan"), PasswordFailure::same_as_name);
}

TEST(Argon2id, verifies_its_own_hashes_only) {
    const auto hasher = argon2id_hasher(1, 8192);
    const auto hash = hasher->hash("mật khẩu");
    EXPECT_THAT(hash, StartsWith("$argon2id$"));
    EXPECT_NE(hash, hasher->hash("mật khẩu")) << "salted";
    EXPECT_TRUE(hasher->verify(hash, "mật khẩu"));
    EXPECT_FALSE(hasher->verify(hash, "mật khẩu "));
    for (const auto* bad : {"", "$argon2id$", "mật khẩu", "$argon2id$v=19$m=4294967295,t=1,p=1$AAAA$AAAA"}) {
        EXPECT_FALSE(hasher->verify(bad, "mật khẩu")) << bad;
    }
}

// ---- attempts

class Attempts : public testing::Test {
  protected:
    Timestamp now{minutes(1000)};
    AttemptCounter counter{2, minutes(15), 3};
};

TEST_F(Attempts, are_limited_within_the_window_after_the_first) {
    EXPECT_TRUE(counter.begin("a", now));
    now += minutes(14);
    EXPECT_TRUE(counter.begin("a", now));
    EXPECT_FALSE(counter.begin("a", now));
    EXPECT_TRUE(counter.begin("b", now));
    now += minutes(1);
    EXPECT_TRUE(counter.begin("a", now));
}

TEST_F(Attempts, refused_ones_do_not_make_it_longer) {
    counter.begin("a", now);
    counter.begin("a", now);
    now += minutes(14);
    EXPECT_FALSE(counter.begin("a", now));
    now += minutes(1);
    EXPECT_TRUE(counter.begin("a", now));
}

TEST_F(Attempts, may_be_taken_back_and_forgotten) {
    counter.begin("a", now);
    counter.begin("a", now);
    counter.take_back("a");
    EXPECT_TRUE(counter.begin("a", now));
    EXPECT_FALSE(counter.begin("a", now));
    counter.forget("a");
    EXPECT_TRUE(counter.begin("a", now));
    counter.take_back("a");
    counter.take_back("nobody");
    EXPECT_EQ(counter.size(), 0u);
}

TEST_F(Attempts, take_bounded_memory_and_keep_those_near_the_limit) {
    counter.begin("attacked", now);
    counter.begin("attacked", now);
    for (int i = 0; i < 1000; ++i) {
        now += std::chrono::milliseconds(1);
        EXPECT_TRUE(counter.begin("flood-" + std::to_string(i), now));
        EXPECT_LE(counter.size(), 3u);
    }
    EXPECT_FALSE(counter.begin("attacked", now));
}

TEST_F(Attempts, make_room_by_forgetting_what_is_over) {
    counter.begin("a", now);
    counter.begin("b", now);
    counter.begin("c", now);
    now += minutes(15);
    counter.begin("d", now);
    EXPECT_EQ(counter.size(), 1u);
}

}  // namespace
}  // namespace reformdesk::access
