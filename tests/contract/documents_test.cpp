// Documents: all or none, and what they say about the articles that rest on them.
#include "tests/contract/knowledge_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DocumentContract : public KnowledgeContract {};
class StandingContract : public KnowledgeContract {};

TEST_P(DocumentContract, a_document_comes_back_with_all_its_parts) {
    kb_index::LegalDocument full;
    full.number = "61/2018/NĐ-CP";
    full.kind = "Nghị định";
    full.issuer = "Chính phủ";
    full.issued = day("2018-04-23");
    full.effective = {day("2018-06-21"), day("2025-06-30")};
    full.status = "het-hieu-luc";
    full.replaced_by = {{"118/2025/NĐ-CP", day("2025-07-01")}, {"367/2025/NĐ-CP", std::nullopt}};
    full.amended_by = {{"107/2021/NĐ-CP", day("2021-12-06")}};
    full.title = "Thực hiện cơ chế \"một cửa\"";
    full.url = "https://vanban.chinhphu.vn/?a=1&b=2";
    full.confidence = "confirmed";
    full.note = "Dòng 1\nDòng 2";
    full.extra = {{"tags", "[1,2.50,null]"}};
    EXPECT_EQ(import({full}), 1U);
    EXPECT_EQ(store().document("61/2018/NĐ-CP"), full);
    EXPECT_THAT(store().documents(), ElementsAre(full));
}

TEST_P(DocumentContract, a_number_that_nobody_stored_is_no_document) {
    EXPECT_FALSE(store().document("61/2018/NĐ-CP"));
    EXPECT_THAT(store().documents(), IsEmpty());
}

TEST_P(DocumentContract, documents_are_ordered_by_the_bytes_of_their_numbers) {
    import(
        {document("Đ"), document("b"), document("45/2020/NĐ-CP"), document("B"), document("118/2025/NĐ-CP")});
    std::vector<std::string> numbers;
    for (const auto& each : store().documents()) {
        numbers.push_back(each.number);
    }
    EXPECT_THAT(numbers, ElementsAre("118/2025/NĐ-CP", "45/2020/NĐ-CP", "B", "b", "Đ"));
}

TEST_P(DocumentContract, the_revision_changes_when_a_document_does_and_only_then) {
    const auto empty = store().articles_revision();
    EXPECT_EQ(import({document("a"), document("b")}), 2U);
    const auto first = store().articles_revision();
    EXPECT_NE(first, empty);
    EXPECT_EQ(import({document("a"), document("b")}), 0U);
    EXPECT_EQ(store().articles_revision(), first);
    EXPECT_EQ(import({document("a"), document("b", day("2026-12-31"))}), 1U);
    EXPECT_NE(store().articles_revision(), first);
}

TEST_P(DocumentContract, all_of_an_import_or_none) {
    import({document("a")});
    const auto revision = store().articles_revision();
    EXPECT_THROW(import({document("a", day("2026-12-31")), document(std::string("b\0", 2))}),
                 std::invalid_argument);
    EXPECT_EQ(store().document("a"), document("a"));
    EXPECT_EQ(store().articles_revision(), revision);
}

TEST_P(DocumentContract, an_import_is_in_the_audit_trail_with_what_it_changed) {
    import({document("a"), document("b"), document("c")});
    import({document("a"), document("b", day("2026-12-31")), document("c", day("2027-02-28"))});
    import({document("a")});
    const auto audit = store().audit(10);
    ASSERT_THAT(audit, SizeIs(2));
    EXPECT_EQ(audit[0].actor, "lan");
    EXPECT_EQ(audit[0].action, "documents_imported");
    EXPECT_EQ(audit[0].at, at(2));
    EXPECT_THAT(audit[0].detail, HasSubstr("b, c"));
}

TEST_P(StandingContract, an_article_holds_as_long_as_the_first_of_its_documents_to_end) {
    auto later = document("a", day("2026-12-31"));
    later.replaced_by = {{"a2", day("2027-01-01")}};
    auto sooner = document("b", day("2026-06-30"));
    sooner.replaced_by = {{"b2", day("2026-07-01")}};
    sooner.url = "https://vanban.chinhphu.vn/b";
    import({later, sooner, document("c")});
    import({article("x", {"c", "b", "a"}), article("y", {"c"}), article("z")});
    const auto standing = store().article("x")->standing;
    EXPECT_EQ(standing.validity.to, day("2026-06-30"));
    EXPECT_EQ(standing.ended_by, "b");
    EXPECT_THAT(standing.replaced_by, ElementsAre(kb_index::Succession{"b2", day("2026-07-01")},
                                                  kb_index::Succession{"a2", day("2027-01-01")}));
    ASSERT_THAT(standing.sources, SizeIs(3));
    EXPECT_EQ(standing.sources[1].url, "https://vanban.chinhphu.vn/b");
    EXPECT_FALSE(last_day_of("y"));
    EXPECT_EQ(store().article("z")->standing, kb_index::Standing());
}

TEST_P(StandingContract, every_way_to_read_an_article_says_the_same) {
    import({document("a", day("2026-12-31")), document("b", day("2026-06-30"))});
    import({article("x", {"a"}), article("y", {"a", "b"})});
    import({article("x", {"b"})});
    const auto all = store().articles();
    ASSERT_THAT(all, SizeIs(2));
    EXPECT_EQ(all[0].standing, store().article("x")->standing);
    EXPECT_EQ(all[1].standing, store().article("y")->standing);
    const auto versions = store().versions("x");
    ASSERT_THAT(versions, SizeIs(2));
    EXPECT_EQ(versions[0].standing, store().article("x")->standing);
    EXPECT_EQ(versions[1].standing.validity.to, day("2026-12-31"));
}

TEST_P(StandingContract, an_article_follows_its_documents_without_being_touched) {
    import({article("x", {"a"})});
    EXPECT_FALSE(last_day_of("x"));
    import({document("a", day("2026-12-31"))});
    EXPECT_EQ(last_day_of("x"), day("2026-12-31"));
    import({document("a")});
    EXPECT_FALSE(last_day_of("x"));
    EXPECT_EQ(store().article("x")->version, 1);
    EXPECT_EQ(store().article("x")->changed_at, at(1));
}

TEST_P(StandingContract, an_article_follows_its_sources) {
    import({document("a", day("2026-12-31")), document("b", day("2027-12-31"))});
    import({article("x", {"a"})});
    import({article("x", {"b"})});
    EXPECT_EQ(last_day_of("x"), day("2027-12-31"));
    import({article("x")});
    EXPECT_FALSE(last_day_of("x"));
}

TEST_P(StandingContract, an_article_may_name_a_document_several_times) {
    import({article("x", {"a", "a"})});
    import({document("a", day("2026-12-31"))});
    EXPECT_EQ(last_day_of("x"), day("2026-12-31"));
    EXPECT_THAT(store().supersede(supersession("a", "b", "2026-07-01")).articles, SizeIs(1));
}

TEST_P(StandingContract, the_last_one_counts_when_an_import_has_an_article_several_times) {
    import({article("x", {"a"}), article("x", {"b"})});
    import({document("a", day("2026-06-30")), document("b", day("2026-12-31"))});
    EXPECT_EQ(last_day_of("x"), day("2026-12-31"));
    EXPECT_THAT(store().supersede(supersession("a", "c", "2026-07-01")).articles, IsEmpty());
}

TEST_P(StandingContract, a_source_may_be_as_long_as_a_report_in_the_press_is) {
    const auto report = long_text(8'000);
    import({article("x", {report, "a"})});
    import({document("a", day("2026-12-31"))});
    EXPECT_EQ(store().article("x")->article.sources.front().document, report);
    EXPECT_EQ(last_day_of("x"), day("2026-12-31"));
}

INSTANTIATE_TEST_SUITE_P(Backends, StandingContract, ::testing::ValuesIn(backends()), name_of);
INSTANTIATE_TEST_SUITE_P(Backends, DocumentContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
