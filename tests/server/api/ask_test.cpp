// POST /api/v1/ask and what became of it.
#include "tests/server/api/api_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::SizeIs;

const std::string entries_path = "/api/v1/conversations/" + a_conversation + "/entries";

class AskTest : public ::testing::Test {
  protected:
    AskTest() {
        const std::vector articles{fakes::article("mot-cua", "Một cửa là gì?", "Là nơi nộp hồ sơ."),
                                   fakes::article("le-phi", "Lệ phí bao nhiêu?", "Tùy thủ tục.")};
        desk.articles.import_articles(articles, "test", fakes::a_tuesday);
        desk.search.say("một cửa là gì", fakes::answer("mot-cua"));
        desk.search.say("Cơ chế một cửa là gì?", fakes::answer("mot-cua"));
        desk.search.say("nộp ở đâu", fakes::clarify({"mot-cua", "le-phi"}));
    }

    static std::string body(const std::string& text, bool stored) {
        return R"({"text":")" + text + R"(")" +
               (stored ? R"(,"conversation":")" + a_conversation + R"("})" : "}");
    }
    net::Response ask(const std::string& text) { return desk.call(post("/api/v1/ask", body(text, false))); }
    net::Response tell(const std::string& text, const std::string& key) {
        return desk.call(with(post("/api/v1/ask", body(text, true)), "idempotency-key", key));
    }
    static std::string decision(const net::Response& response) {
        return json_of(response).text_at("decision").value_or("");
    }
    static std::string article(const net::Response& response) {
        const auto json = json_of(response);
        const auto* answer = json.find("answer");
        return answer == nullptr ? "" : answer->text_at("article").value_or("");
    }

    ApiDesk desk;
};

TEST_F(AskTest, AnswersWithoutStoringAnything) {
    const auto answer = ask("một cửa là gì");
    EXPECT_EQ(answer.status, 200u);
    EXPECT_EQ(decision(answer), "answer");
    EXPECT_EQ(article(answer), "mot-cua");
    EXPECT_EQ(decision(ask("nộp ở đâu")), "clarify");
    EXPECT_EQ(decision(ask("điều chưa ai biết")), "escalate");
    EXPECT_EQ(decision(ask("cảm ơn")), "smalltalk");
    EXPECT_EQ(desk.store.counts().open, 0);
    EXPECT_EQ(desk.store.conversation(1), std::nullopt);
}

TEST_F(AskTest, AQuestionOfAConversationGoesTheWholeWay) {
    EXPECT_EQ(article(tell("một cửa là gì", "k1")), "mot-cua");
    const auto handed_over = tell("điều chưa ai biết", "k2");
    EXPECT_EQ(decision(handed_over), "escalate");
    EXPECT_EQ(json_of(handed_over).find("ticket")->integer_at("number"), 1001);
    EXPECT_THAT(desk.changed, SizeIs(1));
    const auto entries = desk.call(get(entries_path));
    EXPECT_THAT(*json_of(entries).find("entries")->array(), SizeIs(4));
    EXPECT_EQ(json_of(entries).integer_at("last"), 4);
    EXPECT_THAT(*json_of(desk.call(get(entries_path + "?after=3"))).find("entries")->array(), SizeIs(1));
}

TEST_F(AskTest, EachQuestionOfAMessageIsAPart) {
    const auto answer = json_of(ask("Cơ chế một cửa là gì? Cách nấu phở bò ra sao?"));
    EXPECT_EQ(answer.text_at("decision"), "answer");
    EXPECT_EQ(answer.find("answer")->text_at("article"), "mot-cua");
    EXPECT_TRUE(answer.find("ticket")->is_null());
    const auto& parts = *answer.find("parts")->array();
    ASSERT_THAT(parts, SizeIs(2));
    EXPECT_EQ(parts.at(0).find("answer")->text_at("article"), "mot-cua");
    EXPECT_EQ(parts.at(1).text_at("decision"), "escalate");
    EXPECT_EQ(desk.store.counts().open, 0);
    EXPECT_EQ(json_of(ask("một cửa là gì")).find("parts"), nullptr);
}

TEST_F(AskTest, WhatIsLeftUnansweredOfAMessageIsOneTicket) {
    const std::string message = "Cách nấu phở bò ra sao? Cơ chế một cửa là gì? Ngày mai có mưa không?";
    const auto first = json_of(tell(message, "k1"));
    EXPECT_EQ(first.text_at("decision"), "answer");
    EXPECT_EQ(first.find("ticket")->integer_at("number"), 1001);
    const auto& parts = *first.find("parts")->array();
    ASSERT_THAT(parts, SizeIs(2)) << "the answer and the ticket";
    EXPECT_EQ(parts.at(1).text_at("decision"), "escalate");
    EXPECT_THAT(desk.store.ticket(1001)->question, HasSubstr("mưa"));
    EXPECT_EQ(tell(message, "k1").body, tell(message, "k1").body);
    EXPECT_EQ(json_of(tell(message, "k1")).find("parts")->array()->size(), 2u);
    EXPECT_EQ(desk.store.counts().open, 1);
}

TEST_F(AskTest, ARepeatedQuestionGivesTheFirstAnswerAgain) {
    tell("điều chưa ai biết", "k1");
    tell("một cửa là gì", "k2");
    const auto again = tell("điều chưa ai biết", "k1");
    EXPECT_EQ(json_of(again).find("ticket")->integer_at("number"), 1001);
    EXPECT_EQ(desk.store.counts().open, 1);
    EXPECT_EQ(article(tell("một cửa là gì", "k2")), "mot-cua");
}

// Two questions of one conversation at once got each other's answer: the first reply in the log was taken.
TEST_F(AskTest, AnAnswerBelongsToItsQuestion) {
    desk.store.before_next_settle([this] {
        connectors::InboundMessage other;
        other.channel = connectors::Channel::api;
        other.conversation = a_conversation;
        other.source_id = "other";
        other.text = "Câu khác?";
        const auto accepted = desk.store.accept(other, fakes::a_tuesday);
        desk::Settlement settlement;
        settlement.message = accepted.message;
        desk::LogEntry reply;
        reply.kind = desk::EntryKind::small_talk;
        reply.text = "Đáp cho câu khác.";
        settlement.replies = {reply};
        desk.store.settle(settlement, fakes::a_tuesday);
    });
    const auto answer = tell("một cửa là gì", "k1");
    EXPECT_EQ(decision(answer), "answer");
    EXPECT_EQ(article(answer), "mot-cua");
}

// A key over 128 bytes was replaced by a random one, so that repeating it asked twice.
TEST_F(AskTest, RefusesAnIdempotencyKeyThatCannotBeKept) {
    for (const auto& key : {std::string(129, 'k'), std::string(), std::string("kh\xc3\xb3 a"),
                            std::string("\xc3\x28"), std::string("a b"), std::string("a\tb")}) {
        const auto refused = tell("một cửa là gì", key);
        EXPECT_EQ(refused.status, 400u) << key;
        EXPECT_EQ(code_of(refused), "bad_idempotency_key");
        EXPECT_THAT(refused.body, HasSubstr("128"));
    }
    EXPECT_EQ(desk.store.conversation(1), std::nullopt);
    EXPECT_EQ(tell("một cửa là gì", std::string(128, '~')).status, 200u);
}

TEST_F(AskTest, RefusesWhatIsNoQuestion) {
    EXPECT_EQ(code_of(ask("   ")), "bad_text");
    EXPECT_EQ(code_of(ask(std::string(4001, 'a'))), "bad_text");
    EXPECT_EQ(desk.call(post("/api/v1/ask", "[]")).status, 400u);
    EXPECT_EQ(desk.call(post("/api/v1/ask", "{")).status, 400u);
    auto form = post("/api/v1/ask", "text=a");
    form.headers.back().second = "application/x-www-form-urlencoded";
    EXPECT_EQ(desk.call(form).status, 415u);
    EXPECT_EQ(code_of(desk.call(post("/api/v1/ask", R"({"text":"a","conversation":"short"})"))),
              "bad_conversation");
}

TEST_F(AskTest, RefusesASequenceThatIsNone) {
    tell("một cửa là gì", "k1");
    for (const auto* after : {"-1", "x", "9223372036854775808", "1x"}) {
        EXPECT_EQ(desk.call(get(entries_path + "?after=" + after)).status, 400u) << after;
    }
    const auto beyond = desk.call(get(entries_path + "?after=9223372036854775807"));
    EXPECT_EQ(beyond.status, 200u);
    EXPECT_EQ(json_of(beyond).integer_at("last"), 2);
    EXPECT_EQ(desk.call(get("/api/v1/conversations/nobody-0123456789abcdef/entries")).status, 404u);
}

TEST_F(AskTest, SaysWhenToComeBack) {
    ApiDesk busy({.messages_per_minute = 1});
    EXPECT_EQ(busy.call(post("/api/v1/ask", body("xin chào", false))).status, 200u);
    const auto refused = busy.call(post("/api/v1/ask", body("xin chào", false)));
    EXPECT_EQ(refused.status, 429u);
    EXPECT_EQ(header(refused, "Retry-After"), "60");
}

TEST_F(AskTest, FailuresOfDatabaseAndIndexPass) {
    desk.store.fail_next_write(fakes::DeskStore::Failure::before);
    const auto lost = tell("một cửa là gì", "k1");
    EXPECT_EQ(lost.status, 503u);
    EXPECT_EQ(code_of(lost), "unavailable");
    EXPECT_EQ(article(tell("một cửa là gì", "k1")), "mot-cua");
    desk.search.break_down();
    EXPECT_EQ(ask("một cửa là gì").status, 503u);
    EXPECT_EQ(decision(tell("một cửa là gì", "k2")), "escalate") << "a person can still answer";
}

}  // namespace
}  // namespace reformdesk::api::testing
