#include "kb_index/lexical.hpp"

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

constexpr FieldLengths usual = {20, 100};

TEST(Lexical, ATermThatIsAskedSaysMoreThanOneThatIsAnswered) {
    EXPECT_GT(term_share(1, 0, usual, usual), term_share(0, 1, usual, usual));
    EXPECT_EQ(term_share(0, 0, usual, usual), 0);
}

TEST(Lexical, MoreOccurrencesSayMoreButNeverAll) {
    double last = 0;
    for (const double times : {1, 2, 5, 50, 5000}) {
        const double share = term_share(times, times, usual, usual);
        EXPECT_GT(share, last);
        EXPECT_LT(share, 1);
        last = share;
    }
}

TEST(Lexical, LengthOfOneFieldDoesNotCountAgainstTheOther) {
    const FieldLengths long_answer = {20, 1000};
    EXPECT_EQ(term_share(1, 0, long_answer, usual), term_share(1, 0, usual, usual));
    EXPECT_LT(term_share(0, 1, long_answer, usual), term_share(0, 1, usual, usual));
}

TEST(Lexical, RareTermsWeighMoreAndNoneWeighsNothing) {
    double last = term_weight(0, 100);
    for (const double with : {1, 5, 30, 60, 100}) {
        const double weight = term_weight(with, 100);
        EXPECT_LT(weight, last);
        EXPECT_GT(weight, 0);
        last = weight;
    }
}

TEST(Lexical, AveragesNeverDivideByNothing) {
    EXPECT_EQ(average_of({}), (FieldLengths{1, 1}));
    const FieldLengths lengths[] = {{10, 0}, {20, 0}};
    EXPECT_EQ(average_of(lengths), (FieldLengths{15, 1}));
}

TEST(Lexical, KnowsCitationsByTheirFeature) {
    const auto citation = schema::term(schema::Field::citation, "118/2025/nđ-cp");
    EXPECT_TRUE(schema::is_citation(schema::term_feature(citation)));
    EXPECT_FALSE(schema::is_citation(schema::term_feature(schema::term(schema::Field::bare, "ho"))));
}

TEST(Lexical, KeepsWhatATermOfAnArticleCounts) {
    const std::vector<schema::CountedTerm> terms = {{"Bho", 2, 1}, {"Bso", 0, 3}};
    EXPECT_EQ(lengths_of(terms), (FieldLengths{2, 4}));
    const auto counts = term_counts(terms);
    EXPECT_EQ(value_of(counts, schema::term_feature("Bho")), 3);
    EXPECT_EQ(value_of(counts, schema::term_feature("Bso")), 3);
    const auto shares = term_shares(terms, usual);
    EXPECT_FLOAT_EQ(value_of(shares, schema::term_feature("Bho")),
                    static_cast<float>(term_share(2, 1, {2, 4}, usual)));
}

}  // namespace

}  // namespace reformdesk::kb_index
