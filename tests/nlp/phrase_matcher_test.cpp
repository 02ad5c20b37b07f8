#include "nlp/phrase_matcher.hpp"

#include "nlp/text.hpp"

#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Optional;
using Match = PhraseMatcher::Match;

const PhraseClasses people = {{"who", {"em", "anh chị"}}};

class Phrases {
  public:
    explicit Phrases(const std::vector<PhrasePattern>& patterns) : matcher_(patterns, people, words_) {}

    std::optional<Match> longest(std::string_view text, std::size_t first = 0) const {
        return matcher_.longest(ids(text), first);
    }
    std::optional<Match> longest_certain(std::string_view text) const {
        return matcher_.longest_certain(ids(text), 0);
    }
    std::vector<Match> all(std::string_view text) const { return matcher_.all(ids(text), 0); }
    std::size_t length(std::string_view text) const {
        const auto match = longest(text);
        return match ? match->length : 0;
    }

  private:
    std::vector<WordId> ids(std::string_view text) const {
        std::vector<WordId> found;
        for (const auto word : tokens(text)) found.push_back(words_.find(word));
        return found;
    }

    Vocabulary words_;
    PhraseMatcher matcher_;
};

TEST(PhrasePatterns, HaveChoicesAndClasses) {
    const Phrases phrases({{"cho {who} [xin] hỏi [chút|một chút]", 7}});
    EXPECT_EQ(phrases.length("cho em hỏi"), 3U);
    EXPECT_EQ(phrases.length("cho anh chị xin hỏi một chút nộp"), 7U);
    EXPECT_EQ(phrases.length("cho em hỏi chút"), 4U);
    EXPECT_EQ(phrases.length("cho em hỏi một"), 3U);
    EXPECT_EQ(phrases.length("cho hỏi"), 0U);
    EXPECT_EQ(phrases.length("cho em xin"), 0U);
}

TEST(PhrasePatterns, MayLeaveOutTheirBeginning) {
    const Phrases phrases({{"[ad|chào {who}] ơi", 0}});
    EXPECT_EQ(phrases.length("ơi"), 1U);
    EXPECT_EQ(phrases.length("ad ơi"), 2U);
    EXPECT_EQ(phrases.length("chào anh chị ơi"), 4U);
    EXPECT_EQ(phrases.length("chào ơi"), 0U);
}

TEST(PhrasePatterns, AreNeverEmpty) {
    const Phrases phrases({{"[ạ]", 0}, {"", 1}});
    EXPECT_EQ(phrases.length("ạ"), 1U);
    EXPECT_EQ(phrases.length("nộp"), 0U);
}

TEST(PhrasePatterns, MustEndAndBeKnown) {
    EXPECT_THROW(Phrases({{"cho [em hỏi", 0}}), std::invalid_argument);
    EXPECT_THROW(Phrases({{"cho {who hỏi", 0}}), std::invalid_argument);
    EXPECT_THROW(Phrases({{"cho {nobody} hỏi", 0}}), std::out_of_range);
}

TEST(PhraseMatcher, FindsTheLongestPhraseWhereItBegins) {
    const Phrases phrases({{"lệ phí", 0}, {"lệ phí hộ tịch", 1}, {"phí", 2}});
    EXPECT_FALSE(phrases.longest("mức lệ phí hộ khẩu", 0));
    EXPECT_THAT(phrases.longest("mức lệ phí hộ khẩu", 1), Optional(Match{2, 0, true}));
    EXPECT_THAT(phrases.longest("mức lệ phí hộ khẩu", 2), Optional(Match{1, 2, true}));
    EXPECT_FALSE(phrases.longest("mức lệ phí hộ khẩu", 5));
}

TEST(PhraseMatcher, TakesWordsWithoutDiacriticsForThemselvesAndNotForOthers) {
    const Phrases phrases({{"cảm ơn", 0}, {"cám ơn", 1}});
    EXPECT_THAT(phrases.longest("cam on"), Optional(Match{2, 0, false}));
    EXPECT_THAT(phrases.longest("cảm on"), Optional(Match{2, 0, false}));
    EXPECT_FALSE(phrases.longest("cấm ơn"));
}

TEST(PhraseMatcher, IsCertainOfASingleWordOnlyAsItIsWritten) {
    const Phrases phrases({{"nhá", 0}, {"nhá em", 1}});
    EXPECT_TRUE(phrases.longest_certain("nhá"));
    EXPECT_FALSE(phrases.longest_certain("nha"));
    EXPECT_TRUE(phrases.longest_certain("nha em"));
}

TEST(PhraseMatcher, PrefersTheFirstOfTwoEqualPhrases) {
    EXPECT_THAT(Phrases({{"phí", 0}, {"phí", 1}}).longest("phí"), Optional(Match{1, 0, true}));
}

TEST(PhraseMatcher, GivesAllPhrases) {
    const Phrases phrases({{"gặp", 0}, {"gặp người thật", 1}, {"gặp", 2}});
    EXPECT_THAT(phrases.all("gặp người thật"),
                ElementsAre(Match{1, 0, true}, Match{1, 2, true}, Match{3, 1, true}));
    EXPECT_THAT(phrases.all("người thật"), IsEmpty());
}

}  // namespace

}  // namespace reformdesk::nlp
