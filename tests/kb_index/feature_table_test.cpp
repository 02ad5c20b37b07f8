#include "kb_index/feature_table.hpp"

#include <random>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

// Low features are common, high ones rare.
SparseVector random_vector(std::minstd_rand& random) {
    std::uniform_real_distribution<float> value(-1, 1);
    SparseVector vector;
    for (std::uint32_t feature = 0; feature < 200; ++feature)
        if (random() % (feature + 1) < 4) vector.push_back({feature * 7919, value(random)});
    return vector;
}

void expect_products(const std::vector<SparseVector>& vectors, const SparseVector& other) {
    std::vector<const SparseVector*> pointers;
    for (const auto& vector : vectors) pointers.push_back(&vector);
    const auto products = FeatureTable(pointers).products(other);
    ASSERT_EQ(products.size(), vectors.size());
    for (std::size_t i = 0; i < vectors.size(); ++i)
        EXPECT_NEAR(products[i], dot(vectors[i], other), 1e-4) << i << " of " << vectors.size();
}

TEST(FeatureTable, GivesTheProductWithEachVector) {
    std::minstd_rand random(7);
    for (const std::size_t size : {1U, 2U, 7U, 8U, 9U, 63U, 200U}) {
        std::vector<SparseVector> vectors;
        for (std::size_t i = 0; i < size; ++i) vectors.push_back(random_vector(random));
        expect_products(vectors, random_vector(random));
    }
}

TEST(FeatureTable, TakesEmptyVectors) {
    expect_products({}, {{3, 1.0F}});
    expect_products({{}, {{3, 2.0F}}, {}}, {{3, 1.0F}, {4, 1.0F}});
    expect_products({{}, {{3, 2.0F}}}, {});
}

}  // namespace

}  // namespace reformdesk::kb_index
