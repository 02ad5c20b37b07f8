#include "kb_index/feature_index.hpp"

#include "kb_index/lexical.hpp"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

SparseVector random_vector(std::mt19937& random, std::size_t size) {
    SparseVector vector;
    for (std::size_t i = 0; i < size; ++i)
        vector.push_back(
            {static_cast<std::uint32_t>(random() % 200), static_cast<float>(random() % 100) / 100});
    std::sort(vector.begin(), vector.end(),
              [](const Component& a, const Component& b) { return a.feature < b.feature; });
    vector.erase(std::unique(vector.begin(), vector.end(),
                             [](const Component& a, const Component& b) { return a.feature == b.feature; }),
                 vector.end());
    return vector;
}

// Each term's weight in these records by its share in this one.
double lexical_by_definition(const SparseVector& query, const std::vector<Record>& records, std::size_t i) {
    double sum = 0;
    for (const auto& term : query) {
        const auto with = std::ranges::count_if(records, [&](const Record& record) {
            return std::ranges::count(record.terms, term.feature, &Component::feature) > 0;
        });
        sum += static_cast<double>(term.value) *
               term_weight(static_cast<double>(with), static_cast<double>(records.size())) *
               static_cast<double>(value_of(records[i].terms, term.feature));
    }
    return sum;
}

TEST(FeatureIndex, GivesWhatComparingEachArticleGives) {
    std::mt19937 random(7);
    std::vector<Record> records(30);
    for (auto& record : records) {
        for (std::size_t i = 0; i < random() % 6; ++i) record.phrasings.push_back(random_vector(random, 20));
        record.weights = random_vector(random, 40);
        record.terms = random_vector(random, 30);
    }
    const auto index = FeatureIndex::over(records);
    ASSERT_TRUE(index);
    for (int round = 0; round < 50; ++round) {
        const auto question = random_vector(random, 15);
        const auto query = random_vector(random, 10);
        const auto scores = index->compare(query, question);
        EXPECT_LE(scores.unknown, scores.most);
        for (std::size_t i = 0; i < records.size(); ++i) {
            double nearest = 0;
            for (const auto& phrasing : records[i].phrasings)
                nearest = std::max(nearest, dot(question, phrasing));
            EXPECT_NEAR(scores.nearest[i], nearest, 1e-4);
            EXPECT_NEAR(scores.linear[i], dot(question, records[i].weights), 1e-4);
            EXPECT_NEAR(scores.lexical[i], lexical_by_definition(query, records, i), 1e-3);
        }
    }
}

TEST(FeatureIndex, KnowsNothingOfUnknownFeatures) {
    const std::vector<Record> records(2);
    const auto scores = FeatureIndex::over(records)->compare({{7, 1.0F}}, {{5, 1.0F}});
    EXPECT_EQ(scores.lexical, (std::vector<float>{0, 0}));
    EXPECT_EQ(scores.nearest, (std::vector<float>{0, 0}));
    EXPECT_EQ(scores.linear, (std::vector<float>{0, 0}));
    EXPECT_GT(scores.most, 0);
    EXPECT_EQ(scores.unknown, scores.most);
}

TEST(FeatureIndex, CountsTheCitedDocumentsThatAnArticleNames) {
    const auto citation = feature_of('C', "118/2025/nđ-cp", true);
    const auto word = feature_of('B', "ho so", false);
    std::vector<Record> records(2);
    records[0].terms = {{word, 0.5F}};
    records[1].terms = {{word, 0.5F}, {citation, 0.5F}};
    for (auto& record : records) sort_and_add_up(record.terms);
    SparseVector query = {{word, 1.0F}, {citation, 1.0F}};
    sort_and_add_up(query);
    const auto index = FeatureIndex::over(records);
    const auto scores = index->compare(query, {});
    EXPECT_EQ(scores.citations, (std::vector<float>{0, 1}));
    EXPECT_EQ(scores.cited, 1);
    EXPECT_EQ(scores.unknown, 0);
    EXPECT_EQ(index->articles_with(word), 2U);
    EXPECT_EQ(index->articles_with(citation), 1U);
}

TEST(FeatureIndex, IsNotMadeOfMoreThanItIsWorth) {
    std::vector<Record> records(1);
    records.front().phrasings.assign(10'000, {{1, 1.0F}});
    EXPECT_FALSE(FeatureIndex::over(records));
}

}  // namespace

}  // namespace reformdesk::kb_index
