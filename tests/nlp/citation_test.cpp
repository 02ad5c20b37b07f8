#include "nlp/citation.hpp"

#include "nlp/text.hpp"

#include <gtest/gtest.h>

namespace reformdesk::nlp {

namespace {

struct Written {
    std::string text;
    std::vector<std::string> terms;  ///< of the only citation in it
};

class CitationTerms : public testing::TestWithParam<Written> {};

TEST_P(CitationTerms, AreFoundHoweverItIsWritten) {
    const auto found = find_citations(normalise(GetParam().text));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(citation_terms(found.front()), GetParam().terms);
}

const std::vector<std::string> decree_118 = {"118/2025/nd-cp", "118/nd-cp", "118/2025", "nd118"};

INSTANTIATE_TEST_SUITE_P(Decrees, CitationTerms,
                         testing::Values(Written{"Nghị định số 118/2025/NĐ-CP của Chính phủ", decree_118},
                                         Written{"nd 118/2025/nd-cp", decree_118},
                                         Written{"118 / 2025 / NĐ - CP", decree_118},
                                         Written{"118/2025/NĐ CP", decree_118}, Written{"nđ118", {"nd118"}},
                                         Written{"nghi dinh 118", {"nd118"}},
                                         Written{"nghị định 118 năm 2025", {"118/2025", "nd118"}},
                                         Written{"118/2025 còn hiệu lực không", {"118/2025"}}));
INSTANTIATE_TEST_SUITE_P(
    Others, CitationTerms,
    testing::Values(Written{"76/NQ-CP", {"76/nq-cp", "nq76"}}, Written{"30c/NQ-CP", {"30c/nq-cp", "nq30c"}},
                    Written{"Nghị quyết 66.7/2025/NQ-CP",
                            {"66.7/2025/nq-cp", "66.7/nq-cp", "66.7/2025", "nq66.7"}},
                    Written{"quyết định 766/QĐ-TTg", {"766/qd-ttg", "qd766"}},
                    Written{"57-NQ/TW", {"57/nq-tw", "nq57"}},
                    Written{"Luật số 80/2025/QH15", {"80/2025/qh15", "80/qh15", "80/2025", "luat80"}},
                    Written{"thông tư liên tịch 01/2015/TTLT-BNV-BTC",
                            {"01/2015/ttlt-bnv-btc", "01/ttlt-bnv-btc", "01/2015", "ttlt01"}}));

INSTANTIATE_TEST_SUITE_P(
    Loosely, CitationTerms,
    testing::Values(Written{"nđ118", {"nd118"}}, Written{"nd 118", {"nd118"}},
                    Written{"118/2025/nd-cp", decree_118},
                    Written{"NĐ-CP 118/2025", {"118/2025/nd-cp", "118/nd-cp", "118/2025", "nd118"}},
                    Written{"nghi dinh so 118-2025", {"118/2025", "nd118"}}, Written{"NQ 76", {"nq76"}},
                    Written{"nghị quyết 76/NQ-CP năm 2021", {"76/2021/nq-cp", "76/nq-cp", "76/2021", "nq76"}},
                    Written{"QĐ 1085/QĐ-TTg", {"1085/qd-ttg", "qd1085"}},
                    Written{"tt 03/2025/tt-vpcp", {"03/2025/tt-vpcp", "03/tt-vpcp", "03/2025", "tt03"}},
                    Written{"luật 80/2025/QH15", {"80/2025/qh15", "80/qh15", "80/2025", "luat80"}},
                    Written{"nghị định 118, năm 2025", {"118/2025", "nd118"}},
                    Written{"nghị định 118 ngày 09/6/2025", {"118/2025", "nd118"}},
                    Written{"nđ:118", {"nd118"}}, Written{"NĐ.118", {"nd118"}},
                    Written{"nghị định số: 118/2025/NĐ-CP", decree_118}, Written{"nđ-118", {"nd118"}},
                    Written{"118 nđ cp", {"118/nd-cp", "nd118"}}, Written{"118/2025/NDCP", decree_118},
                    Written{"118.2025.nd-cp", decree_118}));
INSTANTIATE_TEST_SUITE_P(
    Clauses, CitationTerms,
    testing::Values(Written{"điều 5 nghị định 118", {"nd118", "118:5"}},
                    Written{"khoản 2 điều 5 NĐ 118", {"nd118", "118:5", "118:5.2"}},
                    Written{"điều 5 khoản 2 điểm a nghị định 118", {"nd118", "118:5", "118:5.2"}},
                    Written{"Điểm a, khoản 2, Điều 5 của Nghị định 118", {"nd118", "118:5", "118:5.2"}},
                    Written{"nd 118 khoan 2 dieu 5", {"nd118", "118:5", "118:5.2"}},
                    Written{"nghị định 118 quy định gì tại điều 5a", {"nd118", "118:5a"}},
                    Written{"118/2025 điều 5, điều 7", {"118/2025", "118:5", "118:7"}}));

TEST(FindCitations, PassesOverDatesAmountsAndModels) {
    for (const auto* text :
         {"từ ngày 01/7/2025", "trước 01.07.2025", "30.6.2025", "tháng 7/2025", "nộp 50.000 đồng",
          "galaxy a51 và s20", "điều 5", "điều 5 khoản 2 điểm a", "giai đoạn 2021-2030",
          "ngày 9 tháng 6 năm 2025", "kế hoạch năm 2025", "lúc 16h", "2026", "1/2", "999999999999/2025"})
        EXPECT_TRUE(find_citations(normalise(text)).empty()) << text;
}

TEST(FindCitations, KeepsOrderAndPlaceWithoutOverlap) {
    const std::string text = normalise("NĐ 61/2018/NĐ-CP được thay bằng nghị định 118/2025/NĐ-CP, xem nq76");
    const auto found = find_citations(text);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(text.substr(found[0].offset, found[0].length), "nđ 61/2018/nđ-cp");
    EXPECT_EQ(text.substr(found[1].offset, found[1].length), "nghị định 118/2025/nđ-cp");
    EXPECT_EQ(text.substr(found[2].offset, found[2].length), "nq76");
}

TEST(FindCitations, GiveEachClauseToItsDocument) {
    const auto clauses = [](const std::string& text) {
        std::vector<std::vector<std::string>> of_each;
        for (auto& citation : find_citations(normalise(text))) of_each.push_back(citation.clauses);
        return of_each;
    };
    using Each = std::vector<std::vector<std::string>>;
    EXPECT_EQ(clauses("điều 5 nghị định 118 khác gì điều 7 nghị định 61"), (Each{{"5"}, {"7"}}));
    EXPECT_EQ(clauses("nghị định 118 điều 5. Nghị định 61 điều 7"), (Each{{"5"}, {"7"}}));
    EXPECT_EQ(clauses("theo điều 5 thì sao? nghị định 118"), (Each{{"5"}})) << "there is no other";
    EXPECT_EQ(clauses("có điều 118/2025 nói rồi"), (Each{{}}));
}

TEST(FindCitations, StandsHostileText) {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += "1/2025/-nđ 7-khoản 1 điều 2";
    EXPECT_FALSE(find_citations(normalise(text)).empty());
    EXPECT_TRUE(find_citations(std::string(100'000, '/')).empty());
}

}  // namespace

}  // namespace reformdesk::nlp
