#include "kb_index/schema.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace reformdesk::kb_index::schema {

namespace {

CountedTerm count_of(const std::vector<CountedTerm>& terms, const std::string& term) {
    const auto found = std::ranges::find(terms, term, &CountedTerm::term);
    return found == terms.end() ? CountedTerm{term} : *found;
}

double weight_of(const std::vector<QueryTerm>& terms, const std::string& term) {
    const auto found = std::ranges::find(terms, term, &QueryTerm::term);
    return found == terms.end() ? 0 : found->weight;
}

TEST(Schema, CountsWhatAnArticleAsksAndWhatItAnswersApart) {
    Article article;
    article.question = "Nộp hồ sơ ở đâu?";
    article.phrasings = {"Hồ sơ nộp chỗ nào?"};
    article.answer = "Nộp hồ sơ tại Trung tâm.";
    article.topic = "mot-cua";
    article.sources = {{"118/2025/NĐ-CP", "Điều 5", ""}};
    const auto terms = article_terms(article);
    EXPECT_TRUE(std::ranges::is_sorted(terms, {}, &CountedTerm::term));
    const auto word = count_of(terms, "Bnop");
    EXPECT_EQ(word.asked, 2U);
    EXPECT_EQ(word.answered, 1U);
    EXPECT_EQ(word.count(), 7U);
    EXPECT_EQ(count_of(terms, "Aàn").asked, 0U);
    EXPECT_EQ(count_of(terms, "Qho so").asked, 2U);
    EXPECT_EQ(count_of(terms, "Tmot-cua").answered, 1U);
    EXPECT_TRUE(std::ranges::any_of(
        terms, [](const auto& term) { return is_citation(term_feature(term.term)) && term.answered == 1; }));
}

TEST(Schema, CountsLongAnswersToTheirEnd) {
    Article article;
    article.question = "Hỏi gì?";
    for (int i = 0; i < 3000; ++i) article.answer += "hồ sơ gốc ";
    article.answer += "kết thúc";
    const auto terms = article_terms(article);
    EXPECT_EQ(count_of(terms, "Bgoc").answered, 3000U);
    EXPECT_EQ(count_of(terms, "Qket thuc").answered, 1U);
}

TEST(Schema, CounterIsEmptyAfterItsTermsWereTaken) {
    TermCounter counter;
    counter.ask(nlp::read("nộp hồ sơ"));
    EXPECT_FALSE(counter.take().empty());
    EXPECT_TRUE(counter.take().empty());
}

TEST(Schema, LooksUpEachTermOnceWithItsHeaviestWeight) {
    const auto terms = query_terms(nlp::read("tthc thủ tục hành chính"));
    EXPECT_TRUE(std::ranges::is_sorted(terms, {}, &QueryTerm::term));
    EXPECT_EQ(std::ranges::adjacent_find(terms, {}, &QueryTerm::term), terms.end());
    EXPECT_EQ(weight_of(terms, "Bthu"), 1);
    EXPECT_EQ(weight_of(terms, "Qthu tuc"), 1);
}

TEST(Schema, WeighsByFeatureWhatItLooksUp) {
    for (const auto* text :
         {"tthc thủ tục hành chính", "nop ho so o dau", "ạ", "", "nghị định 118/2025/NĐ-CP"}) {
        const auto question = nlp::read(text);
        const auto terms = query_terms(question);
        const auto weights = query_weights(question);
        EXPECT_EQ(weights.size(), terms.size()) << text;
        for (const auto& term : terms)
            EXPECT_EQ(value_of(weights, term_feature(term.term)), static_cast<float>(term.weight))
                << term.term;
    }
}

TEST(Schema, AsksWithoutAccentsWhenNoneWereTyped) {
    EXPECT_EQ(weight_of(query_terms(nlp::read("nop ho so")), "Anop"), 0);
    EXPECT_EQ(weight_of(query_terms(nlp::read("nộp hồ sơ")), "Anộp"), 1);
}

TEST(Schema, AConceptWeighsMoreThanAWord) {
    const auto terms = query_terms(nlp::read("hết bao nhiêu tiền"));
    EXPECT_GT(weight_of(terms, "Scost"), 1);
}

TEST(Schema, ADayIsCoveredWithBothEnds) {
    EXPECT_TRUE(covers("20250701", "20251231", "20250701"));
    EXPECT_TRUE(covers("20250701", "20251231", "20251231"));
    EXPECT_FALSE(covers("20250701", "20251231", "20260101"));
    EXPECT_FALSE(covers("20250701", "", "20250630"));
    EXPECT_TRUE(covers("", "", "20250630"));
}

}  // namespace

}  // namespace reformdesk::kb_index::schema
