#include "kb_index/check/rivals.hpp"

#include "kb_index/writer.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/kb_index/check/check_support.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

Rivals rivals_of(const CheckedBase& base, std::size_t most_asked = 1'000) {
    const contract::TemporaryFolder folder;
    std::vector<Article> held;
    for (const auto& checked : base.articles) {
        held.push_back(checked.article);
        held.back().validity = checked.standing.validity;
    }
    rebuild(folder.path() / "index", held, "1");
    Searcher searcher(folder.path() / "index");
    return find_rivals(base, searcher, november().today, most_asked);
}

// The clean base with one more article.
Findings with(Article article) {
    auto articles = clean_articles();
    articles.push_back(std::move(article));
    return rivals_of(base_of(std::move(articles), clean_documents())).findings;
}

Article other_fee(const std::string& question) {
    return plain_article("b1", question, "Mười nghìn đồng.");
}

TEST(FindingRivals, FindsNothingInACleanBase) {
    const auto rivals = rivals_of(clean_base());
    EXPECT_THAT(names_of(rivals.findings), IsEmpty());
    EXPECT_EQ(rivals.phrasings, 7u);
    EXPECT_EQ(rivals.asked, 7u);
}

TEST(FindingRivals, FindsTheSameQuestionAnsweredDifferently) {
    const auto findings = with(other_fee("le phi cap lai giay khai sinh la bao nhieu"));
    ASSERT_THAT(names_of(findings), ElementsAre("contradiction a3"));
    EXPECT_THAT(findings.front().others, ElementsAre("b1"));
}

TEST(FindingRivals, FindsItInOtherWordsToo) {
    const auto findings = with(other_fee("Giấy khai sinh cấp lại: lệ phí là bao nhiêu?"));
    ASSERT_THAT(names_of(findings), ElementsAre("contradiction a3"));
    EXPECT_THAT(findings.front().text, HasSubstr("(giống 0,9"));
}

TEST(FindingRivals, ShowsQuestionsThatAreHardlyApart) {
    EXPECT_THAT(names_of(with(other_fee("Lệ phí cấp lại bản chính giấy khai sinh là bao nhiêu?"))),
                ElementsAre("near_question a3"));
}

TEST(FindingRivals, TellsQuestionsApartByTheirFigures) {
    const auto asked_for = [](const std::string& year) {
        auto article = plain_article("b" + year, "Tháng 7 năm " + year + " có văn bản cải cách nào mới?",
                                     "Có " + year + ".");
        return article;
    };
    auto articles = clean_articles();
    articles.push_back(asked_for("2025"));
    articles.push_back(asked_for("2026"));
    EXPECT_THAT(names_of(rivals_of(base_of(articles, clean_documents())).findings), IsEmpty());
}

TEST(FindingRivals, ShowsTheSameQuestionWithTheSameAnswer) {
    auto article = other_fee("Lệ phí cấp lại giấy khai sinh là bao nhiêu?");
    article.answer = "Không thu lệ phí!";
    EXPECT_THAT(names_of(with(article)), ElementsAre("same_answer a3"));
}

TEST(FindingRivals, LetsArticlesBeThatNeverHoldTogether) {
    auto past = other_fee("Lệ phí cấp lại giấy khai sinh là bao nhiêu?");
    past.sources = {{"61/2018/NĐ-CP", "", ""}};
    EXPECT_THAT(names_of(with(past)), IsEmpty());
    past.sources.clear();
    past.validity.to = 2025y / 7 / 1;
    EXPECT_THAT(names_of(with(past)), ElementsAre("contradiction a3")) << "both hold on one day";
}

TEST(FindingRivals, LetsProvincesDiffer) {
    auto articles = clean_articles();
    articles[2].territory = "56";
    articles.push_back(other_fee(articles[2].question));
    const auto in = [&](const std::string& territory) {
        articles.back().territory = territory;
        return names_of(rivals_of(base_of(articles, clean_documents())).findings);
    };
    EXPECT_THAT(in("01"), IsEmpty());
    EXPECT_THAT(in("56"), ElementsAre("contradiction a3"));
    EXPECT_THAT(in("VN"), ElementsAre("contradiction a3"));
}

TEST(FindingRivals, FindsPhrasingsThatAnotherArticleWins) {
    auto article = plain_article("b1", "Đường dây nóng của xã số mấy?", "Xem bảng tin.");
    article.phrasings = {"số điện thoại đường dây nóng", "hồ sơ nộp ở đâu vậy xã"};
    const auto findings = with(article);
    EXPECT_THAT(names_of(findings), IsEmpty()) << "it has this very phrasing";

    auto articles = clean_articles();
    articles.push_back(article);
    const auto indexed = base_of(articles, clean_documents());
    articles.back().phrasings.back() = "nộp hồ sơ";
    const contract::TemporaryFolder folder;
    std::vector<Article> held;
    for (const auto& checked : indexed.articles) held.push_back(checked.article);
    rebuild(folder.path() / "index", held, "1");
    Searcher searcher(folder.path() / "index");
    const auto won =
        find_rivals(base_of(articles, clean_documents()), searcher, november().today, 1'000).findings;
    ASSERT_THAT(names_of(won), ElementsAre("won_by_another b1"));
    EXPECT_THAT(won.front().text, HasSubstr("“nộp hồ sơ” dẫn tới a1, “Nộp hồ sơ ở đâu?”"));
}

TEST(FindingRivals, FindsPhrasingsThatStandTwice) {
    auto articles = clean_articles();
    articles[0].phrasings = {"nop ho so o dau", "Gửi giấy tờ cho ai", "gửi giấy tờ cho ai??"};
    EXPECT_THAT(names_of(rivals_of(base_of(articles, clean_documents())).findings),
                ElementsAre("repeated_phrasing a1", "repeated_phrasing a1"));
}

TEST(FindingRivals, AsksAboutPastLawOnADayOnWhichItHeld) {
    auto past = plain_article("b1", "Trước đây hồ sơ trễ hẹn thì sao?", "Xin lỗi bằng văn bản.");
    past.sources = {{"61/2018/NĐ-CP", "", ""}};
    EXPECT_THAT(names_of(with(past)), IsEmpty());
}

TEST(FindingRivals, AsksNoMoreThanItMay) {
    const auto rivals = rivals_of(clean_base(), 3);
    EXPECT_EQ(rivals.asked, 3u);
    EXPECT_EQ(rivals.phrasings, 7u);
    auto articles = clean_articles();
    articles.push_back(other_fee(articles[2].question));
    EXPECT_THAT(names_of(rivals_of(base_of(articles, clean_documents()), 0).findings),
                ElementsAre("contradiction a3"))
        << "words are always compared";
}

TEST(FindingRivals, LooksNoFurtherThanItMustAmongManyAlike) {
    std::vector<Article> articles;
    articles.reserve(300);
    for (int i = 0; i < 300; ++i)
        articles.push_back(
            plain_article("c" + std::to_string(i), "Nộp hồ sơ ở đâu?", "Ở phòng " + std::to_string(i)));
    const auto findings = rivals_of(base_of(articles, clean_documents())).findings;
    EXPECT_GE(findings.size(), 299u);
    EXPECT_LE(findings.size(), 3'000u);
}

}  // namespace

}  // namespace reformdesk::kb_index
