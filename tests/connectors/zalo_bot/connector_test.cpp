// What becomes of a reply, whatever Zalo does.
#include "connectors/zalo_bot/connector.hpp"

#include "tests/connectors/zalo_bot/run.hpp"
#include "tests/fakes/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

HttpResult sent(const std::string& id) {
    return fakes::answered(R"({"ok":true,"result":{"message_id":")" + id + R"(","date":1749632637199}})");
}

HttpResult refused(int code) {
    return fakes::answered(R"({"ok":false,"error_code":)" + std::to_string(code) + R"(,"description":"d"})");
}

std::string three_parts() {
    std::string text;
    for (int i = 0; i < 150; ++i) {
        text += "Hồ sơ nộp tại bộ phận một cửa. ";
    }
    return text;
}

class BotConnectorTest : public testing::Test {
  protected:
    BotConnectorTest() {
        message.channel = Channel::zalo_bot;
        message.conversation = "person:u1";
        message.text = "Xin chào";
    }
    DeliveryResult send() { return run(connector.send(message)); }
    DeliveryResult send_when(HttpResult result) {
        http.once("sendMessage", std::move(result));
        return send();
    }
    // What the outbox makes of a result before it sends again.
    void next_attempt(const DeliveryResult& result) {
        ++message.attempts;
        message.parts_delivered = result.parts_delivered;
        message.maybe_taken = result.outcome == DeliveryOutcome::unknown;
    }

    fakes::HttpClient http;
    Client client{http, {"123456:VDKyGxQvcSecretPart", "https://bot-api.example"}};
    BotConnector connector{client};
    OutboundMessage message;
};

TEST_F(BotConnectorTest, IsTheConnectorOfZalosBots) {
    EXPECT_EQ(connector.channel(), Channel::zalo_bot);
}

TEST_F(BotConnectorTest, DeliversAReply) {
    const auto result = send_when(sent("m1"));
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.reason, DeliveryReason::none);
    EXPECT_EQ(result.parts_delivered, 1u);
    EXPECT_THAT(result.message_ids, ElementsAre("m1"));
    EXPECT_EQ(http.requests()[0].body, R"({"chat_id":"u1","text":"Xin chào"})");
}

TEST_F(BotConnectorTest, AGroupGetsItsReplyInTheGroup) {
    message.conversation = "group:g1/u1";
    send_when(sent("m1"));
    EXPECT_THAT(http.requests()[0].body, HasSubstr(R"("chat_id":"g1")"));
}

TEST_F(BotConnectorTest, DeliversPartsInOrder) {
    message.text = three_parts();
    http.once("sendMessage", sent("m1"));
    http.once("sendMessage", sent("m2"));
    const auto result = send_when(sent("m3"));
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.parts_delivered, 3u);
    EXPECT_THAT(result.message_ids, ElementsAre("m1", "m2", "m3"));
    EXPECT_THAT(http.requests()[1].body, HasSubstr("(2/3) "));
}

TEST_F(BotConnectorTest, GoesOnBehindThePartsThatWereDelivered) {
    message.text = three_parts();
    http.once("sendMessage", sent("m1"));
    auto result = send_when(refused(403));
    EXPECT_EQ(result.outcome, DeliveryOutcome::retry);
    EXPECT_EQ(result.parts_delivered, 1u);
    EXPECT_THAT(result.message_ids, ElementsAre("m1"));
    next_attempt(result);
    http.once("sendMessage", sent("m2"));
    result = send_when(sent("m3"));
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(result.parts_delivered, 3u);
    EXPECT_THAT(result.message_ids, ElementsAre("m2", "m3"));
    EXPECT_THAT(http.requests()[2].body, HasSubstr("(2/3) "));
}

TEST_F(BotConnectorTest, SendsNothingWhenEverythingWasDelivered) {
    message.parts_delivered = 1;
    EXPECT_EQ(send().outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(send().parts_delivered, 1u);
    EXPECT_THAT(http.requests(), IsEmpty());
}

TEST_F(BotConnectorTest, AFailureSaysWhatCanBeDone) {
    struct Case {
        HttpResult answer;
        DeliveryOutcome outcome;
        DeliveryReason reason;
    };
    const std::vector<Case> cases{
        {fakes::unsent(), DeliveryOutcome::retry, DeliveryReason::unreachable},
        {fakes::unanswered(), DeliveryOutcome::unknown, DeliveryReason::unreachable},
        {refused(403), DeliveryOutcome::retry, DeliveryReason::unreachable},
        {refused(408), DeliveryOutcome::unknown, DeliveryReason::unreachable},
        {refused(429), DeliveryOutcome::retry, DeliveryReason::rate_limited},
        {refused(401), DeliveryOutcome::retry, DeliveryReason::operator_needed},
        {fakes::answered("<html>", 403), DeliveryOutcome::retry, DeliveryReason::operator_needed},
        {fakes::answered("<html>", 502), DeliveryOutcome::retry, DeliveryReason::unreachable},
        {fakes::answered("<html>", 504), DeliveryOutcome::unknown, DeliveryReason::unreachable},
        {fakes::answered("", 200), DeliveryOutcome::unknown, DeliveryReason::unreachable},
        {refused(404), DeliveryOutcome::failed, DeliveryReason::blocked},
        {refused(400), DeliveryOutcome::failed, DeliveryReason::invalid},
    };
    for (const auto& [answer, outcome, reason] : cases) {
        const auto result = send_when(answer);
        EXPECT_EQ(result.outcome, outcome) << answer.response.body;
        EXPECT_EQ(result.reason, reason) << answer.response.body;
        EXPECT_EQ(result.parts_delivered, 0u);
        EXPECT_EQ(result.detail.find("SecretPart"), std::string::npos);
        EXPECT_EQ(result.detail.find("Xin chào"), std::string::npos);
        EXPECT_FALSE(result.detail.empty());
    }
}

TEST_F(BotConnectorTest, AGroupThatIsNotFoundIsGone) {
    message.conversation = "group:g1/u1";
    EXPECT_EQ(send_when(refused(404)).reason, DeliveryReason::group_gone);
}

TEST_F(BotConnectorTest, WaitsAsLongAsZaloSays) {
    const auto wait_of = [this](const std::string& seconds) {
        const auto body = R"({"ok":false,"error_code":429})";
        return send_when(fakes::answered(body, 429, {{"retry-after", seconds}})).retry_after;
    };
    EXPECT_EQ(wait_of("7"), std::optional<std::chrono::milliseconds>(7s));
    EXPECT_EQ(wait_of("0"), std::optional<std::chrono::milliseconds>(1s));
    EXPECT_EQ(send_when(refused(429)).retry_after, std::optional<std::chrono::milliseconds>(1min));
}

TEST_F(BotConnectorTest, TheSecondTryLeavesZaloTime) {
    const auto result = send_when(fakes::answered("", 504, {{"retry-after", "0"}}));
    EXPECT_EQ(result.outcome, DeliveryOutcome::unknown);
    EXPECT_EQ(result.retry_after, std::optional<std::chrono::milliseconds>(2min));
}

TEST_F(BotConnectorTest, ALostAnswerCostsAtMostOneCopy) {
    auto result = send_when(fakes::unanswered());
    EXPECT_EQ(result.outcome, DeliveryOutcome::unknown);
    next_attempt(result);
    result = send_when(sent("m2"));
    EXPECT_EQ(result.outcome, DeliveryOutcome::delivered);
    EXPECT_EQ(http.requests().size(), 2u);
}

TEST_F(BotConnectorTest, AfterASecondLostAnswerItGivesUpAndSaysThatItMayHaveArrived) {
    next_attempt(send_when(fakes::unanswered()));
    const auto result = send_when(fakes::unanswered());
    EXPECT_EQ(result.outcome, DeliveryOutcome::failed);
    EXPECT_EQ(result.reason, DeliveryReason::unreachable);
    EXPECT_FALSE(result.retry_after);
    EXPECT_THAT(result.detail, HasSubstr("tin có thể đã tới"));
}

TEST_F(BotConnectorTest, ATryThatDidNotReachZaloIsNotTheSecondOne) {
    next_attempt(send_when(fakes::unanswered()));
    for (const auto& nothing : {fakes::unsent(), refused(429), refused(403)}) {
        const auto result = send_when(nothing);
        EXPECT_EQ(result.outcome, DeliveryOutcome::unknown);
        next_attempt(result);
    }
    EXPECT_EQ(send_when(fakes::unanswered()).outcome, DeliveryOutcome::failed);
}

TEST_F(BotConnectorTest, EachPartMayLoseItsAnswerOnce) {
    message.text = three_parts();
    http.once("sendMessage", sent("m1"));
    next_attempt(send_when(fakes::unanswered()));
    http.once("sendMessage", sent("m2"));
    const auto result = send_when(fakes::unanswered());
    EXPECT_EQ(result.outcome, DeliveryOutcome::unknown);
    EXPECT_EQ(result.parts_delivered, 2u);
    next_attempt(result);
    EXPECT_EQ(send_when(sent("m3")).outcome, DeliveryOutcome::delivered);
}

TEST_F(BotConnectorTest, WhatCanNeverBeSentFailsWithoutACall) {
    for (const auto* conversation : {"v1.0123456789abcdef", "anonymous:c1/u1", ""}) {
        message.conversation = conversation;
        EXPECT_EQ(send().outcome, DeliveryOutcome::failed);
        EXPECT_EQ(send().reason, DeliveryReason::invalid);
    }
    message.conversation = "person:u1";
    message.text = " \n";
    EXPECT_EQ(send().outcome, DeliveryOutcome::failed);
    EXPECT_THAT(http.requests(), IsEmpty());
}

TEST_F(BotConnectorTest, TypesWhereTheAnswerWillCome) {
    http.always("sendChatAction", fakes::answered(R"({"ok":true})"));
    run(connector.show_typing("group:g1/u1"));
    EXPECT_EQ(http.requests()[0].body, R"({"chat_id":"g1","action":"typing"})");
    run(connector.show_typing("v1.0123456789abcdef"));
    EXPECT_EQ(http.requests().size(), 1u);
}

TEST_F(BotConnectorTest, NobodyMindsWhenTypingFails) {
    http.once("sendChatAction", fakes::unanswered());
    run(connector.show_typing("person:u1"));
    http.always("sendChatAction", [](const auto&) -> HttpResult { throw std::runtime_error("broken"); });
    run(connector.show_typing("person:u1"));
    EXPECT_EQ(http.requests().size(), 2u);
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
