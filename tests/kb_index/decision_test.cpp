#include "kb_index/decision.hpp"

#include "tests/kb_index/index_support.hpp"

#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::Ge;
using testing::IsEmpty;
using testing::IsSupersetOf;
using testing::Le;
using testing::Not;
using testing::SizeIs;

AskOptions with_precision(double precision) {
    auto options = today();
    options.precision = precision;
    return options;
}

const std::vector<std::string> nonsense{"công thức nấu phở bò gia truyền", "kết quả bóng đá đêm qua thế nào",
                                        "asdf qwer zxcv", "thời tiết ngày mai ở Sa Pa"};

class Deciding : public testing::Test {
  protected:
    static void SetUpTestSuite() { index_ = std::make_unique<IndexFolder>(); }
    static void TearDownTestSuite() { index_.reset(); }

    Decision decide(std::string_view text, const AskOptions& options = today()) {
        return ask(searcher_, text, options);
    }

  private:
    static std::unique_ptr<IndexFolder> index_;
    Searcher searcher_{index_->path()};
};

std::unique_ptr<IndexFolder> Deciding::index_;

TEST_F(Deciding, AnswersAPhrasingAskedWordForWord) {
    for (const auto& article : small_knowledge_base()) {
        if (!article.validity.covers(today().as_of)) {
            continue;
        }
        for (const auto& phrasing : article.phrasings) {
            const auto decision = decide(phrasing);
            EXPECT_EQ(decision.kind, DecisionKind::answer) << phrasing << ": " << summary_of(decision);
            EXPECT_EQ(decision.ranked.front().id, article.id) << phrasing;
            EXPECT_GE(decision.confidence, 0.95) << phrasing;
            EXPECT_THAT(decision.choices, IsEmpty());
            EXPECT_EQ(decision.reason, EscalationReason::none);
        }
    }
}

TEST_F(Deciding, HandsOverWhatIsNotCovered) {
    for (const auto& text : nonsense) {
        const auto decision = decide(text);
        EXPECT_EQ(decision.kind, DecisionKind::escalate) << text << ": " << summary_of(decision);
        EXPECT_THAT(decision.choices, IsEmpty());
        EXPECT_TRUE(decision.reason == EscalationReason::outside_knowledge ||
                    decision.reason == EscalationReason::nothing_found)
            << text;
    }
}

TEST_F(Deciding, SaysThatAQuestionIsEmpty) {
    for (const std::string text : {"", "   ", "ạ", "?!"}) {
        const auto decision = decide(text);
        EXPECT_EQ(decision.kind, DecisionKind::escalate) << text;
        EXPECT_EQ(decision.reason, EscalationReason::empty_question) << text;
    }
}

TEST_F(Deciding, AsksBackBetweenSiblings) {
    const auto terms = decide("Thời hạn giải quyết thủ tục đăng ký là mấy ngày?");
    EXPECT_EQ(terms.kind, DecisionKind::clarify) << summary_of(terms);
    EXPECT_THAT(terms.choices, IsSupersetOf({"khai-sinh", "ket-hon"}));
    const auto hours = decide("tru so tiep nhan mo cua den may gio");
    EXPECT_EQ(hours.kind, DecisionKind::clarify) << summary_of(hours);
    EXPECT_THAT(hours.choices, IsSupersetOf({"ha-noi", "khanh-hoa"}));
    EXPECT_THAT(hours.choices, SizeIs(AllOf(Ge(2u), Le(4u))));
    EXPECT_EQ(hours.choices.front(), hours.ranked.front().id) << "the likeliest first";
}

TEST_F(Deciding, AnswersASiblingWhenAnotherIsLeftOut) {
    auto options = today();
    options.territory = "56";
    const auto decision = decide("Giờ mở cửa trụ sở tiếp nhận Khánh Hòa", options);
    EXPECT_EQ(decision.kind, DecisionKind::answer);
    EXPECT_EQ(decision.ranked.front().id, "khanh-hoa");
}

TEST_F(Deciding, PrefersWhatIsRelatedToTheArticleThatAFollowUpFollows) {
    for (const std::string related : {"khai-sinh", "ket-hon"}) {
        auto options = today();
        options.context = AskContext{"mot-cua", {related}};
        const auto decision = decide("đăng ký mất bao lâu?", options);
        ASSERT_FALSE(decision.ranked.empty());
        EXPECT_EQ(decision.ranked.front().id, related) << summary_of(decision);
    }
    auto options = today();
    options.context = AskContext{"a removed article", {"another"}};
    EXPECT_EQ(summary_of(decide("đăng ký mất bao lâu?", options)),
              summary_of(decide("đăng ký mất bao lâu?")));
}

TEST_F(Deciding, DoesNotFindTheArticleThatAFollowUpFollows) {
    const auto own_words = decide("đăng ký khai sinh mất bao lâu?");
    ASSERT_THAT(ids_of(own_words), Contains("khai-sinh"));
    auto options = today();
    options.context = AskContext{"khai-sinh"};
    EXPECT_THAT(ids_of(decide("đăng ký khai sinh mất bao lâu?", options)), Not(Contains("khai-sinh")));
}

TEST_F(Deciding, AnswersNeverMoreWhenMorePrecisionIsWanted) {
    std::vector<std::string> questions = nonsense;
    for (const auto& article : small_knowledge_base()) {
        questions.push_back(article.question);
        questions.push_back(
            article.question.substr(0, article.question.find(' ', article.question.size() / 2)));
        questions.push_back(article.answer);
    }
    questions.push_back("đăng ký mất bao lâu?");
    std::size_t all = 0;
    std::size_t none = 0;
    for (const auto& question : questions) {
        bool answered = true;
        for (const double precision : {0.0, 0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const bool answers = decide(question, with_precision(precision)).kind == DecisionKind::answer;
            EXPECT_TRUE(answered || !answers) << question << " at " << precision;
            answered = answers;
            all += precision == 0.5 && answers ? 1 : 0;
            none += precision == 1.0 && answers ? 1 : 0;
        }
    }
    EXPECT_GT(all, none) << "the precision made no difference";
}

TEST_F(Deciding, RanksTheSameWhateverThePrecision) {
    for (const std::string text : {"Thời hạn giải quyết thủ tục đăng ký", "mở cửa mấy giờ", "phở bò ở đâu"}) {
        const auto bold = decide(text, with_precision(0.5));
        const auto careful = decide(text, with_precision(0.99));
        EXPECT_EQ(ids_of(bold), ids_of(careful));
        EXPECT_EQ(bold.confidence, careful.confidence);
    }
}

TEST_F(Deciding, IsSureBetweenZeroAndOne) {
    auto questions = nonsense;
    questions.insert(questions.end(), {"", "SIPAS là gì?", "đăng ký mất bao lâu?", "118/2025/NĐ-CP"});
    for (const auto& question : questions) {
        const auto decision = decide(question);
        std::vector<double> confidences{decision.confidence};
        for (const auto& candidate : decision.ranked) {
            confidences.push_back(candidate.confidence);
        }
        EXPECT_THAT(confidences, Each(AllOf(Ge(0.0), Le(1.0)))) << question;
        EXPECT_EQ(decision.confidence, decision.ranked.empty() ? 0 : decision.ranked.front().confidence);
    }
}

}  // namespace

}  // namespace reformdesk::kb_index
