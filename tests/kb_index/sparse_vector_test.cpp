#include "kb_index/sparse_vector.hpp"

#include <map>
#include <random>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

TEST(SparseVector, AddsUpTheComponentsOfOneFeature) {
    SparseVector vector = {{7, 1}, {3, 2}, {7, 4}, {1, 8}, {3, 16}};
    sort_and_add_up(vector);
    EXPECT_EQ(vector, (SparseVector{{1, 8}, {3, 18}, {7, 5}}));
    SparseVector empty;
    sort_and_add_up(empty);
    EXPECT_TRUE(empty.empty());
}

TEST(SparseVector, HasNothingOfAFeatureThatItLacks) {
    const SparseVector vector = {{2, 5}, {9, 6}};
    EXPECT_EQ(value_of(vector, 9), 6);
    EXPECT_EQ(value_of(vector, 3), 0);
    EXPECT_EQ(value_of({}, 3), 0);
}

TEST(SparseVector, TellsKindsAndMarksOfOneTextApart) {
    EXPECT_NE(feature_of('A', "ho so", false), feature_of('B', "ho so", false));
    EXPECT_TRUE(is_marked(feature_of('A', "ho so", true)));
    EXPECT_FALSE(is_marked(feature_of('A', "ho so", false)));
}

// By the definition, over a map.
double product(const SparseVector& a, const SparseVector& b) {
    std::map<std::uint32_t, double> values;
    for (const auto& component : a) values[component.feature] = static_cast<double>(component.value);
    double sum = 0;
    for (const auto& component : b) {
        const auto found = values.find(component.feature);
        if (found != values.end()) sum += found->second * static_cast<double>(component.value);
    }
    return sum;
}

TEST(SparseVector, MultipliesVectorsOfAnyLengths) {
    std::mt19937 random(3);
    const auto vector_of = [&](std::size_t size) {
        SparseVector vector;
        for (std::size_t i = 0; i < size; ++i)
            vector.push_back({static_cast<std::uint32_t>(random() % 300), static_cast<float>(random() % 9)});
        sort_and_add_up(vector);
        return vector;
    };
    for (const std::size_t size : {0U, 1U, 10U, 500U})
        for (const std::size_t other : {0U, 3U, 40U, 2000U}) {
            const auto a = vector_of(size);
            const auto b = vector_of(other);
            EXPECT_NEAR(dot(a, b), product(a, b), 1e-3);
            EXPECT_NEAR(Probe(a).dot(b), product(a, b), 1e-3);
        }
}

}  // namespace

}  // namespace reformdesk::kb_index
