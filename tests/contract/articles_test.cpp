// Articles: all or none, versions kept, a revision that names the state of them all.
#include "tests/contract/store_contract.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::contract {

namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ArticleContract : public StoreContract {
  protected:
    static kb_index::Article article(const std::string& id, const std::string& answer = "Có.") {
        kb_index::Article article;
        article.id = id;
        article.question = "Có cần hộ khẩu không?";
        article.answer = answer;
        return article;
    }

    std::size_t import(const std::vector<kb_index::Article>& articles, desk::Timestamp now = at(1)) {
        return store().import_articles(articles, "lan", now);
    }
};

TEST_P(ArticleContract, an_article_comes_back_with_all_its_parts) {
    using namespace std::chrono;
    auto full = article("cchc-001", "Dòng 1\n\n- **đậm**\n- [liên kết](https://example.vn)\n");
    full.phrasings = {"ho khau", "sổ hộ khẩu \"cũ\""};
    full.topic = "mot-cua";
    full.audience = {"cong-chuc", "nguoi-dan"};
    full.territory = "56";
    full.sources = {{"118/2025/NĐ-CP", "Điều 5", "https://vanban.chinhphu.vn/a?b=1&c=2"},
                    {"76/NQ-CP", "", ""}};
    full.validity = {kb_index::Date(year(2025) / 7 / 1), kb_index::Date(year(2026) / 12 / 31)};
    full.related = {"cchc-014"};
    full.follow_ups = {"cchc-015", "cchc-016"};
    full.extra = {{"ghi_chu", "{\"a\":[1,2.50,null]}"}, {"x", "\"\""}};
    EXPECT_EQ(import({full}, at(7)), 1U);
    const auto stored = store().article("cchc-001");
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->article, full);
    EXPECT_EQ(stored->version, 1);
    EXPECT_EQ(stored->changed_at, at(7));
}

TEST_P(ArticleContract, articles_are_ordered_by_the_bytes_of_their_ids) {
    import({article("đ"), article("b"), article("a-2"), article("B"), article("a10"), article("z")});
    std::vector<std::string> ids;
    for (const auto& stored : store().articles()) {
        ids.push_back(stored.article.id);
    }
    EXPECT_THAT(ids, ElementsAre("B", "a-2", "a10", "b", "z", "đ"));
}

TEST_P(ArticleContract, only_changed_articles_get_a_new_version) {
    import({article("a"), article("b")}, at(1));
    EXPECT_EQ(import({article("a"), article("b", "Không."), article("c")}, at(2)), 2U);
    EXPECT_EQ(store().article("a")->version, 1);
    EXPECT_EQ(store().article("a")->changed_at, at(1));
    EXPECT_EQ(store().article("b")->version, 2);
    EXPECT_EQ(store().article("b")->changed_at, at(2));
    EXPECT_EQ(store().article("c")->version, 1);
}

TEST_P(ArticleContract, old_versions_stay_readable) {
    import({article("a", "Một.")}, at(1));
    import({article("a", "Hai.")}, at(2));
    import({article("a", "Một.")}, at(3));
    const auto versions = store().versions("a");
    ASSERT_THAT(versions, SizeIs(3));
    EXPECT_EQ(versions[0].version, 3);
    EXPECT_EQ(versions[0].article.answer, "Một.");
    EXPECT_EQ(versions[1].version, 2);
    EXPECT_EQ(versions[1].article.answer, "Hai.");
    EXPECT_EQ(versions[2].changed_at, at(1));
    EXPECT_THAT(store().versions("nowhere"), IsEmpty());
    EXPECT_FALSE(store().article("nowhere"));
}

TEST_P(ArticleContract, the_revision_changes_when_an_article_does_and_only_then) {
    const auto empty = store().articles_revision();
    import({article("a")});
    const auto first = store().articles_revision();
    EXPECT_NE(first, empty);
    EXPECT_EQ(import({article("a")}), 0U);
    EXPECT_EQ(import({}), 0U);
    EXPECT_EQ(store().articles_revision(), first);
    import({article("a", "Không.")});
    const auto second = store().articles_revision();
    EXPECT_NE(second, first);
    // The same articles after a change and back are another state: versions are part of it.
    import({article("a")});
    EXPECT_NE(store().articles_revision(), first);
    EXPECT_NE(store().articles_revision(), second);
}

TEST_P(ArticleContract, all_of_an_import_or_none) {
    import({article("a")});
    const auto revision = store().articles_revision();
    EXPECT_THROW(import({article("a", "Không."), article("b"), article(std::string("c\0", 2))}),
                 std::invalid_argument);
    EXPECT_EQ(store().article("a")->article.answer, "Có.");
    EXPECT_FALSE(store().article("b"));
    EXPECT_THAT(store().versions("a"), SizeIs(1));
    EXPECT_EQ(store().articles_revision(), revision);
}

TEST_P(ArticleContract, an_import_is_in_the_audit_trail) {
    import({article("a"), article("b")}, at(9));
    import({article("a")}, at(10));
    const auto audit = store().audit(10);
    ASSERT_THAT(audit, SizeIs(1));
    EXPECT_EQ(audit[0].actor, "lan");
    EXPECT_EQ(audit[0].action, "articles_imported");
    EXPECT_EQ(audit[0].at, at(9));
}

INSTANTIATE_TEST_SUITE_P(Backends, ArticleContract, ::testing::ValuesIn(backends()), name_of);

}  // namespace

}  // namespace reformdesk::contract
