// Articles to look at again: listing them with what they are about, marking them as done, and reading one.
#include "tests/server/api/api_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string reviews_path = "/api/v1/kb/reviews";

kb_index::Article resting_on(std::string document, std::string id) {
    auto made = fakes::article(std::move(id), "Một cửa là gì?", "Là nơi **nộp hồ sơ**.");
    made.phrasings = {"mot cua la gi"};
    made.audience = {"nguoi-dan"};
    made.topic = "mot-cua";
    made.territory = "VN";
    made.sources = {{std::move(document), "Điều 5", ""}};
    return made;
}

// Two articles rest on a decree that another replaced in July 2025; a third has nothing to do with it.
class ReviewsTest : public ::testing::Test {
  protected:
    ReviewsTest() {
        kb_index::LegalDocument old{.number = "61/2018/NĐ-CP", .title = "Về cơ chế một cửa"};
        old.effective.from = 2018y / 6 / 21;
        old.url = "https://vanban.example/61";
        const std::vector documents{
            old, kb_index::LegalDocument{.number = "118/2025/NĐ-CP", .title = "Về giải quyết thủ tục"}};
        desk.articles.import_documents(documents, "test", fakes::a_tuesday);
        const std::vector articles{resting_on("61/2018/NĐ-CP", "a"), resting_on("61/2018/NĐ-CP", "b/c d"),
                                   resting_on("76/NQ-CP", "e")};
        desk.articles.import_articles(articles, "test", fakes::a_tuesday);
        desk.articles.supersede(
            {"61/2018/NĐ-CP", "118/2025/NĐ-CP", 2025y / 7 / 1, "quan-tri", fakes::a_tuesday});
        desk.add_account("lan", access::Role::expert);
        lan = desk.log_in("lan");
    }

    Json list(const std::string& query = "") {
        const auto answer = desk.call(get(reviews_path + query), lan);
        EXPECT_EQ(answer.status, 200u) << answer.body;
        return json_of(answer);
    }
    static std::vector<std::int64_t> ids(const Json& page) {
        std::vector<std::int64_t> found;
        for (const auto& review : *page.find("reviews")->array()) {
            found.push_back(review.integer_at("id").value_or(0));
        }
        return found;
    }
    net::Response change(const std::string& id, const std::string& what, const std::string& body = "") {
        return desk.call(post(reviews_path + "/" + id + "/" + what, body), lan);
    }

    ApiDesk desk;
    Browser lan;
};

TEST_F(ReviewsTest, SaysWhichArticleWaitsForWhatReason) {
    const auto page = list();
    EXPECT_THAT(ids(page), ElementsAre(1, 2));
    EXPECT_EQ(connectors::wire::write(page.find("reviews")->array()->front()),
              R"({"id":1,)"
              R"("article":{"id":"a","question":"Một cửa là gì?","changed_at":"2026-11-24T03:00:00.000Z"},)"
              R"("reason":"superseded",)"
              R"("document":"61/2018/NĐ-CP","document_title":"Về cơ chế một cửa",)"
              R"("successor":"118/2025/NĐ-CP","successor_title":"Về giải quyết thủ tục",)"
              R"("last_day":"2025-06-30","opened_at":"2026-11-24T03:00:00.000Z","opened_by":"quan-tri",)"
              R"("closed_at":null,"closed_by":""})");
    EXPECT_EQ(page.find("counts")->integer_at("open"), 2);
    EXPECT_TRUE(page.find("next")->is_null());
}

TEST_F(ReviewsTest, ShowsATaskWithoutADocumentAndOfAnArticleThatIsGone) {
    desk::ReviewTask task;
    task.article = "gone";
    desk.articles.open_reviews(std::vector{task});
    const auto page = list("?after=2");
    const auto& review = page.find("reviews")->array()->front();
    EXPECT_EQ(review.text_at("document_title"), "");
    EXPECT_EQ(review.text_at("successor_title"), "");
    EXPECT_TRUE(review.find("last_day")->is_null());
    EXPECT_EQ(connectors::wire::write(*review.find("article")),
              R"({"id":"gone","question":"","changed_at":null})");
}

TEST_F(ReviewsTest, IsClosedByWhoLookedAtItAndReopenedAgain) {
    desk.clock.advance(1h);
    const auto closed = change("1", "close");
    EXPECT_EQ(closed.status, 200u) << closed.body;
    const auto json = json_of(closed);
    EXPECT_EQ(json.find("review")->text_at("closed_by"), "lan");
    EXPECT_EQ(json.find("review")->text_at("closed_at"), "2026-11-24T04:00:00.000Z");
    EXPECT_EQ(json.find("counts")->integer_at("open"), 1);
    EXPECT_THAT(ids(list()), ElementsAre(2));
    EXPECT_THAT(ids(list("?state=closed")), ElementsAre(1));

    const auto reopened = json_of(change("1", "reopen", "{}"));
    EXPECT_TRUE(reopened.find("review")->find("closed_at")->is_null());
    EXPECT_EQ(reopened.find("counts")->integer_at("open"), 2);
    EXPECT_THAT(ids(list("?state=closed")), IsEmpty());
}

TEST_F(ReviewsTest, IsClosedOnceHoweverOftenItIsAskedFor) {
    change("1", "close");
    desk.add_account("hoa", access::Role::expert);
    desk.clock.advance(1h);
    const auto again = desk.call(post(reviews_path + "/1/close", ""), desk.log_in("hoa"));
    EXPECT_EQ(again.status, 200u);
    EXPECT_EQ(json_of(again).find("review")->text_at("closed_by"), "lan");
    EXPECT_EQ(change("2", "reopen").status, 200u) << "open already";
}

TEST_F(ReviewsTest, ListsPageByPage) {
    const auto first = list("?limit=1");
    EXPECT_THAT(ids(first), ElementsAre(1));
    EXPECT_EQ(first.integer_at("next"), 1);
    EXPECT_EQ(first.find("counts")->integer_at("open"), 2) << "all of them";
    EXPECT_THAT(ids(list("?limit=1&after=1")), ElementsAre(2));
    EXPECT_THAT(ids(list("?after=2")), IsEmpty());
    EXPECT_THAT(ids(list("?limit=200&after=0")), ElementsAre(1, 2));
    EXPECT_THAT(ids(list("?after=9223372036854775807")), IsEmpty());
    change("1", "close");
    change("2", "close");
    EXPECT_THAT(ids(list("?state=closed&limit=1")), ElementsAre(2)) << "newest first";
    EXPECT_THAT(ids(list("?state=closed&after=2")), ElementsAre(1));
}

TEST_F(ReviewsTest, RefusesQueriesThatMakeNoSense) {
    for (const auto* query :
         {"?state=all", "?state=", "?state=OPEN", "?after=x", "?after=-1", "?after=9223372036854775808",
          "?after=1;--", "?limit=0", "?limit=201", "?limit=-1", "?limit=1.5", "?limit= 1"}) {
        const auto answer = desk.call(get(reviews_path + query), lan);
        EXPECT_EQ(answer.status, 400u) << query;
        EXPECT_EQ(code_of(answer), "bad_query") << query;
    }
}

TEST_F(ReviewsTest, KnowsNoReviewOfAnotherId) {
    for (const auto* id : {"3", "0", "-1", "x", "1x", "+1", "0x1", "9223372036854775808", "1' OR '1'='1"}) {
        EXPECT_EQ(code_of(change(id, "close")), "no_such_review") << id;
        EXPECT_EQ(code_of(change(id, "reopen")), "no_such_review") << id;
    }
    EXPECT_THAT(ids(list()), ElementsAre(1, 2));
    EXPECT_EQ(change("1", "delete").status, 404u);
    EXPECT_EQ(desk.call(get(reviews_path + "/1/close"), lan).status, 405u);
}

TEST_F(ReviewsTest, ChangesNothingForStrangersAndOtherPages) {
    EXPECT_EQ(desk.call(post(reviews_path + "/1/close", "")).status, 401u);
    const auto without_token = with(post(reviews_path + "/1/close", ""), "cookie", lan.cookie);
    EXPECT_EQ(code_of(desk.call(without_token)), "bad_csrf_token");
    EXPECT_EQ(code_of(desk.call(with(without_token, "x-csrf-token", "x"))), "bad_csrf_token");
    EXPECT_EQ(code_of(desk.call(with(post(reviews_path + "/1/close", ""), "origin", portal_origin), lan)),
              "foreign_origin");
    EXPECT_THAT(ids(list()), ElementsAre(1, 2));
}

TEST_F(ReviewsTest, SaysThatTheStoreFailed) {
    desk.articles.break_down();
    EXPECT_EQ(desk.call(get(reviews_path), lan).status, 503u);
    EXPECT_EQ(change("1", "close").status, 503u);
    EXPECT_EQ(desk.call(get("/api/v1/kb/articles/a"), lan).status, 503u);
}

TEST_F(ReviewsTest, ShowsAnArticleWithTheDatesOfItsDocuments) {
    const auto shown = desk.call(get("/api/v1/kb/articles/a"), lan);
    EXPECT_EQ(shown.status, 200u);
    EXPECT_EQ(
        connectors::wire::write(*json_of(shown).find("article")),
        R"({"id":"a","version":1,"changed_at":"2026-11-24T03:00:00.000Z",)"
        R"("question":"Một cửa là gì?","phrasings":["mot cua la gi"],"answer":"Là nơi **nộp hồ sơ**.",)"
        R"("topic":"mot-cua","audience":["nguoi-dan"],"territory":"VN",)"
        R"("sources":[{"document":"61/2018/NĐ-CP","clause":"Điều 5","url":"https://vanban.example/61"}],)"
        R"("valid_from":"2018-06-21","valid_to":"2025-06-30","in_force":false,)"
        R"("ended_by":"61/2018/NĐ-CP",)"
        R"("replaced_by":[{"number":"118/2025/NĐ-CP","from":"2025-07-01"}]})");
    const auto current = json_of(desk.call(get("/api/v1/kb/articles/e"), lan));
    EXPECT_EQ(current.find("article")->find("in_force")->boolean(), true);
    EXPECT_THAT(*current.find("article")->find("replaced_by")->array(), IsEmpty());
}

TEST_F(ReviewsTest, FindsAnArticleByAnyIdThatAPathCanCarry) {
    EXPECT_EQ(desk.call(get("/api/v1/kb/articles/b/c d"), lan).status, 200u);
    for (const auto* id : {"A", "a/", "b", "b/c", "*", "a' OR '1'='1", "nếu không có"}) {
        EXPECT_EQ(code_of(desk.call(get(std::string("/api/v1/kb/articles/") + id), lan)), "no_such_article")
            << id;
    }
    EXPECT_EQ(code_of(desk.call(get("/api/v1/kb/articles/" + std::string(4'000, 'x')), lan)),
              "no_such_article");
}

}  // namespace
}  // namespace reformdesk::api::testing
