#include "server/review_watch.hpp"

#include "tests/fakes/articles.hpp"
#include "tests/fakes/clock.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::SizeIs;

class ReviewWatchTest : public testing::Test {
  protected:
    void at(kb_index::Date day) { clock.advance(std::chrono::sys_days(day) + 5h - clock.now()); }
    void import(const std::string& id, const std::string& document, kb_index::Validity own = {}) {
        auto article = fakes::article(id, "Câu hỏi " + id + "?", "Trả lời.");
        article.sources = {{document, "", ""}};
        article.validity = own;
        articles.import_articles(std::vector{article}, "system", clock.now());
    }

    fakes::Articles articles;
    fakes::Clock clock;
    ReviewWatch watch{articles, articles, clock};
};

TEST_F(ReviewWatchTest, OpensATaskTheDayAfterADocumentHasEndedAndNamesWhatFollows) {
    at(2026y / 11 / 1);
    import("a", "1/2020/NĐ-CP");
    kb_index::LegalDocument document{.number = "1/2020/NĐ-CP"};
    document = kb_index::superseded(document, "2/2026/NĐ-CP", 2027y / 1 / 1);
    articles.import_documents(std::vector{document}, "system", clock.now());
    at(2026y / 12 / 31);
    EXPECT_EQ(watch.look(), 0U);
    at(2027y / 1 / 1);
    EXPECT_EQ(watch.look(), 1U);
    EXPECT_EQ(watch.look(), 0U) << "once";
    const auto open = articles.reviews({});
    ASSERT_THAT(open, SizeIs(1));
    EXPECT_EQ(open[0].article, "a");
    EXPECT_EQ(open[0].document, "1/2020/NĐ-CP");
    EXPECT_EQ(open[0].successor, "2/2026/NĐ-CP");
    EXPECT_EQ(open[0].last_day, 2026y / 12 / 31);
    EXPECT_EQ(open[0].opened_by, "system");
}

TEST_F(ReviewWatchTest, LeavesPastLawAloneThatWasWrittenAsSuch) {
    at(2026y / 11 / 1);
    import("past", "1/2020/NĐ-CP", {{}, 2025y / 6 / 30});
    EXPECT_EQ(watch.look(), 0U);
}

TEST_F(ReviewWatchTest, OpensATaskForAnArticleThatEndsByItsOwnDate) {
    at(2026y / 11 / 1);
    import("fee", "Báo Khánh Hòa", {{}, 2026y / 12 / 31});
    at(2027y / 1 / 1);
    EXPECT_EQ(watch.look(), 1U);
    EXPECT_EQ(articles.reviews({}).at(0).document, "");
}

}  // namespace
}  // namespace reformdesk
