#include "kb_index/check/check.hpp"

#include "kb_index/writer.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/kb_index/check/check_support.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Findings check_all(const CheckedBase& base, const Dictionary* dictionary) {
    const contract::TemporaryFolder folder;
    std::vector<Article> articles;
    for (const auto& checked : base.articles) articles.push_back(checked.article);
    rebuild(folder.path() / "index", articles, "1");
    Searcher searcher(folder.path() / "index");
    return check(base, november(), {searcher, dictionary}).findings;
}

TEST(Checking, FindsNothingInACleanBase) {
    const auto dictionary = Dictionary::open("/usr/share/hunspell/vi_VN");
    ASSERT_TRUE(dictionary.has_value());
    EXPECT_THAT(names_of(check_all(clean_base(), &*dictionary)), IsEmpty());
    EXPECT_THAT(names_of(check_all({}, nullptr)), IsEmpty());
}

TEST(Checking, SortsWhatItFindsByKind) {
    auto articles = clean_articles();
    articles[0].topic.clear();
    articles[0].answer = "Nop tai bo phan mot cua.";
    articles[3].sources.clear();
    articles[5].sources.clear();
    articles[5].follow_ups = {"gone"};
    EXPECT_THAT(names_of(check_all(base_of(articles, clean_documents()), nullptr)),
                ElementsAre("no_source a4", "no_source a6", "missing_article a6", "missing_diacritics a1",
                            "no_topic a1"));
}

TEST(Checking, TakesWhateverAnImportLetsThrough) {
    auto articles = clean_articles();
    articles[0].question = "\xE2\x80\xAE ((((*_** ]( [](";
    articles[0].answer = std::string(50'000, '*') + "](" + std::string(50'000, '(') + "& A&B&C && &";
    articles[1].phrasings = {"?", "??", "…", "\xF0\x9F\x98\x80"};
    articles[2].sources = {{"/", "", "https://"}, {"////118/2025/NĐ-CP", "", "http://%"}};
    articles[3].related = {"", "\xF0\x9F\x98\x80"};
    articles[3].topic = std::string(1'000, 'x');
    auto documents = clean_documents();
    documents.push_back({.number = "?"});
    documents.back().replaced_by = {{"?", {}}, {"", {}}};
    const auto dictionary = Dictionary::open("/usr/share/hunspell/vi_VN");
    const auto findings = check_all(base_of(articles, documents), &*dictionary);
    EXPECT_THAT(names_of(findings),
                testing::IsSupersetOf({"missing_article a4", "dead_link a3", "wrong_successor ?"}));
    for (const auto& finding : findings) EXPECT_LT(finding.text.size(), 2'000u) << finding.text;
}

TEST(FindingKinds, HaveNamesOfTheirOwn) {
    std::set<std::string_view> names;
    std::set<std::string_view> headings;
    for (std::size_t i = 0; i < finding_kinds; ++i) {
        const auto& info = info_of(static_cast<FindingKind>(i));
        names.insert(info.name);
        headings.insert(info.heading);
        EXPECT_FALSE(info.remedy.empty()) << info.name;
    }
    EXPECT_EQ(names.size(), finding_kinds);
    EXPECT_EQ(headings.size(), finding_kinds);
    EXPECT_EQ(info_of(FindingKind::unknown_word).name, "unknown_word");
    EXPECT_EQ(info_of(FindingKind::no_source).severity, Severity::wrong);
    EXPECT_EQ(info_of(FindingKind::falls_due).severity, Severity::notice);
}

TEST(FindingTexts, AreShort) {
    EXPECT_EQ(in_quotes("một cửa"), "“một cửa”");
    EXPECT_EQ(in_quotes(std::string(1'000, 'x')).size(), 160 + std::string("“…”").size());
    EXPECT_EQ(listed({"a", "b"}), "a, b");
    EXPECT_EQ(listed({"a", "b", "c", "d", "e", "f", "g"}), "a, b, c, d, e và 2 bài nữa");
}

}  // namespace

}  // namespace reformdesk::kb_index
