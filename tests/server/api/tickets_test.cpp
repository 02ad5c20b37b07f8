// The queue of the experts: listing, answering and closing tickets.
#include "tests/server/api/api_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class TicketsTest : public ::testing::Test {
  protected:
    TicketsTest() {
        std::vector articles{fakes::article("mot-cua", "Một cửa là gì?", "Là nơi nộp hồ sơ.")};
        articles.front().sources = {{"61/2018/NĐ-CP", "", ""}};
        kb_index::LegalDocument decree{.number = "61/2018/NĐ-CP", .url = "https://vanban.example/61"};
        decree.effective = {2018y / 6 / 21, 2025y / 6 / 30};
        decree.replaced_by = {{"118/2025/NĐ-CP", 2025y / 7 / 1}};
        desk.articles.import_documents(std::vector{decree}, "test", fakes::a_tuesday);
        desk.articles.import_articles(articles, "test", fakes::a_tuesday);
        desk.add_account("lan", access::Role::expert);
        lan = desk.log_in("lan");
        desk.open_ticket();
    }

    net::Response answer(const std::string& text, int version, const std::string& request,
                         const std::string& ticket = "1001") {
        return desk.call(post("/api/v1/tickets/" + ticket + "/answer",
                              R"({"text":")" + text + R"(","version":)" + std::to_string(version) +
                                  R"(,"request_id":")" + request + R"("})"),
                         lan);
    }
    net::Response close(int version, const std::string& request) {
        return desk.call(post("/api/v1/tickets/1001/close", R"({"version":)" + std::to_string(version) +
                                                                R"(,"request_id":")" + request + R"("})"),
                         lan);
    }
    static std::string state(const net::Response& response) {
        const auto json = json_of(response);
        const auto* ticket = json.find("ticket");
        return ticket == nullptr ? "" : ticket->text_at("state").value_or("");
    }
    std::vector<desk::LogEntry> log() { return desk.store.entries(1, 0, 100); }

    ApiDesk desk;
    Browser lan;
};

TEST_F(TicketsTest, AnAnswerReachesTheConversationAndIsSignedByItsWriter) {
    const auto answered = answer("Nộp tại trung tâm.", 1, "r1");
    EXPECT_EQ(answered.status, 200u);
    EXPECT_EQ(state(answered), "answered");
    ASSERT_THAT(log(), SizeIs(3));
    EXPECT_EQ(log().back().kind, desk::EntryKind::expert_answer);
    EXPECT_EQ(log().back().author, "Chị lan");
    EXPECT_EQ(log().back().text, "Nộp tại trung tâm.");
    EXPECT_THAT(desk.changed, SizeIs(1));
}

TEST_F(TicketsTest, ARepeatedRequestAnswersOnce) {
    answer("Nộp tại trung tâm.", 1, "r1");
    const auto again = answer("Nộp tại trung tâm.", 1, "r1");
    EXPECT_EQ(again.status, 200u);
    EXPECT_THAT(log(), SizeIs(3));
    EXPECT_THAT(desk.changed, SizeIs(1));
}

TEST_F(TicketsTest, WhoHasNotSeenTheLatestIsToldWhatItIs) {
    answer("Trước.", 1, "r1");
    const auto late = answer("Sau.", 1, "r2");
    EXPECT_EQ(late.status, 409u);
    EXPECT_EQ(code_of(late), "version_conflict");
    const auto conflict = json_of(late);
    EXPECT_EQ(conflict.find("ticket")->integer_at("version"), 2);
    EXPECT_EQ(conflict.find("ticket")->text_at("answered_by"), "Chị lan");
    EXPECT_THAT(log(), SizeIs(3));
    EXPECT_EQ(answer("Sau.", 2, "r2").status, 200u);
    EXPECT_EQ(close(1, "r3").status, 409u);
    EXPECT_EQ(state(close(3, "r3")), "closed");
    EXPECT_EQ(log().back().kind, desk::EntryKind::notice);
}

TEST_F(TicketsTest, TwoExpertsAtOnceAnswerOnce) {
    desk.add_account("hoa", access::Role::expert);
    const auto hoa = desk.log_in("hoa");
    const auto first = answer("Của Lan.", 1, "r1");
    const auto second = desk.call(
        post("/api/v1/tickets/1001/answer", R"({"text":"Của Hoa.","version":1,"request_id":"r2"})"), hoa);
    EXPECT_EQ(first.status, 200u);
    EXPECT_EQ(second.status, 409u);
    EXPECT_EQ(log().back().text, "Của Lan.");
}

TEST_F(TicketsTest, AFailureCanBeRepeatedWithTheSameRequest) {
    desk.store.fail_next_write(fakes::DeskStore::Failure::after);
    EXPECT_EQ(answer("Nộp tại trung tâm.", 1, "r1").status, 503u);
    EXPECT_EQ(answer("Nộp tại trung tâm.", 1, "r1").status, 200u);
    EXPECT_THAT(log(), SizeIs(3));
}

TEST_F(TicketsTest, RefusesAnAnswerThatCannotBeSent) {
    EXPECT_EQ(code_of(answer("  ", 1, "r1")), "empty_answer");
    EXPECT_EQ(code_of(answer(std::string(16'001, 'a'), 1, "r1")), "answer_too_long");
    EXPECT_EQ(code_of(answer("a", 1, "")), "bad_reply");
    EXPECT_EQ(code_of(answer("a", 1, std::string(65, 'r'))), "bad_reply");
    EXPECT_EQ(
        code_of(desk.call(post("/api/v1/tickets/1001/answer", R"({"text":"a","request_id":"r"})"), lan)),
        "bad_reply");
    for (const auto* ticket : {"1002", "0", "-1", "x", "9223372036854775808"}) {
        EXPECT_EQ(answer("a", 1, "r1", ticket).status, 404u) << ticket;
    }
    EXPECT_EQ(answer(std::string(16'000, 'a'), 1, "r2").status, 200u);
}

TEST_F(TicketsTest, ShowsTheConversationAndTheNearestArticles) {
    desk.search.say("Hỏi điều chưa ai biết?", fakes::answer("mot-cua", 0.4));
    const auto shown = json_of(desk.call(get("/api/v1/tickets/1001"), lan));
    EXPECT_EQ(shown.find("ticket")->text_at("state"), "open");
    EXPECT_THAT(*shown.find("entries")->array(), SizeIs(2));
    ASSERT_THAT(*shown.find("suggestions")->array(), SizeIs(1));
    EXPECT_EQ(connectors::wire::write(shown.find("suggestions")->array()->front()),
              R"({"article":"mot-cua","title":"Một cửa là gì?","answer":"Là nơi nộp hồ sơ.",)"
              R"("confidence":0.4,"in_force":true,"valid_from":"2018-06-21","valid_to":"2025-06-30",)"
              R"("sources":[{"document":"61/2018/NĐ-CP","clause":"","url":"https://vanban.example/61"}],)"
              R"("replaced_by":[{"number":"118/2025/NĐ-CP","from":"2025-07-01"}]})")
        << "by the documents that it rests on";
    desk.search.break_down();
    EXPECT_EQ(desk.call(get("/api/v1/tickets/1001"), lan).status, 200u)
        << "a ticket is there without the index";
}

TEST_F(TicketsTest, ListsPageByPageNewestFirst) {
    desk.open_ticket("Câu hỏi thứ hai?");
    desk.open_ticket("Câu hỏi thứ ba?");
    answer("Xong.", 1, "r1");
    const auto list = [this](const std::string& query) {
        return json_of(desk.call(get("/api/v1/tickets" + query), lan));
    };
    const auto first = list("?limit=1");
    EXPECT_EQ((*first.find("tickets")->array())[0].integer_at("number"), 1003);
    EXPECT_EQ(first.integer_at("next"), 1003);
    EXPECT_EQ(first.find("counts")->integer_at("open"), 2);
    EXPECT_EQ(first.find("counts")->integer_at("answered"), 1);
    EXPECT_EQ((*list("?limit=1&before=1003").find("tickets")->array())[0].integer_at("number"), 1002);
    EXPECT_TRUE(list("?limit=3").find("next")->is_null());
    EXPECT_THAT(*list("?state=all").find("tickets")->array(), SizeIs(3));
    EXPECT_THAT(*list("?state=closed").find("tickets")->array(), IsEmpty());
    for (const auto* query : {"?state=x", "?limit=0", "?limit=201", "?before=x", "?before=0"}) {
        EXPECT_EQ(desk.call(get(std::string("/api/v1/tickets") + query), lan).status, 400u) << query;
    }
}

}  // namespace
}  // namespace reformdesk::api::testing
