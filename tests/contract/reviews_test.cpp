// Review tasks: one for an article, a document and a last day, waiting or done.
#include "tests/contract/knowledge_contract.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ReviewContract : public KnowledgeContract {
  protected:
    void SetUp() override {
        KnowledgeContract::SetUp();
        import({article("a"), article("b"), article("c"), article("d")});
    }

    static desk::ReviewTask task(const std::string& id, std::string_view last_day = "2026-06-30") {
        desk::ReviewTask task;
        task.article = id;
        task.document = "old";
        task.last_day = day(last_day);
        task.opened_at = at(10);
        task.opened_by = "máy";
        return task;
    }

    std::size_t open(const std::vector<desk::ReviewTask>& tasks) { return store().open_reviews(tasks); }
    std::int64_t id_of(const std::string& id) {
        const auto waiting = store().reviews({});
        return std::ranges::find(waiting, id, &desk::ReviewTask::article)->id;
    }
    std::optional<desk::ReviewTask> close(std::int64_t id, const std::string& account = "lan",
                                          desk::Timestamp when = at(20)) {
        return store().close_review(id, account, when);
    }
    std::optional<desk::ReviewTask> reopen(std::int64_t id, desk::Timestamp when = at(30)) {
        return store().reopen_review(id, "minh", when);
    }
};

TEST_P(ReviewContract, a_task_comes_back_with_all_its_parts) {
    auto full = task("b");
    full.reason = desk::ReviewReason::superseded;
    full.successor = "new";
    auto bare = task("a");
    bare.document.clear();
    bare.last_day.reset();
    EXPECT_EQ(open({full, bare}), 2U);
    const auto tasks = store().reviews({});
    ASSERT_THAT(tasks, SizeIs(2));
    full.id = tasks[0].id;
    bare.id = tasks[1].id;
    EXPECT_THAT(tasks, ElementsAre(full, bare));
    EXPECT_NE(full.id, bare.id);
}

TEST_P(ReviewContract, the_same_article_document_and_last_day_are_one_task) {
    auto superseded = task("a");
    superseded.reason = desk::ReviewReason::superseded;
    auto undated = task("b");
    undated.last_day.reset();
    EXPECT_EQ(open({task("a"), superseded, undated, undated}), 2U);
    EXPECT_EQ(open({task("a"), task("a", "2026-12-31"), undated}), 1U);
    auto other = task("a");
    other.document = "other";
    EXPECT_EQ(open({other}), 1U);
    EXPECT_EQ(store().open_review_count(), 4);
}

TEST_P(ReviewContract, tasks_are_all_opened_or_none) {
    EXPECT_THROW(open({task("a"), task(std::string("b\0", 2))}), std::invalid_argument);
    EXPECT_EQ(store().open_review_count(), 0);
}

TEST_P(ReviewContract, those_waiting_are_listed_as_they_were_opened) {
    open({task("c"), task("a")});
    open({task("d"), task("b")});
    EXPECT_THAT(articles_of(store().reviews({})), ElementsAre("c", "a", "d", "b"));
    desk::ReviewQuery query;
    query.limit = 3;
    const auto page = store().reviews(query);
    EXPECT_THAT(articles_of(page), ElementsAre("c", "a", "d"));
    query.after = page.back().id;
    EXPECT_THAT(articles_of(store().reviews(query)), ElementsAre("b"));
}

TEST_P(ReviewContract, those_done_are_listed_newest_first) {
    open({task("a"), task("b"), task("c"), task("d")});
    for (const auto* id : {"d", "a", "b"}) {
        close(id_of(id));
    }
    desk::ReviewQuery query;
    query.open = false;
    query.limit = 2;
    const auto page = store().reviews(query);
    EXPECT_THAT(articles_of(page), ElementsAre("d", "b"));
    query.after = page.back().id;
    EXPECT_THAT(articles_of(store().reviews(query)), ElementsAre("a"));
    EXPECT_THAT(articles_of(store().reviews({})), ElementsAre("c"));
    EXPECT_EQ(store().open_review_count(), 1);
}

TEST_P(ReviewContract, a_task_is_closed_once) {
    open({task("a")});
    const auto id = id_of("a");
    const auto closed = close(id);
    ASSERT_TRUE(closed);
    EXPECT_EQ(closed->closed_at, at(20));
    EXPECT_EQ(closed->closed_by, "lan");
    EXPECT_EQ(close(id, "minh", at(30)), closed);
}

TEST_P(ReviewContract, a_closed_task_can_be_taken_up_again) {
    open({task("a"), task("b")});
    const auto before = store().reviews({});
    const auto id = before[0].id;
    close(id);
    EXPECT_EQ(reopen(id), before[0]);
    EXPECT_EQ(reopen(id, at(40)), before[0]);
    EXPECT_EQ(store().reviews({}), before);
}

TEST_P(ReviewContract, a_closed_task_is_not_opened_by_itself) {
    open({task("a")});
    close(id_of("a"));
    EXPECT_EQ(open({task("a")}), 0U);
    EXPECT_THAT(store().reviews({}), IsEmpty());
}

TEST_P(ReviewContract, an_unknown_task_is_nothing) {
    EXPECT_FALSE(close(4711));
    EXPECT_FALSE(reopen(4711));
    EXPECT_EQ(store().open_review_count(), 0);
}

TEST_P(ReviewContract, who_closed_and_reopened_is_in_the_audit_trail) {
    open({task("a")});
    const auto id = id_of("a");
    close(id);
    close(id, "lan", at(21));
    reopen(id);
    reopen(id, at(31));
    const auto audit = store().audit(10);
    ASSERT_THAT(audit, SizeIs(3));
    EXPECT_EQ(audit[1].action, "review_closed");
    EXPECT_EQ(audit[1].actor, "lan");
    EXPECT_EQ(audit[1].at, at(20));
    EXPECT_EQ(audit[0].action, "review_reopened");
    EXPECT_EQ(audit[0].actor, "minh");
    EXPECT_EQ(audit[0].object, "review:" + std::to_string(id));
    EXPECT_EQ(audit[2].action, "articles_imported");
}

INSTANTIATE_TEST_SUITE_P(Backends, ReviewContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
