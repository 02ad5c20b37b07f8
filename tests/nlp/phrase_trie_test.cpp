#include "nlp/phrase_trie.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Words = std::vector<std::string>;

const PhraseClasses people = {{"who", {"em", "anh chị"}}};

PhraseTrie trie_of(const std::vector<Words>& phrases, bool exact = false) {
    PhraseTrie trie;
    std::uint32_t value = 0;
    for (const auto& words : phrases) trie.add(words, value++, exact);
    return trie;
}

TEST(PhrasesOf, ExpandsOptionsAndClasses) {
    EXPECT_THAT(
        phrases_of("cho {who} [xin] hỏi", people),
        UnorderedElementsAre(Words{"cho", "em", "hỏi"}, Words{"cho", "anh", "chị", "hỏi"},
                             Words{"cho", "em", "xin", "hỏi"}, Words{"cho", "anh", "chị", "xin", "hỏi"}));
    EXPECT_THAT(
        phrases_of("[ad|{who}] ơi", people),
        UnorderedElementsAre(Words{"ơi"}, Words{"ad", "ơi"}, Words{"em", "ơi"}, Words{"anh", "chị", "ơi"}));
}

TEST(PhrasesOf, GivesNoEmptyPhrase) {
    EXPECT_THAT(phrases_of("[ạ]", people), ElementsAre(Words{"ạ"}));
    EXPECT_THAT(phrases_of("", people), IsEmpty());
}

TEST(PhrasesOf, RefusesAPatternThatDoesNotEnd) {
    EXPECT_THROW(phrases_of("cho [em hỏi", people), std::invalid_argument);
    EXPECT_THROW(phrases_of("cho {who hỏi", people), std::invalid_argument);
}

TEST(PhraseTrie, FindsTheLongestPhraseWhereItBegins) {
    const auto trie = trie_of({{"lệ", "phí"}, {"lệ", "phí", "hộ", "tịch"}, {"phí"}});
    const Words words = {"mức", "lệ", "phí", "hộ", "khẩu"};
    EXPECT_FALSE(trie.longest(words, 0));
    ASSERT_TRUE(trie.longest(words, 1));
    EXPECT_EQ(trie.longest(words, 1)->length, 2U);
    EXPECT_EQ(trie.longest(words, 1)->value, 0U);
    EXPECT_EQ(trie.longest(words, 2)->value, 2U);
    EXPECT_FALSE(trie.longest(words, 5));
}

TEST(PhraseTrie, TakesWordsWithoutDiacriticsForThemselvesAndNotForOthers) {
    const auto trie = trie_of({{"cảm", "ơn"}, {"cám", "ơn"}});
    EXPECT_TRUE(trie.longest(Words{"cam", "on"}, 0));
    EXPECT_TRUE(trie.longest(Words{"cảm", "on"}, 0));
    EXPECT_FALSE(trie.longest(Words{"cấm", "ơn"}, 0));
}

TEST(PhraseTrie, WantsExactPhrasesToTheLetter) {
    const auto trie = trie_of({{"nhá"}}, true);
    EXPECT_TRUE(trie.longest(Words{"nhá"}, 0));
    EXPECT_FALSE(trie.longest(Words{"nha"}, 0));
}

TEST(PhraseTrie, KeepsTheFirstOfTwoEqualPhrases) {
    const auto trie = trie_of({{"phí"}, {"phí"}});
    EXPECT_EQ(trie.longest(Words{"phí"}, 0)->value, 0U);
}

}  // namespace

}  // namespace reformdesk::nlp
