#include "kb_index/index_search.hpp"

#include "kb_index/memory_search.hpp"
#include "kb_index/schema.hpp"
#include "tests/kb_index/index_support.hpp"

#include <algorithm>
#include <optional>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

// One index, looked up in both ways.
class IndexSearching : public ::testing::Test {
  protected:
    Found in_index(std::string_view text, const AskOptions& options) {
        return index_.find(model_, nlp::read(text), options);
    }
    Found in_memory(std::string_view text, const AskOptions& options) const {
        return memory_.value().find(model_, nlp::read(text), options);
    }

  private:
    const IndexFolder folder_;
    const Xapian::Database database_{folder_.generation().string()};
    const Model model_ = unpack_model(database_.get_metadata(schema::model_key));
    const std::optional<MemorySearch> memory_ = MemorySearch::over(database_);
    IndexSearch index_{database_};
};

bool finds(const Found& found, std::string_view id) {
    return std::ranges::find(found.candidates, id, &Evidence::id) != found.candidates.end();
}

TEST_F(IndexSearching, FindsWhatTheSearchInMemoryFinds) {
    for (const auto* text : {"SIPAS là gì?", "lệ phí đăng ký khai sinh", "nghị định 118/2025/NĐ-CP",
                             "nop ho so o dau", "thủ tục hành chính mất bao lâu", "xyzzy", ""}) {
        const Found slow = in_index(text, today());
        const Found fast = in_memory(text, today());
        EXPECT_DOUBLE_EQ(slow.unknown, fast.unknown) << text;
        EXPECT_EQ(slow.wordless, fast.wordless) << text;
        EXPECT_EQ(slow.candidates.empty(), fast.candidates.empty()) << text;
        for (const auto& candidate : slow.candidates) {
            const auto same = std::ranges::find(fast.candidates, candidate.id, &Evidence::id);
            ASSERT_NE(same, fast.candidates.end()) << text << ": " << candidate.id;
            EXPECT_EQ(candidate.timing.in_force, same->timing.in_force);
            EXPECT_NEAR(candidate.signals.lexical, same->signals.lexical, 1e-5);
            EXPECT_NEAR(candidate.signals.nearest, same->signals.nearest, 1e-5);
            EXPECT_NEAR(candidate.signals.linear, same->signals.linear, 1e-4);
            EXPECT_DOUBLE_EQ(candidate.signals.citation, same->signals.citation);
        }
    }
}

TEST_F(IndexSearching, LeavesOutArticlesOfOtherProvincesInBothWays) {
    const auto* text = "Trụ sở tiếp nhận mở cửa đến mấy giờ?";
    for (const auto* territory : {"", "VN", "01", "56", "79"}) {
        auto options = today();
        options.territory = territory;
        const bool everywhere = options.territory.empty() || options.territory == "VN";
        for (const auto& found : {in_index(text, options), in_memory(text, options)}) {
            EXPECT_EQ(finds(found, "ha-noi"), everywhere || options.territory == "01") << territory;
            EXPECT_EQ(finds(found, "khanh-hoa"), everywhere || options.territory == "56") << territory;
            EXPECT_TRUE(finds(found, "mot-cua")) << territory;
        }
    }
}

}  // namespace

}  // namespace reformdesk::kb_index
