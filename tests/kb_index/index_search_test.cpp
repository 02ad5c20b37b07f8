#include "kb_index/index_search.hpp"

#include "kb_index/memory_search.hpp"
#include "kb_index/schema.hpp"
#include "tests/kb_index/index_support.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

TEST(IndexSearch, FindsWhatTheSearchInMemoryFinds) {
    const IndexFolder folder;
    const Xapian::Database database(folder.generation().string());
    const Model model = unpack_model(database.get_metadata(schema::model_key));
    const auto memory = MemorySearch::over(database);
    ASSERT_TRUE(memory);
    IndexSearch index(database);
    for (const auto* text : {"SIPAS là gì?", "lệ phí đăng ký khai sinh", "nghị định 118/2025/NĐ-CP",
                             "nop ho so o dau", "thủ tục hành chính mất bao lâu", "xyzzy", ""}) {
        const auto question = nlp::read(text);
        const Found slow = index.find(model, question, today());
        const Found fast = memory->find(model, question, today());
        EXPECT_DOUBLE_EQ(slow.unknown, fast.unknown) << text;
        EXPECT_EQ(slow.wordless, fast.wordless) << text;
        EXPECT_EQ(slow.candidates.empty(), fast.candidates.empty()) << text;
        for (const auto& candidate : slow.candidates) {
            const auto same = std::ranges::find(fast.candidates, candidate.id, &Evidence::id);
            ASSERT_NE(same, fast.candidates.end()) << text << ": " << candidate.id;
            EXPECT_EQ(candidate.in_force, same->in_force);
            EXPECT_NEAR(candidate.signals.lexical, same->signals.lexical, 1e-5);
            EXPECT_NEAR(candidate.signals.nearest, same->signals.nearest, 1e-5);
            EXPECT_NEAR(candidate.signals.linear, same->signals.linear, 1e-4);
            EXPECT_DOUBLE_EQ(candidate.signals.citation, same->signals.citation);
        }
    }
}

}  // namespace

}  // namespace reformdesk::kb_index
