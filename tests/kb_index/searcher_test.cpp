#include "kb_index/searcher.hpp"

#include "tests/kb_index/index_support.hpp"

#include <algorithm>
#include <atomic>
#include <list>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

bool knows(Searcher& searcher, std::string_view text, const std::string& id) {
    return std::ranges::count(ids_of(ask(searcher, text)), id) == 1;
}

AskOptions on(Date day) {
    auto options = today();
    options.as_of = day;
    return options;
}

AskOptions in(std::string territory) {
    auto options = today();
    options.territory = std::move(territory);
    return options;
}

Article new_article() {
    return small_article("xe-dien", "Trạm sạc xe điện của cơ quan đặt ở đâu?", {"Chỗ sạc ô tô điện"},
                         "Tầng hầm B1.");
}

TEST(Searcher, FindsAnArticleByItsQuestionAndByEachPhrasing) {
    const IndexFolder index;
    Searcher searcher(index.path());
    for (const auto& article : small_knowledge_base()) {
        EXPECT_EQ(best(searcher, article.question), article.id);
        for (const auto& phrasing : article.phrasings) {
            EXPECT_EQ(best(searcher, phrasing), article.id) << phrasing;
        }
    }
}

TEST(Searcher, SaysHowNearItsPhrasingsAre) {
    const IndexFolder index;
    Searcher searcher(index.path());
    const auto similarity = [&](std::string_view text) {
        return ask(searcher, text).ranked.front().similarity;
    };
    const auto article = small_knowledge_base().front();
    EXPECT_NEAR(similarity(article.question), 1, 1e-3);
    EXPECT_LT(similarity(article.question + " Cần giấy tờ gì của người giám hộ?"), 0.95);
}

TEST(Searcher, FindsWhatIsTypedCarelessly) {
    const IndexFolder index;
    Searcher searcher(index.path());
    EXPECT_EQ(best(searcher, "LE PHI CAP LAI THE CAN CUOC LA BAO NHIEU TIEN"), "le-phi");
    EXPECT_EQ(best(searcher, "cho em hỏi lệ phí cấp lại thẻ căn cước với ạ, em cảm ơn"), "le-phi");
    EXPECT_EQ(best(searcher, "khi nào công chức phải đền bù chi phí đào tạo"), "dao-tao");
    EXPECT_EQ(
        best(searcher,
             "Le\u0323\u0302 phi\u0301 ca\u0302\u0301p la\u0323i the\u0309 ca\u0306n cu\u031Bo\u031B\u0301c"),
        "le-phi")
        << "letters and marks apart, as some phones send them";
}

TEST(Searcher, FindsAnArticleByWordsOfItsAnswer) {
    const IndexFolder index;
    Searcher searcher(index.path());
    EXPECT_EQ(best(searcher, "môi trường mạng văn bản nội bộ"), "khong-giay");
}

TEST(Searcher, FindsADocumentNumberInAnySpelling) {
    const IndexFolder index;
    Searcher searcher(index.path());
    for (const std::string text :
         {"118/2025/NĐ-CP", "118/2025/nd-cp", "nđ 118/2025", "ND118/2025", "nghị định 118",
          "nghi dinh 118 nam 2025", "Nghị định số 118/2025/NĐ-CP nói gì?", "NĐ118", "nd 118 cp"}) {
        EXPECT_EQ(best(searcher, text), "mot-cua") << text;
    }
    for (const std::string text : {"76/NQ-CP", "nq 76", "nghị quyết 76", "nghi quyet so 76/nq-cp", "NQ76"}) {
        EXPECT_EQ(best(searcher, text), "chuong-trinh") << text;
    }
}

TEST(Searcher, FindsTheArticleThatRestsOnTheClauseAskedFor) {
    auto articles = small_knowledge_base();
    for (const std::string clause : {"Điều 5", "Khoản 2 Điều 9", "Điều 16"}) {
        articles.push_back(small_article(clause, "Nội dung " + std::to_string(articles.size()), {},
                                         "Theo quy định của Chính phủ."));
        articles.back().sources = {{"85/2024/NĐ-CP", clause, ""}};
    }
    const IndexFolder index(articles);
    Searcher searcher(index.path());
    EXPECT_EQ(best(searcher, "điều 5 nghị định 85 nói gì"), "Điều 5");
    EXPECT_EQ(best(searcher, "khoan 2 dieu 9 nd 85/2024"), "Khoản 2 Điều 9");
    EXPECT_EQ(best(searcher, "NĐ 85 quy định gì ở điều 9"), "Khoản 2 Điều 9");
    EXPECT_EQ(best(searcher, "Điểm a Khoản 1 Điều 16 Nghị định 85/2024/NĐ-CP"), "Điều 16");
}

TEST(Searcher, GivesNothingAsCurrentThatIsNot) {
    const IndexFolder index;
    Searcher searcher(index.path());
    const std::string question = "Cơ quan để hồ sơ quá hạn phải gửi văn bản xin lỗi mấy lần?";
    const auto now = ask(searcher, question);
    ASSERT_THAT(ids_of(now), Contains("tre-hen-cu"));
    EXPECT_NE(now.kind, DecisionKind::answer);
    EXPECT_THAT(now.choices, Not(Contains("tre-hen-cu")));
    for (const auto day : {Date(2018y / 6 / 21), Date(2025y / 6 / 30)}) {
        const auto then = ask(searcher, question, on(day));
        EXPECT_EQ(then.kind, DecisionKind::answer) << summary_of(then);
        EXPECT_EQ(then.ranked.front().id, "tre-hen-cu");
        EXPECT_TRUE(then.ranked.front().in_force);
    }
    for (const auto day : {Date(2018y / 6 / 20), Date(2025y / 7 / 1)})
        EXPECT_NE(ask(searcher, question, on(day)).kind, DecisionKind::answer);
    EXPECT_EQ(ask(searcher, "Văn bản nào quy định cơ chế một cửa?").kind, DecisionKind::answer);
    EXPECT_NE(ask(searcher, "Văn bản nào quy định cơ chế một cửa?", on(2025y / 6 / 30)).kind,
              DecisionKind::answer);
}

TEST(Searcher, FindsTheRuleOfTheTimeAskedAboutAndMarksIt) {
    const IndexFolder index;
    Searcher searcher(index.path());
    for (const std::string question :
         {"Trước tháng 7/2025, hồ sơ trễ hẹn được xin lỗi thế nào?",
          "quy định cũ về xin lỗi khi trả kết quả trễ hẹn", "năm 2024 thì ho so tre hen xin loi the nao"}) {
        const auto decision = ask(searcher, question);
        EXPECT_EQ(decision.kind, DecisionKind::answer) << question << ": " << summary_of(decision);
        EXPECT_EQ(decision.ranked.front().id, "tre-hen-cu") << question;
        EXPECT_FALSE(decision.ranked.front().in_force);
    }
    EXPECT_NE(ask(searcher, "Trước năm 2018, hồ sơ trễ hẹn được xin lỗi thế nào?").kind, DecisionKind::answer)
        << "before that rule";
    EXPECT_NE(ask(searcher, "Trước tháng 7/2025, văn bản nào quy định cơ chế một cửa?").kind,
              DecisionKind::answer)
        << "only the later rule is known";
}

TEST(Searcher, FindsAnEndedRuleByItsNumber) {
    auto articles = small_knowledge_base();
    for (auto& article : articles)
        if (article.id == "tre-hen-cu") article.sources = {{"61/2018/NĐ-CP", "Điều 19", ""}};
    const IndexFolder index(articles);
    Searcher searcher(index.path());
    const auto decision = ask(searcher, "nđ 61/2018 quy định xin lỗi trễ hẹn mấy lần, thế nào");
    EXPECT_EQ(decision.ranked.front().id, "tre-hen-cu");
    EXPECT_EQ(decision.kind, DecisionKind::answer) << summary_of(decision);
    EXPECT_FALSE(decision.ranked.front().in_force);
}

TEST(Searcher, LeavesOutArticlesOfOtherProvinces) {
    const IndexFolder index;
    Searcher searcher(index.path());
    const std::string question = "Trụ sở tiếp nhận mở cửa đến mấy giờ?";
    EXPECT_THAT(ids_of(ask(searcher, question, in("56"))),
                AllOf(Contains("khanh-hoa"), Not(Contains("ha-noi"))));
    EXPECT_THAT(ids_of(ask(searcher, question, in("01"))),
                AllOf(Contains("ha-noi"), Not(Contains("khanh-hoa"))));
    EXPECT_THAT(ids_of(ask(searcher, question, in("79"))),
                AllOf(Not(Contains("ha-noi")), Not(Contains("khanh-hoa"))));
    for (const std::string everywhere : {"", "VN"}) {
        EXPECT_THAT(ids_of(ask(searcher, question, in(everywhere))),
                    AllOf(Contains("ha-noi"), Contains("khanh-hoa")));
    }
    EXPECT_EQ(best(searcher, "SIPAS là gì?", in("56")), "sipas") << "of the whole country";
    EXPECT_EQ(best(searcher, "nghị định 118", in("56")), "mot-cua") << "of no territory named";
}

TEST(Searcher, GivesNoMoreCandidatesThanWanted) {
    const IndexFolder index;
    Searcher searcher(index.path());
    auto options = today();
    for (const std::size_t limit : {std::size_t{1}, std::size_t{3}, std::size_t{100}}) {
        options.limit = limit;
        const auto decision =
            ask(searcher, "thời hạn đăng ký kết hôn, căn cước, giấy tờ, công chức", options);
        EXPECT_LE(decision.ranked.size(), limit);
        EXPECT_GE(decision.ranked.size(), std::min<std::size_t>(limit, 3));
        EXPECT_TRUE(std::ranges::is_sorted(decision.ranked, std::greater(), &Candidate::score));
        EXPECT_EQ(decision.confidence, decision.ranked.front().confidence);
    }
}

TEST(Searcher, SeesACommitWhileItIsOpen) {
    const IndexFolder index;
    Searcher searcher(index.path());
    EXPECT_EQ(searcher.revision(), "1");
    const auto article = new_article();
    Writer writer(index.path());
    writer.replace(article);
    EXPECT_FALSE(knows(searcher, article.question, "xe-dien")) << "not committed yet";
    writer.commit("2");
    EXPECT_EQ(best(searcher, article.question), "xe-dien");
    EXPECT_EQ(best(searcher, "cho sac o to dien"), "xe-dien");
    EXPECT_EQ(searcher.revision(), "2");
    EXPECT_EQ(best(searcher, "SIPAS là gì?"), "sipas") << "the others are still there";

    auto changed = article;
    changed.question = "Bãi gửi xe đạp của cơ quan nằm chỗ nào?";
    changed.phrasings = {};
    writer.replace(changed);
    writer.remove("sipas");
    writer.remove("không có bài này");
    writer.commit("3");
    EXPECT_EQ(best(searcher, changed.question), "xe-dien");
    EXPECT_FALSE(knows(searcher, "sạc ô tô điện", "xe-dien")) << "an old phrasing was left behind";
    EXPECT_FALSE(knows(searcher, "SIPAS là gì?", "sipas"));
    EXPECT_EQ(searcher.revision(), "3");
    EXPECT_EQ(Searcher(index.path()).revision(), "3");
}

TEST(Searcher, SeesARebuiltIndexWhileItIsOpen) {
    const IndexFolder index;
    Searcher searcher(index.path());
    for (int times = 0; times < 4; ++times) {
        const auto revision = "again " + std::to_string(times);
        rebuild(index.path(), std::vector{new_article()}, revision);
        EXPECT_EQ(searcher.revision(), revision);
        EXPECT_TRUE(knows(searcher, new_article().question, "xe-dien"));
        EXPECT_FALSE(knows(searcher, "SIPAS là gì?", "sipas"));
    }
}

TEST(Searcher, DecidesTheSameWhateverTheOrderOfTheArticles) {
    auto articles = small_knowledge_base();
    const IndexFolder one(articles);
    std::ranges::reverse(articles);
    const IndexFolder other(articles);
    Searcher first(one.path());
    Searcher second(other.path());
    for (const auto& article : articles) {
        EXPECT_EQ(summary_of(ask(first, article.answer)), summary_of(ask(second, article.answer)));
    }
}

TEST(Searcher, ReadsAnEmptyKnowledgeBaseUntilThereIsAnArticle) {
    const IndexFolder index({}, "");
    Searcher searcher(index.path());
    const auto nothing = ask(searcher, "Trạm sạc xe điện ở đâu?");
    EXPECT_EQ(nothing.kind, DecisionKind::escalate);
    EXPECT_EQ(nothing.reason, EscalationReason::nothing_found);
    EXPECT_EQ(nothing.confidence, 0);
    EXPECT_THAT(nothing.ranked, IsEmpty());
    EXPECT_EQ(ask(searcher, "").reason, EscalationReason::empty_question);
    Writer writer(index.path());
    writer.replace(new_article());
    writer.commit("1");
    EXPECT_EQ(best(searcher, "Trạm sạc xe điện của cơ quan đặt ở đâu?"), "xe-dien");
}

TEST(Searcher, ExplainsWithTheTermsAndTheCandidates) {
    const IndexFolder index;
    Searcher searcher(index.path());
    EXPECT_THAT(searcher.explain(nlp::read("SIPAS là gì?"), today()),
                AllOf(HasSubstr("sipas"), HasSubstr("1. ")));
    EXPECT_THAT(searcher.explain(nlp::read("mất bao lâu theo nđ 118/2025?"), today()),
                AllOf(HasSubstr("concepts: duration"), HasSubstr("typed with diacritics"),
                      HasSubstr("Bbao  weight 1"), HasSubstr("118/2025"), HasSubstr("letter groups"),
                      HasSubstr("lexical"), HasSubstr("adds")));
    EXPECT_THAT(searcher.explain(nlp::read(""), today()), Not(IsEmpty()));
}

TEST(Searcher, TakesAnyText) {
    const IndexFolder index;
    Searcher searcher(index.path());
    std::string words;
    for (int i = 0; i < 20'000; ++i) {
        words += "từ" + std::to_string(i) + " ";
    }
    const std::vector<std::string> texts{
        "",
        " \t\r\n",
        "ạ",
        "?!.,;:",
        "AND AND NOT (\"OR",
        "XOR NEAR/3 ADJ * ~ + - title:căn cước",
        std::string("căn\0cước", 10),
        "\xFF\xFE\xC0\xAF\xED\xA0\x80",
        std::string(100'000, 'a'),
        std::string(100'000, '9'),
        std::string(100'000, ' '),
        std::string(50'000, '\xCC'),
        "e" +
            [] {
                std::string marks;
                for (int i = 0; i < 20'000; ++i) {
                    marks += "\u0301";
                }
                return marks;
            }(),
        words,
        "118/2025/NĐ-CP " +
            [] {
                std::string numbers;
                for (int i = 0; i < 3'000; ++i) {
                    numbers += std::to_string(i) + "/2025/NĐ-CP ";
                }
                return numbers;
            }(),
        "99999999999999999999/99999999999999999999/NĐ-CP điều 99999999999999999999",
        "\u202Ecước căn\u202C \u200B\u200D😀👨‍👩‍👧",
        "'; DROP TABLE articles; --",
        "<script>alert(1)</script>",
        "A",
        "Icăn cước",
    };
    for (const auto& text : texts) {
        EXPECT_NO_THROW(ask(searcher, text)) << text.substr(0, 60);
        EXPECT_NO_THROW(searcher.explain(nlp::read(text), today())) << text.substr(0, 60);
    }
    EXPECT_EQ(best(searcher, "SIPAS là gì?"), "sipas");
}

TEST(Searcher, TakesAnyArticleThatMayBeStored) {
    std::vector<Article> articles = nasty_articles(3, 30);
    auto large = small_article(std::string(128, 'i'), std::string(8'000, 'q'), {}, std::string(64'000, 'a'));
    large.phrasings.assign(50, "từ " + std::string(7'000, 'p'));
    large.topic = std::string(1'000, 't');
    large.territory = std::string(1'000, 'v');
    ASSERT_THAT(problems_of(large), IsEmpty());
    articles.push_back(large);
    const IndexFolder index(articles);
    Searcher searcher(index.path());
    EXPECT_NO_THROW(ask(searcher, "một câu hỏi"));
    Writer writer(index.path());
    for (const auto& article : articles) {
        EXPECT_NO_THROW(writer.replace(article));
    }
    writer.remove(large.id);
    writer.commit("2");
    EXPECT_EQ(searcher.revision(), "2");
}

// Asks the same question over and over in a thread of its own.
class Reader {
  public:
    explicit Reader(const std::filesystem::path& index)
        : thread_([this, index](const std::stop_token& stop) { run(index, stop); }) {}

    /// Returns when a question that was asked after this call is answered, or nothing is asked any more.
    void wait_for_an_answer() const {
        for (const int before = asked_; asked_ < before + 2 && !failed_;) {
            std::this_thread::yield();
        }
    }

  private:
    void run(const std::filesystem::path& index, const std::stop_token& stop) {
        try {
            Searcher searcher(index);
            while (!stop.stop_requested()) {
                EXPECT_EQ(best(searcher, "SIPAS là gì?"), "sipas");
                ++asked_;
            }
            EXPECT_TRUE(knows(searcher, new_article().question, "xe-dien"));
        } catch (const std::exception& error) {
            failed_ = true;
            ADD_FAILURE() << error.what();
        }
    }

    std::atomic<int> asked_ = 0;
    std::atomic<bool> failed_ = false;
    std::jthread thread_;
};

TEST(Searcher, IsReadByManyThreadsWhileOneWrites) {
    const IndexFolder index;
    std::list<Reader> readers;
    for (int i = 0; i < 3; ++i) {
        readers.emplace_back(index.path());
    }
    const auto wait = [&] {
        for (const auto& reader : readers) {
            reader.wait_for_an_answer();
        }
    };
    auto articles = small_knowledge_base();
    articles.push_back(new_article());
    for (int round = 0; round < 3; ++round) {
        {
            Writer writer(index.path());
            for (int i = 0; i < 5; ++i) {
                auto article = new_article();
                article.answer += std::to_string(i);
                writer.replace(article);
                writer.remove(articles[2 + static_cast<std::size_t>(i)].id);
                writer.commit(std::to_string(i));
                wait();
            }
        }
        rebuild(index.path(), articles, "rebuilt");
        wait();
    }
}

}  // namespace

}  // namespace reformdesk::kb_index
