#include "server/kb_supersede.hpp"

#include "kb_index/searcher.hpp"
#include "nlp/question.hpp"
#include "server/knowledge.hpp"
#include "tests/contract/temporary_folder.hpp"
#include "tests/fakes/articles.hpp"
#include "tests/fakes/clock.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class KbSupersedeTest : public testing::Test {
  protected:
    KbSupersedeTest() {
        config.data = folder.path();
        std::ofstream(file()) << R"({"id":"tre-hen","question":"Hồ sơ trễ hẹn thì xin lỗi thế nào?",)"
                                 R"("answer":"Bằng văn bản.","sources":[{"document":"118/2025/NĐ-CP"}]})"
                              << "\n"
                              << R"({"id":"sipas","question":"SIPAS là gì?","answer":"Chỉ số hài lòng.",)"
                                 R"("sources":[{"document":"76/NQ-CP"}]})"
                              << "\n"
                              << R"({"number":"118/2025/NĐ-CP","effective_from":"2025-07-01"})"
                              << "\n";
        EXPECT_EQ(kb_import({{file()}}, parts()), 0);
        out.str("");
    }

    std::filesystem::path file() { return folder.path() / "kb.jsonl"; }
    KbCommandParts parts() { return {config, articles, articles, clock, out, err}; }
    int supersede(const std::string& old_number, const std::string& new_number, kb_index::Date from) {
        return kb_supersede({old_number, new_number, from}, parts());
    }
    kb_index::Candidate best(kb_index::Date day) {
        kb_index::Searcher searcher(index_folder(config));
        return searcher.ask(nlp::read("Hồ sơ trễ hẹn thì xin lỗi thế nào?"), {.as_of = day}).ranked.at(0);
    }

    contract::TemporaryFolder folder;
    Config config;
    fakes::Articles articles;
    fakes::Clock clock;
    std::ostringstream out, err;
};

TEST_F(KbSupersedeTest, ListsTheArticlesThatRestOnTheOldDocumentAndOpensReviews) {
    EXPECT_EQ(supersede("118/2025/NĐ-CP", "9/2027/NĐ-CP", 2027y / 3 / 1), 0) << err.str();
    EXPECT_THAT(out.str(), AllOf(HasSubstr("sau ngày 2027-02-28"), HasSubstr("1 bài dựa vào"),
                                 HasSubstr("tre-hen  Hồ sơ trễ hẹn"), Not(HasSubstr("sipas"))));
    EXPECT_EQ(articles.open_review_count(), 1);
    EXPECT_THAT(err.str(), IsEmpty());
}

TEST_F(KbSupersedeTest, EndsTheArticleInTheIndexToo) {
    ASSERT_EQ(supersede("118/2025/NĐ-CP", "9/2027/NĐ-CP", 2027y / 3 / 1), 0);
    EXPECT_TRUE(best(2027y / 2 / 28).in_force);
    EXPECT_FALSE(best(2027y / 3 / 1).in_force);
    EXPECT_TRUE(
        Knowledge(index_folder(config), [](const std::string&) {}).is_current(articles.articles_revision()));
}

TEST_F(KbSupersedeTest, TakesTheOldNumberAsPeopleTypeIt) {
    EXPECT_EQ(supersede("118/2025/nd-cp", "9/2027/NĐ-CP", 2027y / 3 / 1), 0) << err.str();
    EXPECT_THAT(out.str(), HasSubstr("118/2025/NĐ-CP hết hiệu lực"));
}

TEST_F(KbSupersedeTest, AddsADocumentThatOnlyArticlesName) {
    EXPECT_EQ(supersede("76/NQ-CP", "1/2031/NQ-CP", 2031y / 1 / 1), 0);
    EXPECT_THAT(out.str(), AllOf(HasSubstr("Đã thêm 76/NQ-CP"), HasSubstr("Đã thêm 1/2031/NQ-CP")));
}

TEST_F(KbSupersedeTest, RefusesWhatCannotBeAndChangesNothing) {
    const auto before = articles.articles_revision();
    EXPECT_EQ(supersede("1/1999/NĐ-CP", "9/2027/NĐ-CP", 2027y / 3 / 1), 2) << "nobody knows it";
    EXPECT_EQ(supersede("118/2025/NĐ-CP", "118/2025/NĐ-CP", 2027y / 3 / 1), 2);
    EXPECT_EQ(supersede("118/2025/NĐ-CP", "9/2027/NĐ-CP", 2025y / 7 / 1), 2) << "it had not begun";
    EXPECT_EQ(supersede("118/2025/NĐ-CP", std::string(500, 'x'), 2027y / 3 / 1), 2);
    EXPECT_EQ(articles.articles_revision(), before);
    EXPECT_EQ(articles.open_review_count(), 0);
}

}  // namespace
}  // namespace reformdesk
