// One document takes the place of another: what ends, who has to look again, and that it happens once.
#include "tests/contract/knowledge_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class SupersessionContract : public KnowledgeContract {
  protected:
    static kb_index::LegalDocument stub(const std::string& number) {
        kb_index::LegalDocument stub;
        stub.number = number;
        stub.confidence = "unverified";
        return stub;
    }

    desk::Superseded supersede(const std::string& old_number, const std::string& new_number,
                               std::string_view from = "2026-07-01") {
        return store().supersede(supersession(old_number, new_number, from));
    }

    // Only what is asked for in the trail.
    std::vector<access::AuditEntry> supersessions_in_audit() {
        auto audit = store().audit(100);
        std::erase_if(audit, [](const auto& entry) { return entry.action != "document_superseded"; });
        return audit;
    }
};

TEST_P(SupersessionContract, the_old_document_ends_on_the_day_before) {
    import({document("old"), document("new")});
    const auto result = supersede("old", "new");
    EXPECT_TRUE(result.known);
    EXPECT_THAT(result.added, IsEmpty());
    const auto old = store().document("old");
    EXPECT_EQ(old->effective.to, day("2026-06-30"));
    EXPECT_THAT(old->replaced_by, ElementsAre(kb_index::Succession{"new", day("2026-07-01")}));
    EXPECT_EQ(store().document("new"), document("new"));
}

TEST_P(SupersessionContract, the_articles_that_rest_on_it_are_given_with_their_new_end) {
    import({document("old"), document("new"), document("other")});
    import({article("c", {"other", "old"}), article("a", {"old"}), article("b", {"other"}),
            article("d", {"new"})});
    const auto result = supersede("old", "new");
    EXPECT_THAT(ids_of(result.articles), ElementsAre("a", "c"));
    for (const auto& stored : result.articles) {
        EXPECT_EQ(stored.standing, store().article(stored.article.id)->standing);
        EXPECT_EQ(stored.standing.validity.to, day("2026-06-30"));
        EXPECT_EQ(stored.standing.ended_by, "old");
    }
    EXPECT_FALSE(last_day_of("b"));
}

TEST_P(SupersessionContract, each_of_them_has_to_be_reviewed) {
    import({document("old")});
    import({article("a", {"old"}), article("b"), article("c", {"old"})});
    EXPECT_EQ(supersede("old", "new").tasks, 2U);
    const auto tasks = store().reviews({});
    ASSERT_THAT(tasks, SizeIs(2));
    auto expected = desk::ReviewTask{
        tasks[0].id,  "a", desk::ReviewReason::superseded, "old", "new", day("2026-06-30"), at(50), "lan",
        std::nullopt, ""};
    EXPECT_EQ(tasks[0], expected);
    EXPECT_EQ(tasks[1].article, "c");
}

TEST_P(SupersessionContract, what_an_editor_has_ended_before_needs_no_review) {
    import({document("old")});
    auto before = article("before", {"old"});
    before.validity.to = day("2026-06-30");
    auto after = article("later", {"old"});
    after.validity.to = day("2026-07-01");
    import({before, after});
    const auto result = supersede("old", "new");
    EXPECT_THAT(ids_of(result.articles), ElementsAre("before", "later"));
    EXPECT_EQ(result.tasks, 1U);
    EXPECT_THAT(articles_of(store().reviews({})), ElementsAre("later"));
}

TEST_P(SupersessionContract, a_task_names_the_day_on_which_its_article_ends_for_another_reason) {
    import({document("old"), document("dead", day("2026-03-31"))});
    import({article("a", {"old", "dead"})});
    supersede("old", "new");
    EXPECT_EQ(store().reviews({}).at(0).last_day, day("2026-03-31"));
}

TEST_P(SupersessionContract, a_document_that_ends_earlier_keeps_its_end) {
    import({document("old", day("2026-03-31"))});
    import({article("a", {"old"})});
    supersede("old", "new");
    EXPECT_EQ(store().document("old")->effective.to, day("2026-03-31"));
    EXPECT_EQ(store().reviews({}).at(0).last_day, day("2026-03-31"));
}

TEST_P(SupersessionContract, the_revision_changes_with_it) {
    import({document("old")});
    const auto before = store().articles_revision();
    const auto result = supersede("old", "new");
    EXPECT_EQ(result.revision_before, before);
    EXPECT_NE(result.revision, before);
    EXPECT_EQ(store().articles_revision(), result.revision);
}

TEST_P(SupersessionContract, repeating_it_changes_nothing) {
    import({document("old"), document("new")});
    import({article("a", {"old"})});
    const auto first = supersede("old", "new");
    const auto again = supersede("old", "new");
    EXPECT_TRUE(again.known);
    EXPECT_THAT(ids_of(again.articles), ElementsAre("a"));
    EXPECT_EQ(again.tasks, 0U);
    EXPECT_THAT(again.added, IsEmpty());
    EXPECT_EQ(again.revision_before, first.revision);
    EXPECT_EQ(again.revision, first.revision);
    EXPECT_THAT(store().reviews({}), SizeIs(1));
    EXPECT_THAT(supersessions_in_audit(), SizeIs(1));
}

TEST_P(SupersessionContract, repeating_it_finds_articles_that_came_later) {
    import({document("old"), document("new")});
    import({article("a", {"old"})});
    const auto first = supersede("old", "new");
    import({article("b", {"old"})});
    EXPECT_EQ(last_day_of("b"), day("2026-06-30"));
    EXPECT_EQ(supersede("old", "new").tasks, 1U);
    EXPECT_THAT(articles_of(store().reviews({})), ElementsAre("a", "b"));
    EXPECT_THAT(supersessions_in_audit(), SizeIs(2));
}

TEST_P(SupersessionContract, a_review_that_was_done_is_not_asked_for_again) {
    import({document("old")});
    import({article("a", {"old"})});
    supersede("old", "new");
    const auto task = store().reviews({}).at(0);
    store().close_review(task.id, "lan", at(60));
    EXPECT_EQ(supersede("old", "new").tasks, 0U);
    EXPECT_THAT(store().reviews({}), IsEmpty());
}

TEST_P(SupersessionContract, the_daily_look_at_what_has_ended_opens_no_second_task) {
    import({document("old")});
    import({article("a", {"old"})});
    supersede("old", "new");
    const auto due = desk::reviews_due(store().articles(), day("2026-07-01"));
    ASSERT_THAT(due, SizeIs(1));
    EXPECT_EQ(store().open_reviews(due), 0U);
}

TEST_P(SupersessionContract, a_number_that_nothing_knows_changes_nothing) {
    import({article("a", {"other"})});
    const auto before = store().articles_revision();
    const auto result = supersede("old", "new");
    EXPECT_FALSE(result.known);
    EXPECT_THAT(result.articles, IsEmpty());
    EXPECT_EQ(result.revision_before, before);
    EXPECT_EQ(result.revision, before);
    EXPECT_EQ(store().articles_revision(), before);
    EXPECT_THAT(store().documents(), IsEmpty());
    EXPECT_THAT(supersessions_in_audit(), IsEmpty());
}

TEST_P(SupersessionContract, numbers_that_are_in_no_list_are_added) {
    import({article("a", {"old"})});
    const auto result = supersede("old", "new");
    EXPECT_TRUE(result.known);
    EXPECT_THAT(result.added, ElementsAre("old", "new"));
    EXPECT_EQ(result.tasks, 1U);
    EXPECT_EQ(store().document("new"), stub("new"));
    EXPECT_EQ(store().document("old"), kb_index::superseded(stub("old"), "new", day("2026-07-01")));
    EXPECT_EQ(last_day_of("a"), day("2026-06-30"));
}

TEST_P(SupersessionContract, an_article_that_no_longer_rests_on_it_is_left_alone) {
    import({document("old"), document("new")});
    import({article("a", {"old"})});
    import({article("a", {"new"})});
    const auto result = supersede("old", "new");
    EXPECT_THAT(result.articles, IsEmpty());
    EXPECT_EQ(result.tasks, 0U);
    EXPECT_FALSE(last_day_of("a"));
}

TEST_P(SupersessionContract, it_is_in_the_audit_trail) {
    import({document("old")});
    supersede("old", "new");
    const auto audit = supersessions_in_audit();
    ASSERT_THAT(audit, SizeIs(1));
    EXPECT_EQ(audit[0].actor, "lan");
    EXPECT_EQ(audit[0].at, at(50));
    EXPECT_EQ(audit[0].object, "document:old");
    EXPECT_THAT(audit[0].detail, HasSubstr("by new from 2026-07-01"));
}

TEST_P(SupersessionContract, what_makes_no_sense_is_refused_and_changes_nothing) {
    auto young = document("young");
    young.effective.from = day("2026-07-01");
    import({young});
    const auto revision = store().articles_revision();
    EXPECT_THROW(supersede("young", "young", "2026-08-01"), std::invalid_argument);
    EXPECT_THROW(supersede("young", "", "2026-08-01"), std::invalid_argument);
    EXPECT_THROW(supersede("young", "new", "2026-07-01"), std::invalid_argument);
    EXPECT_EQ(store().articles_revision(), revision);
    EXPECT_THAT(store().documents(), ElementsAre(young));
    EXPECT_TRUE(supersede("young", "new", "2026-07-02").known);
}

INSTANTIATE_TEST_SUITE_P(Backends, SupersessionContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
