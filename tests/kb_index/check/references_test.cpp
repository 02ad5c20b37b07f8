#include "kb_index/check/references.hpp"

#include "kb_index/check/circles.hpp"
#include "tests/kb_index/check/check_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Findings with_follow_ups(const std::vector<std::vector<std::string>>& follow_ups) {
    auto articles = clean_articles();
    for (std::size_t i = 0; i < follow_ups.size(); ++i) articles[i].follow_ups = follow_ups[i];
    return check_references(base_of(std::move(articles), clean_documents()));
}

TEST(CheckingReferences, FindsNothingInACleanBase) {
    EXPECT_THAT(names_of(check_references(clean_base())), IsEmpty());
    EXPECT_THAT(names_of(check_topics(clean_base())), IsEmpty());
}

TEST(CheckingReferences, FindsArticlesThatAreNotThere) {
    auto articles = clean_articles();
    articles[0].related = {"a2", "gone"};
    articles[1].follow_ups = {"a2"};
    const auto findings = check_references(base_of(articles, clean_documents()));
    ASSERT_THAT(names_of(findings), ElementsAre("missing_article a1", "missing_article a2"));
    EXPECT_EQ(findings[0].text, "related có “gone”, không có trong kho");
    EXPECT_EQ(findings[1].text, "follow_ups dẫn tới chính bài này");
}

TEST(CheckingReferences, FindsFollowUpsThatNobodyGetsOutOf) {
    const auto findings = with_follow_ups({{"a2"}, {"a3"}, {"a1"}});
    ASSERT_THAT(names_of(findings), ElementsAre("closed_circle a1"));
    EXPECT_THAT(findings.front().text, HasSubstr("a1, a2, a3"));
    EXPECT_THAT(findings.front().others, ElementsAre("a1", "a2", "a3"));
}

TEST(CheckingReferences, LetsCirclesBeThatLeadOn) {
    EXPECT_THAT(names_of(with_follow_ups({{"a2"}, {"a1", "a3"}})), IsEmpty());
    EXPECT_THAT(names_of(with_follow_ups({{"a2"}, {"a3"}, {"a4"}, {"a5"}, {"a6"}, {"a1"}})), IsEmpty())
        << "long";
    EXPECT_THAT(names_of(with_follow_ups({{"a2", "a3"}, {"a4"}, {"a4"}})), IsEmpty()) << "no circle at all";
}

TEST(CheckingReferences, LetsArticlesBeRelatedToEachOther) {
    auto articles = clean_articles();
    articles[0].related = {"a2"};
    articles[1].related = {"a1"};
    EXPECT_THAT(names_of(check_references(base_of(articles, clean_documents()))), IsEmpty());
}

TEST(CheckingTopics, FindsArticlesWithoutATopic) {
    auto articles = clean_articles();
    articles[3].topic.clear();
    EXPECT_THAT(names_of(check_topics(base_of(articles, clean_documents()))), ElementsAre("no_topic a4"));
}

TEST(CheckingTopics, FindsTopicsWithFarFewerArticlesThanTheOthers) {
    std::vector<Article> articles;
    const auto add = [&](const std::string& topic, int count) {
        for (int i = 0; i < count; ++i)
            articles.push_back(plain_article(topic + std::to_string(i), "Hỏi gì?", "Đáp."));
        for (int i = 0; i < count; ++i)
            articles[articles.size() - 1 - static_cast<std::size_t>(i)].topic = topic;
    };
    add("mot-cua", 9);
    add("cong-vu", 12);
    add("mot_cua", 2);
    add("it-bai", 3);
    add("khanh-hoa", 20);
    const auto findings = check_topics(base_of(articles, clean_documents()));
    ASSERT_THAT(names_of(findings), ElementsAre("small_topic mot_cua"));
    EXPECT_THAT(findings.front().text, HasSubstr("chỉ có 2 bài (mot_cua0, mot_cua1)"));
}

TEST(Circles, AreGroupsOfNodesThatReachEachOther) {
    EXPECT_THAT(circles({{1}, {2}, {0, 3}, {4}, {3}, {}}),
                ElementsAre(ElementsAre(3, 4), ElementsAre(0, 1, 2)));
    EXPECT_THAT(circles({{0}, {}}), ElementsAre(ElementsAre(0)));
    EXPECT_THAT(circles({{1}, {2}, {}}), IsEmpty());
    EXPECT_THAT(circles({}), IsEmpty());
}

TEST(Circles, MayBeAsLongAsTheKnowledgeBase) {
    Graph graph(200'000);
    for (std::size_t i = 0; i < graph.size(); ++i) graph[i] = {(i + 1) % graph.size()};
    const auto found = circles(graph);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.front().size(), graph.size());
}

}  // namespace

}  // namespace reformdesk::kb_index
