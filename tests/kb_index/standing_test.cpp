#include "kb_index/standing.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

// A decree replaced on 1 July 2025, the decree in its place, and a law without dates.
const std::map<std::string, LegalDocument, std::less<>>& library() {
    static const auto documents = [] {
        std::map<std::string, LegalDocument, std::less<>> all;
        LegalDocument old{.number = "61/2018/NĐ-CP", .url = "https://vanban.example/61"};
        old.effective.from = 2018y / 6 / 21;
        LegalDocument fresh{.number = "118/2025/NĐ-CP", .url = "https://vanban.example/118"};
        fresh.effective.from = 2025y / 7 / 1;
        all.emplace(old.number, superseded(old, fresh.number, 2025y / 7 / 1));
        all.emplace(fresh.number, fresh);
        all.emplace("45/2019/QH14", LegalDocument{.number = "45/2019/QH14"});
        return all;
    }();
    return documents;
}

Standing standing(const std::vector<std::string>& sources, Validity own = {}) {
    Article article;
    article.id = "a";
    for (const auto& source : sources) article.sources.push_back({source, "", ""});
    article.validity = own;
    return standing_of(article, [](std::string_view number) {
        const auto found = library().find(number);
        return found == library().end() ? nullptr : &found->second;
    });
}

TEST(Standing, HoldsWhileTheDocumentIsInForce) {
    const auto old = standing({"61/2018/NĐ-CP"});
    EXPECT_EQ(old.validity, (Validity{2018y / 6 / 21, 2025y / 6 / 30}));
    EXPECT_EQ(old.ended_by, "61/2018/NĐ-CP");
    EXPECT_THAT(old.replaced_by, ElementsAre(Succession{"118/2025/NĐ-CP", 2025y / 7 / 1}));

    const auto fresh = standing({"118/2025/NĐ-CP"});
    EXPECT_EQ(fresh.validity, (Validity{2025y / 7 / 1, {}}));
    EXPECT_EQ(fresh.ended_by, "");
    EXPECT_THAT(fresh.replaced_by, IsEmpty());
}

TEST(Standing, EndsWithTheFirstOfItsDocuments) {
    EXPECT_EQ(standing({"45/2019/QH14", "61/2018/NĐ-CP"}).validity,
              (Validity{2018y / 6 / 21, 2025y / 6 / 30}));
}

TEST(Standing, IsBoundByTheArticlesOwnDatesToo) {
    EXPECT_EQ(standing({"118/2025/NĐ-CP"}, {2026y / 1 / 1, 2026y / 12 / 31}).validity,
              (Validity{2026y / 1 / 1, 2026y / 12 / 31}));
    const auto shorter = standing({"61/2018/NĐ-CP"}, {{}, 2020y / 1 / 1});
    EXPECT_EQ(shorter.validity.to, 2020y / 1 / 1);
    EXPECT_EQ(shorter.ended_by, "") << "its own date ends it";
}

TEST(Standing, IsNotBoundByWhatIsNoKnownDocument) {
    EXPECT_EQ(standing({"Báo Khánh Hòa: khai trương trung tâm"}).validity, Validity());
    EXPECT_EQ(standing({}).validity, Validity());
    EXPECT_EQ(standing({"45/2019/QH14"}).validity, Validity()) << "without dates";
}

TEST(Standing, TakesLinksFromTheDocuments) {
    Article article;
    article.id = "a";
    article.sources = {{"118/2025/NĐ-CP", "Điều 5", ""},
                       {"118/2025/NĐ-CP", "Điều 6", "https://own.example"},
                       {"45/2019/QH14", "", ""}};
    const auto found =
        standing_of(article, [](std::string_view number) { return &library().at(std::string(number)); });
    EXPECT_THAT(found.sources,
                ElementsAre(LegalBasis{"118/2025/NĐ-CP", "Điều 5", "https://vanban.example/118"},
                            LegalBasis{"118/2025/NĐ-CP", "Điều 6", "https://own.example"},
                            LegalBasis{"45/2019/QH14", "", ""}));
}

TEST(LegalDocument, EndsTheDayBeforeItsSuccessorBegins) {
    const LegalDocument old{.number = "1/2020/NĐ-CP", .status = "con-hieu-luc"};
    const auto once = superseded(old, "2/2026/NĐ-CP", 2026y / 3 / 1);
    EXPECT_EQ(once.effective.to, 2026y / 2 / 28);
    EXPECT_EQ(once.status, "") << "follows from the dates";
    EXPECT_EQ(superseded(once, "2/2026/NĐ-CP", 2026y / 3 / 1), once) << "again";
}

TEST(LegalDocument, IsRefusedWithWhatIsWrong) {
    LegalDocument document{.number = " ", .status = "het", .url = "javascript:alert(1)", .confidence = "?"};
    document.effective = {2026y / 1 / 1, 2025y / 1 / 1};
    document.replaced_by = {{"", {}}};
    std::vector<std::string> fields;
    for (const auto& problem : problems_of(document)) fields.push_back(problem.field);
    EXPECT_THAT(fields, ElementsAre("number", "url", "status", "confidence", "replaced_by", "effective_to"));
    EXPECT_THAT(problems_of(LegalDocument{.number = "1/2020/NĐ-CP"}), IsEmpty());
}

}  // namespace

}  // namespace reformdesk::kb_index
