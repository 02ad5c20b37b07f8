#include "kb_index/evaluation.hpp"

#include "tests/kb_index/index_support.hpp"

#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::SizeIs;

constexpr std::array<Variant, 6> every_variant{Variant::plain, Variant::unaccented, Variant::telex,
                                               Variant::vni,   Variant::typo,       Variant::polite};

EvaluationOptions options_of(std::vector<Prediction>* predictions = nullptr) {
    EvaluationOptions options{.as_of = 2026y / 9 / 1};
    options.predictions = predictions;
    return options;
}

GoldQuestion gold(std::string query, std::vector<std::string> expected) {
    return {std::move(query), std::move(expected), std::nullopt, {}};
}

class Evaluating : public testing::Test {
  protected:
    Evaluation evaluate_all(const std::vector<GoldQuestion>& questions,
                            const EvaluationOptions& options = options_of()) {
        return evaluate(searcher_, questions, options);
    }

  private:
    IndexFolder index_;
    Searcher searcher_{index_.path()};
};

TEST_F(Evaluating, CountsEveryOutcome) {
    const auto found = evaluate_all({
        gold("SIPAS là gì?", {"sipas"}),  // answered rightly
        gold("Văn bản nào quy định cơ chế một cửa?",
             {"no such article", "mot-cua"}),                                   // one of several is enough
        gold("phi lam lai the can cuoc", {"sipas"}),                            // answered wrongly
        gold("Thời hạn giải quyết thủ tục đăng ký là mấy ngày?", {"ket-hon"}),  // asked back
        gold("tru so tiep nhan mo cua den may gio", {"sipas"}),                 // asked back in vain
        gold("công thức nấu phở bò gia truyền", {"le-phi"}),                    // handed over
        gold("kết quả bóng đá đêm qua thế nào", {}),                            // outside, handed over
        gold("den bu chi phi dao tao", {}),                                     // outside, yet answered
    });
    EXPECT_EQ(found.questions, 8u);
    EXPECT_EQ(found.answered, 4u);
    EXPECT_EQ(found.answered_correctly, 2u);
    EXPECT_EQ(found.clarified, 2u);
    EXPECT_EQ(found.clarified_with_correct_choice, 1u);
    EXPECT_EQ(found.escalated, 2u);
    EXPECT_EQ(found.outside, 2u);
    EXPECT_EQ(found.outside_answered, 1u);
    EXPECT_DOUBLE_EQ(found.precision, 0.5);
    EXPECT_GE(found.accuracy_at_1, 2.0 / 6);
    EXPECT_LE(found.accuracy_at_1, 3.0 / 6) << "the one asked back may be first by chance";
    EXPECT_GE(found.accuracy_at_3, 3.0 / 6);
    EXPECT_GT(found.median_microseconds, 0);
    EXPECT_GE(found.p99_microseconds, found.median_microseconds);
}

TEST_F(Evaluating, IsPerfectOnTheArticlesOwnQuestions) {
    std::vector<GoldQuestion> questions;
    for (const auto& article : small_knowledge_base()) {
        questions.push_back(gold(article.question, {article.id}));
        questions.back().as_of = article.validity.to;
    }
    const auto found = evaluate_all(questions);
    EXPECT_EQ(found.answered_correctly, questions.size());
    EXPECT_DOUBLE_EQ(found.accuracy_at_1, 1);
    EXPECT_DOUBLE_EQ(found.accuracy_at_3, 1);
    EXPECT_DOUBLE_EQ(found.precision, 1);
    EXPECT_LE(found.expected_calibration_error, 0.05);
    EXPECT_EQ(found.outside, 0u);
}

TEST_F(Evaluating, MeasuresHowFarConfidenceIsFromTheTruth) {
    // Almost sure, and always wrong.
    const auto wrong = evaluate_all({gold("SIPAS là gì?", {"le-phi"}), gold("tuan lam viec khong giay", {})});
    EXPECT_GE(wrong.expected_calibration_error, 0.95);
    EXPECT_LE(wrong.expected_calibration_error, 1);
    EXPECT_DOUBLE_EQ(wrong.precision, 0);
    // As often right as wrong: half of what was said.
    const auto half = evaluate_all({gold("SIPAS là gì?", {"sipas"}), gold("SIPAS là gì?", {})});
    EXPECT_GE(half.expected_calibration_error, 0.45);
    EXPECT_LE(half.expected_calibration_error, 0.5);
}

TEST_F(Evaluating, LeavesOutsideQuestionsOutOfTheAccuracy) {
    const auto found =
        evaluate_all({gold("SIPAS là gì?", {"sipas"}), gold("phở bò", {}), gold("bóng đá", {})});
    EXPECT_DOUBLE_EQ(found.accuracy_at_1, 1);
    EXPECT_EQ(found.outside, 2u);
    const auto outside = evaluate_all({gold("phở bò", {})});
    EXPECT_DOUBLE_EQ(outside.accuracy_at_1, 0);
    EXPECT_DOUBLE_EQ(outside.precision, 0);
}

TEST_F(Evaluating, IsZeroWithoutQuestions) {
    const auto found = evaluate_all({});
    EXPECT_EQ(found.questions, 0u);
    EXPECT_DOUBLE_EQ(found.accuracy_at_1, 0);
    EXPECT_DOUBLE_EQ(found.expected_calibration_error, 0);
    EXPECT_DOUBLE_EQ(found.median_microseconds, 0);
    EXPECT_DOUBLE_EQ(found.p99_microseconds, 0);
}

TEST_F(Evaluating, AsksAboutTheDayOfTheQuestion) {
    auto past = gold("Cơ quan để hồ sơ quá hạn phải gửi văn bản xin lỗi mấy lần?", {"tre-hen-cu"});
    EXPECT_EQ(evaluate_all({past}).answered, 0u);
    past.as_of = 2025y / 6 / 30;
    EXPECT_EQ(evaluate_all({past}).answered_correctly, 1u);
    auto options = options_of();
    options.as_of = 2025y / 6 / 30;
    past.as_of.reset();
    EXPECT_EQ(evaluate_all({past}, options).answered_correctly, 1u);
}

TEST_F(Evaluating, AnswersLessWithMorePrecision) {
    std::vector<GoldQuestion> questions;
    for (const auto& article : small_knowledge_base()) {
        questions.push_back(gold(article.answer, {article.id}));
    }
    auto options = options_of();
    options.precision = 0.5;
    const auto bold = evaluate_all(questions, options);
    options.precision = 1;
    const auto careful = evaluate_all(questions, options);
    EXPECT_GT(bold.answered, careful.answered);
    EXPECT_DOUBLE_EQ(bold.accuracy_at_1, careful.accuracy_at_1);
}

TEST_F(Evaluating, GivesAPredictionForEachQuestionWhateverTheDecision) {
    std::vector<Prediction> predictions;
    auto options = options_of(&predictions);
    options.variant = Variant::unaccented;
    evaluate_all({gold("SIPAS là gì?", {"sipas"}), gold("Cảm ơn bạn", {}), gold("kết quả bóng đá", {})},
                 options);
    ASSERT_THAT(predictions, SizeIs(3));
    EXPECT_EQ(predictions[0].query, "sipas la gi?");
    EXPECT_EQ(predictions[0].decision.kind, DecisionKind::answer);
    EXPECT_EQ(predictions[1].decision.kind, DecisionKind::escalate) << "small talk is off";
    EXPECT_FALSE(predictions[2].decision.ranked.empty());
    evaluate_all({gold("SIPAS là gì?", {"sipas"})}, options);
    EXPECT_THAT(predictions, SizeIs(4));
}

TEST_F(Evaluating, UnderstandsEveryVariant) {
    std::vector<GoldQuestion> questions;
    for (const auto& article : small_knowledge_base()) {
        questions.push_back(gold(article.question, {article.id}));
    }
    for (const auto variant : every_variant) {
        auto options = options_of();
        options.variant = variant;
        EXPECT_GE(evaluate_all(questions, options).accuracy_at_1, 0.8) << static_cast<int>(variant);
    }
}

TEST(EvaluationVariant, IsKnownByItsName) {
    const std::array<const char*, 6> names{"plain", "unaccented", "telex", "vni", "typo", "polite"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(parse_variant(names[i]), every_variant[i]);
    }
    for (const std::string name : {"", "Plain", "plain ", "telexx"}) {
        EXPECT_EQ(parse_variant(name), std::nullopt) << name;
    }
}

TEST(EvaluationVariant, RewritesAsPeopleType) {
    const std::string query = "Đăng ký kết hôn ở đâu?";
    EXPECT_EQ(rewrite(query, Variant::plain), query);
    EXPECT_EQ(rewrite(query, Variant::unaccented), "dang ky ket hon o dau?");
    EXPECT_EQ(rewrite(query, Variant::telex), "ddawng kys keets hoon owr ddaau?");
    EXPECT_EQ(rewrite(query, Variant::vni), "d9a8ng ky1 ke6t1 ho6n o73 d9a6u?");
    EXPECT_THAT(rewrite(query, Variant::polite), HasSubstr(query));
    EXPECT_NE(rewrite(query, Variant::polite), query);
}

TEST(EvaluationVariant, IsTheSameEveryTime) {
    // The numbers of two runs, or of two machines, can be compared only then.
    const std::string query = "Thời hạn giải quyết thủ tục đăng ký khai sinh là mấy ngày?";
    EXPECT_EQ(rewrite(query, Variant::typo), rewrite(query, Variant::typo));
    EXPECT_EQ(rewrite(query, Variant::polite), rewrite(query, Variant::polite));
    std::size_t changed = 0;
    for (const auto& article : small_knowledge_base()) {
        const auto plain = nlp::read(article.question).normal;
        changed += rewrite(article.question, Variant::typo) == plain ? 0 : 1;
    }
    EXPECT_GE(changed, 6u) << "a fifth of the words should be misspelt";
}

TEST(EvaluationVariant, RewritesAnyText) {
    const std::string words = "thủ tục hành chính ";
    std::string many;
    for (int i = 0; i < 1'000; ++i) {
        many += words;
    }
    for (const auto variant : every_variant) {
        for (const std::string& text :
             {std::string(), std::string("?"), std::string("a ab abc"), std::string("\xFF\xC0 \xE1\xBB"),
              std::string("ộ ờ ặ"), std::string("😀😀😀😀 \u0301\u0301\u0301\u0301"), many}) {
            EXPECT_NO_THROW(rewrite(text, variant)) << static_cast<int>(variant);
        }
    }
}

}  // namespace

}  // namespace reformdesk::kb_index
