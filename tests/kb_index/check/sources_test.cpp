#include "kb_index/check/sources.hpp"

#include "tests/kb_index/check/check_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// What is found when the first article is changed.
template <typename Change>
Findings with_first(const Change& change) {
    auto articles = clean_articles();
    change(articles.front());
    return check_sources(base_of(std::move(articles), clean_documents()), november());
}

Findings resting_on(const std::string& document) {
    return with_first([&](Article& article) { article.sources = {{document, "", ""}}; });
}

TEST(CheckingSources, FindsNothingInACleanBase) {
    EXPECT_THAT(names_of(check_sources(clean_base(), november())), IsEmpty());
}

TEST(CheckingSources, FindsArticlesWithoutASource) {
    EXPECT_THAT(names_of(with_first([](Article& article) { article.sources.clear(); })),
                ElementsAre("no_source a1"));
}

TEST(CheckingSources, FindsArticlesOnAnEndedDocumentAndNamesItsSuccessor) {
    const auto findings = resting_on("61/2018/NĐ-CP");
    ASSERT_THAT(names_of(findings), ElementsAre("ended_document a1"));
    EXPECT_THAT(findings.front().text, HasSubstr("61/2018/NĐ-CP hết hiệu lực sau ngày 2025-06-30"));
    EXPECT_THAT(findings.front().text, HasSubstr("thay bằng 118/2025/NĐ-CP từ ngày 2025-07-01"));
    EXPECT_THAT(findings.front().others, ElementsAre("61/2018/NĐ-CP"));
}

TEST(CheckingSources, TakesAnArticleWithItsOwnLastDayForPastLaw) {
    const auto kept_until = [](Date last_day) {
        return names_of(with_first([&](Article& article) {
            article.sources = {{"61/2018/NĐ-CP", "", ""}};
            article.validity.to = last_day;
        }));
    };
    EXPECT_THAT(kept_until(2025y / 6 / 30), IsEmpty());
    EXPECT_THAT(kept_until(2025y / 12 / 31), ElementsAre("ended_document a1"));
}

TEST(CheckingSources, FindsArticlesOnADocumentThatIsOverWithoutADate) {
    auto documents = clean_documents();
    documents.push_back({.number = "942/QĐ-TTg", .status = "het-giai-doan"});
    documents.push_back({.number = "101/2017/NĐ-CP"});
    documents.back().replaced_by = {{"118/2025/NĐ-CP", 2025y / 7 / 1}};
    auto articles = clean_articles();
    articles[0].sources = {{"942/QĐ-TTg", "", ""}};
    articles[1].sources = {{"101/2017/NĐ-CP", "", ""}};
    EXPECT_THAT(names_of(check_sources(base_of(articles, documents), november())),
                ElementsAre("ended_document a1", "ended_document a2"));
}

TEST(CheckingSources, FindsNumbersThatAreNotInTheList) {
    EXPECT_THAT(names_of(resting_on("99/2025/NĐ-CP")), ElementsAre("unknown_document a1"));
    EXPECT_THAT(names_of(resting_on("Luật số 80/2025/QH15")), ElementsAre("unknown_document a1"));
}

TEST(CheckingSources, SaysHowTheListWritesTheNumber) {
    for (const auto* written : {"118/2025/ND-CP", "Nghị định 118/2025/NĐ-CP", "118/2025/nđ-cp"}) {
        const auto findings = resting_on(written);
        ASSERT_THAT(names_of(findings), ElementsAre("unknown_document a1")) << written;
        EXPECT_THAT(findings.front().text, HasSubstr("trong danh mục ghi là 118/2025/NĐ-CP")) << written;
    }
}

TEST(CheckingSources, LetsSourcesBeThatAreNoLegalTexts) {
    for (const auto* source :
         {"Báo Khánh Hòa, bài về Nghị định 99/2025/NĐ-CP", "28 nghị định phân cấp tháng 6/2025",
          "Công văn 7042 ngày 06/6/2025 của UBND tỉnh", "Trang thông tin của xã"})
        EXPECT_THAT(names_of(resting_on(source)), IsEmpty()) << source;
}

TEST(CheckingSources, FindsArticlesThatNeverHold) {
    const auto findings = with_first([](Article& article) { article.validity.to = 2025y / 6 / 30; });
    ASSERT_THAT(names_of(findings), ElementsAre("never_in_force a1"));
    EXPECT_THAT(findings.front().text, HasSubstr("từ ngày 2025-07-01 nhưng hết sau ngày 2025-06-30"));
}

TEST(CheckingSources, ShowsWhatFallsDueByDocument) {
    auto documents = clean_documents();
    documents.back() = superseded(documents.back(), "9/2027/NĐ-CP", 2027y / 3 / 1);
    auto articles = clean_articles();
    articles[5].validity.to = 2026y / 12 / 31;
    const auto base = base_of(articles, documents);
    EXPECT_THAT(names_of(check_sources(base, until(2026y / 11 / 25, 2026y / 12 / 30))), IsEmpty());

    const auto findings = check_sources(base, until(2026y / 11 / 25, 2027y / 3 / 1));
    ASSERT_THAT(names_of(findings), ElementsAre("falls_due a6", "falls_due 118/2025/NĐ-CP"));
    EXPECT_THAT(findings[0].text, HasSubstr("đến hết ngày 2026-12-31 theo valid_to của bài"));
    EXPECT_THAT(findings[1].text,
                HasSubstr("đến hết ngày 2027-02-28, thay bằng 9/2027/NĐ-CP từ ngày 2027-03-01"));
    EXPECT_THAT(findings[1].others, ElementsAre("a1", "a2", "a3", "a4", "a5"));
}

TEST(CheckingSources, TakesWhatFellDueForEndedOnTheNextDay) {
    auto documents = clean_documents();
    documents.back() = superseded(documents.back(), "9/2027/NĐ-CP", 2027y / 3 / 1);
    const auto base = base_of({clean_articles().front()}, documents);
    EXPECT_THAT(names_of(check_sources(base, until(2027y / 2 / 28, 2027y / 2 / 28))),
                ElementsAre("falls_due 118/2025/NĐ-CP"));
    EXPECT_THAT(names_of(check_sources(base, until(2027y / 3 / 1, 2027y / 3 / 1))),
                ElementsAre("ended_document a1"));
}

}  // namespace

}  // namespace reformdesk::kb_index
