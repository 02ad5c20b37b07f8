// How replies are sent, and what becomes of every answer of Zalo.
#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/errors.hpp"
#include "tests/connectors/zalo_oa/account.hpp"

#include <gmock/gmock.h>

namespace reformdesk::connectors::zalo_oa::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

class OaConnectorTest : public AccountTest {
  protected:
    /// The texts that reached Zalo, in order.
    std::vector<std::string> texts(const std::string& path = send_path) const {
        std::vector<std::string> found;
        for (const auto& request : http.requests(path)) {
            const auto body = std::get<wire::Json>(wire::parse(request.body));
            found.push_back(body.find("message")->text_at("text").value_or(""));
        }
        return found;
    }

    static std::string long_text() {
        std::string text;
        for (int i = 0; i < 100; ++i) {
            text += "Cán bộ một cửa tiếp nhận hồ sơ và hẹn ngày trả kết quả. ";
        }
        return text;
    }

    OutboundMessage question = message_to("person:2468", "Được ạ.");
};

TEST_F(OaConnectorTest, SendsToAPersonWithTheTokenInAHeader) {
    http.once(send_path, sent_answer("m1"));
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.reason, DeliveryReason::none);
    EXPECT_EQ(result.parts_delivered, 1u);
    EXPECT_THAT(result.message_ids, ElementsAre("m1"));
    const auto request = http.requests().front();
    EXPECT_EQ(header(request, "access_token"), "access-0");
    EXPECT_EQ(header(request, "appsecret_proof"), appsecret_proof(app_secret, "access-0"));
    EXPECT_THAT(request.body, HasSubstr(R"("user_id":"2468")"));
}

TEST_F(OaConnectorTest, SendsToAGroupWithAMention) {
    http.once(group_path, sent_answer("m1"));
    EXPECT_EQ(send(message_to("group:f414c8/2468", "Được ạ.")).outcome, DeliveryOutcome::delivered);
    EXPECT_THAT(http.requests().front().body, HasSubstr(R"("group_id":"f414c8")"));
    EXPECT_THAT(texts(group_path), ElementsAre("[@2468] Được ạ."));
}

TEST_F(OaConnectorTest, SendsToAnAnonymousVisitor) {
    http.once("/v2.0/oa/message", sent_answer("m1"));
    EXPECT_EQ(send(message_to("anonymous:c1/a9", "Được ạ.")).outcome, DeliveryOutcome::delivered);
    EXPECT_THAT(http.requests().front().body, HasSubstr(R"("anonymous_id":"a9","conversation_id":"c1")"));
}

TEST_F(OaConnectorTest, AConversationThatIsNoneOfZalosFails) {
    const auto result = send(message_to("v1.0123456789abcdef", "Chào"));
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, DeliveryReason::invalid);
    EXPECT_THAT(http.requests(), IsEmpty());
    EXPECT_EQ(send(message_to("person:1", " \n")).outcome, DeliveryOutcome::failed);
}

TEST_F(OaConnectorTest, QuotesTheQuestionOnTheFirstPartOnly) {
    question.text = long_text();
    question.quote = "q-77";
    http.always(send_path, sent_answer("m"));
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.parts_delivered, 3u);
    EXPECT_THAT(result.message_ids, SizeIs(3));
    const auto requests = http.requests(send_path);
    ASSERT_THAT(requests, SizeIs(3));
    EXPECT_THAT(requests[0].body, HasSubstr(R"("quote_message_id":"q-77")"));
    EXPECT_THAT(requests[1].body, Not(HasSubstr("quote")));
    EXPECT_THAT(texts()[2], StartsWith("(3/3) "));
}

TEST_F(OaConnectorTest, AQuoteThatZaloRefusesIsLeftOut) {
    question.quote = "deleted";
    http.once(send_path, error_answer(-201));
    http.once(send_path, sent_answer("m1"));
    EXPECT_EQ(send(question).outcome, DeliveryOutcome::delivered);
    ASSERT_EQ(http.count(send_path), 2u);
    EXPECT_THAT(http.requests(send_path)[1].body, Not(HasSubstr("quote")));
}

TEST_F(OaConnectorTest, WithoutAQuoteARefusedFieldIsFinal) {
    http.always(send_path, error_answer(-201));
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, DeliveryReason::invalid);
    EXPECT_EQ(http.count(send_path), 1u);
    question.quote = "q";
    EXPECT_EQ(send(question).outcome, DeliveryOutcome::failed);
    EXPECT_EQ(http.count(send_path), 3u);
}

TEST_F(OaConnectorTest, GoesOnBehindThePartsThatWereDelivered) {
    question.text = long_text();
    http.once(send_path, sent_answer("m1"));
    http.once(send_path, fakes::unsent());
    const auto first = send(question);
    EXPECT_EQ(first.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(first.reason, DeliveryReason::unreachable);
    EXPECT_EQ(first.parts_delivered, 1u);
    EXPECT_THAT(first.message_ids, ElementsAre("m1"));

    question.parts_delivered = first.parts_delivered;
    question.attempts = 1;
    http.always(send_path, sent_answer("m"));
    const auto second = send(question);
    EXPECT_EQ(second.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(second.parts_delivered, 3u);
    EXPECT_THAT(second.message_ids, SizeIs(2));
    const auto sent = texts();
    ASSERT_THAT(sent, SizeIs(4));
    EXPECT_EQ(sent[1], sent[2]) << "the part that was not sent";
    EXPECT_THAT(sent[3], StartsWith("(3/3) "));
}

TEST_F(OaConnectorTest, NothingIsSentWhenAllPartsWereDelivered) {
    question.parts_delivered = 1;
    EXPECT_EQ(send(question).outcome, DeliveryOutcome::delivered);
    EXPECT_THAT(http.requests(), IsEmpty());
}

TEST_F(OaConnectorTest, ALongSendIsContinuedLater) {
    auto options = Process::connector_options();
    options.longest_send = -1ms;
    OaConnector hurried(
        http, process.tokens, [this] { return now; }, options);
    question.text = long_text();
    const auto result = run(hurried.send(question));
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.retry_after, 0ms);
    EXPECT_EQ(result.parts_delivered, 0u);
}

struct Case {
    std::int64_t code;
    DeliveryOutcome outcome;
    DeliveryReason reason;
    std::optional<std::chrono::milliseconds> retry_after = {};
    std::size_t calls = 1;
};

TEST_F(OaConnectorTest, EachClassOfErrorHasItsOutcome) {
    using O = DeliveryOutcome;
    using R = DeliveryReason;
    const std::vector<Case> cases{
        {-200, O::retry, R::unreachable, {}, 2},
        {-211, O::retry, R::out_of_quota, 1h},
        {-218, O::retry, R::out_of_quota, 1h},
        {-214, O::retry, R::unreachable},
        {-234, O::retry, R::night, 20h},
        {-100, O::failed, R::invalid},
        {-210, O::failed, R::invalid},
        {-233, O::failed, R::invalid},
        {-213, O::failed, R::blocked},
        {-217, O::failed, R::blocked},
        {-227, O::failed, R::blocked},
        {-244, O::failed, R::blocked},
        {-230, O::failed, R::window_closed},
        {-232, O::failed, R::window_closed},
        {-237, O::failed, R::group_gone},
        {-403, O::failed, R::group_gone},
        {-204, O::retry, R::operator_needed, 30min},
        {-224, O::retry, R::operator_needed, 30min},
        {-242, O::retry, R::operator_needed, 30min},
        {-240, O::retry, R::operator_needed, 1h},
        {-321, O::retry, R::operator_needed, 30min},
        {-77777, O::retry, R::unreachable},
    };
    for (const auto& expected : cases) {
        const auto before = http.count(send_path);
        http.always(send_path, error_answer(expected.code));
        const auto result = send(question);
        EXPECT_EQ(result.outcome, expected.outcome) << expected.code;
        EXPECT_EQ(result.reason, expected.reason) << expected.code;
        EXPECT_EQ(result.retry_after, expected.retry_after) << expected.code;
        EXPECT_EQ(result.parts_delivered, 0u);
        EXPECT_EQ(http.count(send_path) - before, expected.calls) << expected.code;
        EXPECT_THAT(result.detail, HasSubstr(std::to_string(expected.code)));
        EXPECT_THAT(result.detail, Not(HasSubstr("because"))) << "Zalo's own words are not shown";
    }
}

TEST_F(OaConnectorTest, AFailureThatZaloCallsPassingIsRepeatedAtOnce) {
    http.once(send_path, error_answer(-200));
    http.once(send_path, sent_answer("m1"));
    EXPECT_EQ(send(question).outcome, DeliveryOutcome::delivered);
}

TEST_F(OaConnectorTest, AnUnknownCodeNeedsAnOperatorInTheEnd) {
    http.always(send_path, error_answer(-77777));
    question.attempts = attempts_at_unknown_codes;
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.reason, DeliveryReason::operator_needed);
}

TEST_F(OaConnectorTest, AGroupThatIsGoneFailsForEveryOneInIt) {
    http.once(group_path, error_answer(-237));
    const auto result = send(message_to("group:f414c8/2468", "Được ạ."));
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, DeliveryReason::group_gone);
}

TEST_F(OaConnectorTest, ARefusedTokenIsRefreshedAndTheMessageSentAgain) {
    for (const auto code : {-216, -220, 216, 401, -401}) {
        http.once(send_path, error_answer(code));
        http.once(send_path, sent_answer("m1"));
        const auto before = token_server.asked();
        EXPECT_EQ(send(question).outcome, DeliveryOutcome::delivered) << code;
        EXPECT_EQ(token_server.asked(), before + 1);
        EXPECT_EQ(header(http.requests(send_path).back(), "access_token"),
                  "access-" + std::to_string(token_server.issued()));
        now += 1h;
    }
}

TEST_F(OaConnectorTest, ATokenThatIsRefusedTwiceNeedsAnOperator) {
    http.always(send_path, error_answer(-216));
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.reason, DeliveryReason::operator_needed);
    EXPECT_EQ(http.count(send_path), 2u);
    EXPECT_EQ(token_server.asked(), 1);
}

TEST_F(OaConnectorTest, FiftySendsWithAnExpiredTokenRefreshOnce) {
    const auto good = [this] { return "access-" + std::to_string(token_server.issued()); };
    http.always(send_path, [&](const auto& request) {
        return header(request, "access_token") == good() ? sent_answer("m") : error_answer(-220);
    });
    http.hold(send_path);
    http.hold(token_path);
    token_server.answer(refresh_tokens(Process::token_options("").refresh.oauth, "refresh-0"));
    store.stored->pair.refresh_token = "refresh-1";
    std::vector<DeliveryResult> results;
    for (int i = 0; i < 50; ++i) {
        auto message = message_to("person:" + std::to_string(i), "Chào");
        message.delivery = i;
        boost::asio::co_spawn(context, process.connector.send(std::move(message)),
                              [&](std::exception_ptr, DeliveryResult result) { results.push_back(result); });
    }
    do_what_can_be_done();
    ASSERT_EQ(http.count(send_path), 50u) << "all on their way with the old token";
    http.release();
    go_on();
    ASSERT_THAT(results, SizeIs(50));
    for (const auto& result : results) {
        EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    }
    EXPECT_EQ(http.count(send_path), 100u);
    EXPECT_EQ(http.count(token_path), 1u);
}

TEST_F(OaConnectorTest, WithoutATokenTheMessageWaitsForTheOperator) {
    store.stored.reset();
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.reason, DeliveryReason::operator_needed);
    EXPECT_EQ(result.retry_after, 10min);
    EXPECT_THAT(http.requests(), IsEmpty());
}

TEST_F(OaConnectorTest, TooManyCallsWaitForTheNextMinuteWithoutAsking) {
    now = a_tuesday + 20s;
    http.once(send_path, error_answer(-32));
    const auto refused = send(question);
    EXPECT_EQ(refused.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(refused.reason, DeliveryReason::rate_limited);
    EXPECT_EQ(refused.retry_after, 60s);
    now += 15s;
    const auto waiting = send(message_to("person:99", "Chào"));
    EXPECT_EQ(waiting.reason, DeliveryReason::rate_limited);
    EXPECT_EQ(waiting.retry_after, 45s);
    EXPECT_EQ(http.count(send_path), 1u);
    now += 45s;
    http.once(send_path, sent_answer("m1"));
    EXPECT_EQ(send(question).outcome, DeliveryOutcome::delivered);
}

TEST_F(OaConnectorTest, TheLastCallOfAMinuteIsHeeded) {
    now = a_tuesday + 20s;
    auto last = sent_answer("m1");
    last.response.headers = {{"x-ratelimit-limit", "4000"}, {"x-ratelimit-remain", "0"}};
    http.once(send_path, last);
    question.text = long_text();
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.reason, DeliveryReason::rate_limited);
    EXPECT_EQ(result.parts_delivered, 1u);
    EXPECT_EQ(result.retry_after, 40s);
}

TEST_F(OaConnectorTest, Http429WithoutAnEnvelopeIsTheSame) {
    http.once(send_path, fakes::answered("<html>Too many requests</html>", 429));
    const auto result = send(question);
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.reason, DeliveryReason::rate_limited);
}

TEST_F(OaConnectorTest, WhatNeverReachedZaloIsRepeated) {
    for (const auto& answer : {fakes::unsent(), fakes::answered("<html>blocked</html>", 403),
                               fakes::answered("", 302), fakes::answered("not found", 404)}) {
        http.once(send_path, answer);
        const auto result = send(question);
        EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
        EXPECT_EQ(result.reason, DeliveryReason::unreachable);
        EXPECT_FALSE(result.retry_after) << "the outbox chooses";
    }
}

TEST_F(OaConnectorTest, AnAnswerThatCannotBeReadMayHaveBeenATakenMessage) {
    for (const auto& answer :
         {fakes::unanswered(), fakes::answered("<html>Zalo</html>"), fakes::answered("{\"error\":"),
          fakes::answered("", 502), fakes::answered("<html>504</html>", 504), fakes::answered("{}")}) {
        http.once(send_path, answer);
        const auto result = send(question);
        EXPECT_EQ(result.outcome, DeliveryOutcome::unknown) << answer.response.body;
        EXPECT_EQ(result.reason, DeliveryReason::unreachable);
        EXPECT_EQ(result.retry_after, 15s);
        EXPECT_EQ(result.parts_delivered, 0u);
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa::testing
