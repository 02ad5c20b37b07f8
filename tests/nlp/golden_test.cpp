// The tables of tests/golden: what people type, and what it is the same as.
#include "nlp/lexicon.hpp"
#include "nlp/question.hpp"
#include "nlp/text.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

std::string contents(const std::string& name) {
    std::ifstream file(std::string(REFORMDESK_SOURCE_DIR) + "/tests/golden/" + name);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

std::set<std::string> pairs_in(std::string_view text) {
    const Question question = read(text);
    std::set<std::string> pairs;
    for (std::size_t i = 1; i < question.unaccented.size(); ++i)
        pairs.insert(question.unaccented[i - 1] + ' ' + question.unaccented[i]);
    for (const auto& expansion : question.expansions) pairs.insert(expansion.term);
    return pairs;
}

TEST(Golden, SpellingsOfOneThingGiveTheSameWords) {
    const std::string table = contents("nlp_spellings.tsv");
    const auto rows = rows_of(table);
    ASSERT_FALSE(rows.empty());
    for (const Row& row : rows)
        for (const auto spelling : row)
            EXPECT_EQ(read(spelling).syllables, read(row.front()).syllables) << spelling;
}

TEST(Golden, WhatIsAskedMeetsTheWordsOfTheArticle) {
    const std::string table = contents("nlp_met.tsv");
    const auto rows = rows_of(table);
    ASSERT_FALSE(rows.empty());
    for (const Row& row : rows) {
        EXPECT_THAT(pairs_in(row.at(0)), testing::Contains(row.at(2))) << row.at(0);
        EXPECT_THAT(pairs_in(row.at(1)), testing::Contains(row.at(2))) << row.at(1);
    }
}

TEST(Golden, DifferentWordsStayApart) {
    for (const auto& [one, other] :
         {std::pair("bổ sung", "bỏ sung"), std::pair("tai nạn", "tay nạn"), std::pair("thúi", "thúy"),
          std::pair("mai", "may"), std::pair("lui", "luy"), std::pair("vĩ", "vỹ lai"),
          std::pair("chi", "chy")})
        EXPECT_NE(read(one).syllables, read(other).syllables) << one;
}

}  // namespace

}  // namespace reformdesk::nlp
