#include "kb_index/record.hpp"

#include "kb_index/learner.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

constexpr float no_number = std::numeric_limits<float>::quiet_NaN();
constexpr float endless = std::numeric_limits<float>::infinity();

Record some_record() {
    Record record;
    record.id = "khai-sinh";
    record.terms = {{3, 0.5F}, {8, 0.25F}};
    record.phrasings = {{{1, 0.75F}, {2, 0.5F}}, {}};
    record.weights = {{2, -1.5F}};
    record.bias = 0.125F;
    record.learnt = true;
    return record;
}

TEST(Record, IsReadAsItWasPacked) {
    const Record record = some_record();
    const Record read = unpack_record(pack(record));
    EXPECT_EQ(read.id, record.id);
    EXPECT_EQ(read.terms, record.terms);
    EXPECT_EQ(read.phrasings, record.phrasings);
    EXPECT_EQ(read.weights, record.weights);
    EXPECT_EQ(read.bias, record.bias);
    EXPECT_TRUE(read.learnt);
}

TEST(Record, IsRefusedWhereverItIsCut) {
    const std::string packed = pack(some_record());
    for (std::size_t size = 0; size < packed.size(); ++size)
        EXPECT_THROW(unpack_record(std::string_view(packed).substr(0, size)), std::invalid_argument) << size;
}

TEST(Record, IsRefusedWithWhatIsNoNumber) {
    for (const float value : {no_number, endless, -endless, 1e30F}) {
        const auto is_refused = [&](auto damage) {
            Record record = some_record();
            damage(record);
            EXPECT_THROW(unpack_record(pack(record)), std::invalid_argument) << value;
        };
        is_refused([&](Record& record) { record.bias = value; });
        is_refused([&](Record& record) { record.terms.front().value = value; });
        is_refused([&](Record& record) { record.phrasings.front().back().value = value; });
        is_refused([&](Record& record) { record.weights.front().value = value; });
    }
}

TEST(Record, IsRefusedWithFeaturesOutOfOrder) {
    Record record = some_record();
    std::swap(record.terms.front(), record.terms.back());
    EXPECT_THROW(unpack_record(pack(record)), std::invalid_argument);
    record.terms.back() = record.terms.front();
    EXPECT_THROW(unpack_record(pack(record)), std::invalid_argument) << "twice the same";
}

TEST(Record, OfAModelIsRefusedWithWhatIsNoNumber) {
    Model model;
    model.average = {1, 1};
    ASSERT_NO_THROW(unpack_model(pack(model)));
    model.parameters.calibration[1] = static_cast<double>(no_number);
    EXPECT_THROW(unpack_model(pack(model)), std::invalid_argument);
    model = {};
    EXPECT_THROW(unpack_model(pack(model)), std::invalid_argument) << "lengths that do not divide";
}

}  // namespace

}  // namespace reformdesk::kb_index
