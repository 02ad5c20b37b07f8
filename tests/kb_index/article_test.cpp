#include "kb_index/article.hpp"

#include "tests/kb_index/exchange_support.hpp"

#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::kb_index {

namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ArticleDate, IsReadInOneFormOnly) {
    EXPECT_EQ(parse_date("2025-07-01"), Date(2025y / 7 / 1));
    EXPECT_EQ(parse_date("0001-01-01"), Date(1y / 1 / 1));
    EXPECT_EQ(parse_date("9999-12-31"), Date(9999y / 12 / 31));
    for (const std::string text :
         {"", "2025-7-1", "2025-07-1", "2025-07-011", " 2025-07-01", "2025-07-01 ", "2025/07/01",
          "01/07/2025", "01-07-2025", "2025-07-01T00:00", "20250701", "2025-+7-01", "2025--7-01",
          "-025-07-01", "2025-0x-01", "2025-07-0١", "0000-01-01", "năm nay"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(ArticleDate, IsADayThatExists) {
    EXPECT_EQ(parse_date("2024-02-29"), Date(2024y / 2 / 29));
    EXPECT_EQ(parse_date("2000-02-29"), Date(2000y / 2 / 29));
    for (const std::string text :
         {"2025-02-29", "1900-02-29", "2025-04-31", "2025-13-01", "2025-00-01", "2025-01-00", "2025-01-32"}) {
        EXPECT_EQ(parse_date(text), std::nullopt) << text;
    }
}

TEST(ArticleDate, IsWrittenAsItIsRead) {
    for (const std::string text : {"2025-07-01", "0001-01-01", "9999-12-31", "2024-02-29"}) {
        const auto date = parse_date(text);
        ASSERT_TRUE(date) << text;
        EXPECT_EQ(format_date(*date), text);
    }
}

TEST(ArticleValidity, IncludesBothItsEnds) {
    const Validity validity{2025y / 7 / 1, 2025y / 12 / 31};
    EXPECT_FALSE(validity.covers(2025y / 6 / 30));
    EXPECT_TRUE(validity.covers(2025y / 7 / 1));
    EXPECT_TRUE(validity.covers(2025y / 12 / 31));
    EXPECT_FALSE(validity.covers(2026y / 1 / 1));
}

TEST(ArticleValidity, HasNoBoundAtAnOpenEnd) {
    EXPECT_TRUE(Validity().covers(1y / 1 / 1));
    EXPECT_TRUE(Validity().covers(9999y / 12 / 31));
    EXPECT_TRUE((Validity{std::nullopt, 2025y / 6 / 30}.covers(1y / 1 / 1)));
    EXPECT_FALSE((Validity{std::nullopt, 2025y / 6 / 30}.covers(2025y / 7 / 1)));
    EXPECT_TRUE((Validity{2025y / 7 / 1, std::nullopt}.covers(9999y / 12 / 31)));
    EXPECT_FALSE((Validity{2025y / 7 / 1, std::nullopt}.covers(2025y / 6 / 30)));
}

using Change = std::function<void(Article&)>;

std::vector<std::string> problems_after(const Change& change) {
    auto article = full_article("a");
    change(article);
    std::vector<std::string> lines;
    for (const auto& problem : problems_of(article)) {
        lines.push_back(problem.field + ": " + problem.message);
    }
    return lines;
}

TEST(ArticleProblems, AreNoneForAGoodArticle) {
    EXPECT_THAT(problems_of(full_article("a")), IsEmpty());
    Article least;
    least.id = "a";
    least.question = "Hỏi?";
    least.answer = "Đáp.";
    EXPECT_THAT(problems_of(least), IsEmpty());
}

TEST(ArticleWithoutQuestion, TakesItsFirstPhrasing) {
    auto article = full_article("a");
    article.question = " \n";
    article.phrasings = {"một", "hai"};
    complete(article);
    EXPECT_EQ(article.question, "một");
    EXPECT_THAT(article.phrasings, ElementsAre("hai"));
    auto whole = article;
    complete(whole);
    EXPECT_EQ(whole, article) << "a question that is there stays";
    article.question = "";
    article.phrasings = {};
    complete(article);
    EXPECT_EQ(article.question, "");
}

TEST(ArticleProblems, NameEveryMissingField) {
    EXPECT_THAT(problems_of(Article()), ElementsAre(FieldProblem{"id", "không được để trống"},
                                                    FieldProblem{"question", "không được để trống"},
                                                    FieldProblem{"answer", "không được để trống"}));
    EXPECT_THAT(problems_after([](Article& article) { article.answer = " \t\r\n"; }),
                ElementsAre("answer: không được để trống"));
    EXPECT_THAT(problems_after([](Article& article) {
                    article.phrasings = {"x", " "};
                }),
                ElementsAre(HasSubstr("phrasings: có mục trống")));
    EXPECT_THAT(problems_after([](Article& article) { article.sources[0].document = ""; }),
                ElementsAre("sources: không được để trống"));
}

struct TextLimit {
    const char* field;
    std::size_t longest;
    void (*set)(Article&, std::string);
};

class ArticleText : public testing::TestWithParam<TextLimit> {
  public:
    static std::vector<std::string> with(std::string text) {
        return problems_after([&](Article& article) { GetParam().set(article, text); });
    }
};

TEST_P(ArticleText, IsLimitedInBytes) {
    const auto longest = GetParam().longest;
    EXPECT_THAT(with(std::string(longest, 'x')), IsEmpty());
    EXPECT_THAT(with(std::string(longest + 1, 'x')),
                ElementsAre(std::string(GetParam().field) + ": quá dài: nhiều nhất " +
                            std::to_string(longest) + " byte"));
}

TEST_P(ArticleText, IsUtf8) {
    for (const std::string text : {"H\xE0 N\xF4\xF2i", "\xC0\xAF", "\xED\xA0\x80", "x\xFF"}) {
        EXPECT_THAT(with(text), ElementsAre(AllOf(HasSubstr(GetParam().field), HasSubstr("UTF-8"))));
    }
}

TEST_P(ArticleText, HoldsNoControlCharacters) {
    for (const auto& text : {std::string("a\0b", 3), std::string("a\x1B[0m"), std::string("a\x7F")}) {
        EXPECT_THAT(with(text),
                    ElementsAre(AllOf(HasSubstr(GetParam().field), HasSubstr("ký tự điều khiển"))));
    }
}

INSTANTIATE_TEST_SUITE_P(
    All, ArticleText,
    testing::Values(
        TextLimit{"id", 128, [](Article& article, std::string text) { article.id = std::move(text); }},
        TextLimit{"question", 8'000,
                  [](Article& article, std::string text) { article.question = std::move(text); }},
        TextLimit{"answer", 64'000,
                  [](Article& article, std::string text) { article.answer = std::move(text); }},
        TextLimit{"topic", 1'000,
                  [](Article& article, std::string text) { article.topic = std::move(text); }},
        TextLimit{"territory", 1'000,
                  [](Article& article, std::string text) { article.territory = std::move(text); }},
        TextLimit{"phrasings", 8'000,
                  [](Article& article, std::string text) { article.phrasings[1] = std::move(text); }},
        TextLimit{"audience", 1'000,
                  [](Article& article, std::string text) { article.audience[1] = std::move(text); }},
        TextLimit{"related", 128,
                  [](Article& article, std::string text) { article.related[0] = std::move(text); }},
        TextLimit{"follow_ups", 128,
                  [](Article& article, std::string text) { article.follow_ups[1] = std::move(text); }},
        TextLimit{"sources", 8'000,
                  [](Article& article, std::string text) { article.sources[1].document = std::move(text); }},
        TextLimit{"sources", 8'000,
                  [](Article& article, std::string text) { article.sources[0].clause = std::move(text); }}));

TEST(ArticleProblems, NameTheFieldWithTooManyItems) {
    const auto items = [](std::size_t count) { return std::vector<std::string>(count, "x"); };
    EXPECT_THAT(problems_after([&](Article& article) { article.phrasings = items(2'000); }), IsEmpty());
    EXPECT_THAT(problems_after([&](Article& article) { article.phrasings = items(2'001); }),
                ElementsAre("phrasings: nhiều nhất 2000 mục"));
    EXPECT_THAT(problems_after([&](Article& article) { article.audience = items(101); }),
                ElementsAre("audience: nhiều nhất 100 mục"));
    EXPECT_THAT(problems_after([&](Article& article) { article.related = items(101); }),
                ElementsAre("related: nhiều nhất 100 mục"));
    EXPECT_THAT(problems_after([&](Article& article) { article.follow_ups = items(101); }),
                ElementsAre("follow_ups: nhiều nhất 100 mục"));
    EXPECT_THAT(problems_after([](Article& article) {
                    article.sources.assign(100, {"76/NQ-CP", "", ""});
                }),
                IsEmpty());
    EXPECT_THAT(problems_after([](Article& article) {
                    article.sources.assign(101, {"76/NQ-CP", "", ""});
                }),
                ElementsAre("sources: nhiều nhất 100 mục"));
}

TEST(ArticleProblems, AllowSeveralLinesOnlyWherePeopleWriteThem) {
    EXPECT_THAT(problems_after([](Article& article) {
                    article.question = "Một?\nHai?";
                    article.answer = "Một.\r\n\tHai.";
                    article.phrasings = {"Một\nhai"};
                }),
                IsEmpty());
    EXPECT_THAT(problems_after([](Article& article) { article.id = "a\nb"; }),
                ElementsAre(HasSubstr("id: ")));
    EXPECT_THAT(problems_after([](Article& article) { article.sources[0].clause = "Điều 5\nkhoản 2"; }),
                ElementsAre(HasSubstr("sources: ")));
}

TEST(ArticleProblems, RefuseALinkThatABrowserShouldNotOpen) {
    for (const std::string url : {"http://a.vn", "https://chinhphu.vn/?a=1&b=%20#c"}) {
        EXPECT_THAT(problems_after([&](Article& article) { article.sources[0].url = url; }), IsEmpty())
            << url;
    }
    for (const std::string url :
         {"javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.vn", "a.vn", "https://",
          "HTTPS://a.vn", "https://a.vn/\"onclick=\"", "https://a.vn/<b>", "https://a.vn/a b"}) {
        EXPECT_THAT(problems_after([&](Article& article) { article.sources[0].url = url; }),
                    ElementsAre(HasSubstr("sources: liên kết phải bắt đầu bằng http")))
            << url;
    }
    EXPECT_THAT(problems_after([](Article& article) {
                    article.sources[0].url = "https://a.vn/" + std::string(2'000, 'x');
                }),
                ElementsAre("sources: quá dài: nhiều nhất 2000 byte"));
}

TEST(ArticleProblems, AskForDatesInOrder) {
    EXPECT_THAT(problems_after([](Article& article) {
                    article.validity = {2025y / 7 / 1, 2025y / 7 / 1};
                }),
                IsEmpty());
    EXPECT_THAT(problems_after([](Article& article) {
                    article.validity = {2025y / 7 / 1, 2025y / 6 / 30};
                }),
                ElementsAre("valid_to: sớm hơn valid_from"));
}

TEST(ArticleProblems, AreAllNamedAtOnce) {
    EXPECT_THAT(problems_after([](Article& article) {
                    article.id = "";
                    article.topic = std::string(1'001, 'x');
                    article.validity = {2025y / 7 / 1, 2025y / 6 / 30};
                }),
                ElementsAre(HasSubstr("id: "), HasSubstr("topic: "), HasSubstr("valid_to: ")));
}

}  // namespace

}  // namespace reformdesk::kb_index
