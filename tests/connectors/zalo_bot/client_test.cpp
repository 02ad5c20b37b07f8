// What goes to the Bot API, what its answers mean, and that the token stays in the URL.
#include "connectors/zalo_bot/client.hpp"

#include "tests/connectors/zalo_bot/run.hpp"
#include "tests/fakes/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_bot {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

constexpr auto token = "1459232241454765289:VDKyGxQvcSecretPart";

class BotClientTest : public testing::Test {
  protected:
    HttpRequest only_request() const {
        EXPECT_EQ(http.requests().size(), 1u);
        return http.requests().empty() ? HttpRequest() : http.requests().front();
    }
    CallOutcome outcome_of(HttpResult result) {
        http.once("sendMessage", std::move(result));
        const auto reply = run(client.send_message("u1", "Xin chào"));
        EXPECT_THAT(reply.detail, Not(HasSubstr("SecretPart")));
        return reply.outcome;
    }

    fakes::HttpClient http;
    Client client{http, {token, "https://bot-api.example/"}};
};

TEST_F(BotClientTest, SendsAMessage) {
    http.once("sendMessage",
              fakes::answered(R"({"ok":true,"result":{"message_id":"m1","date":1749632637199}})"));
    const auto reply = run(client.send_message("u1", "Xin \"chào\""));
    EXPECT_EQ(reply.outcome, CallOutcome::done);
    EXPECT_EQ(reply.value.id, "m1");
    EXPECT_EQ(reply.value.time_ms, 1749632637199);
    EXPECT_EQ(reply.detail, "");
    const auto request = only_request();
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, std::string("https://bot-api.example/bot") + token + "/sendMessage");
    EXPECT_EQ(request.headers, (decltype(request.headers){{"content-type", "application/json"}}));
    EXPECT_EQ(request.body, R"({"chat_id":"u1","text":"Xin \"chào\""})");
    EXPECT_EQ(request.deadline, 30s);
}

TEST_F(BotClientTest, SendsAPictureWithoutHurry) {
    http.always("sendPhoto", fakes::answered(R"({"ok":true,"result":{"message_id":"m2","date":1}})"));
    EXPECT_EQ(run(client.send_photo("u1", "https://a.vn/1.png", "Mẫu đơn")).value.id, "m2");
    EXPECT_EQ(http.requests()[0].body,
              R"({"chat_id":"u1","photo":"https://a.vn/1.png","caption":"Mẫu đơn"})");
    EXPECT_EQ(http.requests()[0].deadline, 150s);
    EXPECT_EQ(run(client.send_photo("u1", "https://a.vn/1.png", "")).outcome, CallOutcome::done);
    EXPECT_EQ(http.requests()[1].body, R"({"chat_id":"u1","photo":"https://a.vn/1.png"})");
}

TEST_F(BotClientTest, ShowsThatItTypesInAHurry) {
    http.once("sendChatAction", fakes::answered(R"({"ok":true})"));
    EXPECT_EQ(run(client.send_typing("u1")).outcome, CallOutcome::done);
    EXPECT_EQ(only_request().body, R"({"chat_id":"u1","action":"typing"})");
    EXPECT_EQ(only_request().deadline, 5s);
}

TEST_F(BotClientTest, LearnsWhoItIs) {
    http.once("getMe", fakes::answered(R"({"ok":true,"result":{"id":"1459000000000000789",
        "account_name":"bot.QxVcTest","account_type":"BASIC","can_join_groups":false}})"));
    const auto reply = run(client.get_me());
    EXPECT_EQ(reply.value.id, "1459000000000000789");
    EXPECT_EQ(reply.value.account_name, "bot.QxVcTest");
    EXPECT_EQ(reply.value.display_name, "");
    EXPECT_EQ(reply.value.account_type, "BASIC");
    EXPECT_FALSE(reply.value.can_join_groups);
    EXPECT_EQ(only_request().body, "{}");
}

TEST_F(BotClientTest, WaitsForUpdatesAndALittleLongerForTheAnswer) {
    http.once("getUpdates", fakes::answered(R"({"ok":true,"result":{"event_name":"message.text.received",
        "message":{"message_id":"m1","from":{"id":"u1"},"text":"a"}}})"));
    const auto reply = run(client.get_updates(30s));
    ASSERT_EQ(reply.value.size(), 1u);
    EXPECT_EQ(reply.value.front().message_id, "m1");
    EXPECT_EQ(only_request().body, R"({"timeout":"30"})");
    EXPECT_EQ(only_request().deadline, 35s);
}

TEST_F(BotClientTest, NobodyWrote) {
    http.once("getUpdates",
              fakes::answered(R"({"ok":false,"error_code":408,"description":"Request timeout"})"));
    EXPECT_EQ(run(client.get_updates(30s)).outcome, CallOutcome::timed_out);
}

TEST_F(BotClientTest, SetsAWebhookAndSaysHowZaloFoundIt) {
    http.once("setWebhook", fakes::answered(R"({"ok":true,"result":{"url":"https://hoidap.example/zalo",
        "updated_at":1749538250568,"verification":{"ok":false,"url":"https://hoidap.example/zalo",
        "outcome":"webhook.http.403","hint":"Check WAF rules."}}})"));
    const auto reply = run(client.set_webhook("https://hoidap.example/zalo", "a-secret-of-ours"));
    EXPECT_EQ(reply.value.url, "https://hoidap.example/zalo");
    EXPECT_EQ(reply.value.updated_ms, 1749538250568);
    ASSERT_TRUE(reply.value.check);
    EXPECT_FALSE(reply.value.check->ok);
    EXPECT_EQ(reply.value.check->outcome, "webhook.http.403");
    EXPECT_EQ(reply.value.check->hint, "Check WAF rules.");
    EXPECT_EQ(only_request().body,
              R"({"url":"https://hoidap.example/zalo","secret_token":"a-secret-of-ours"})");
}

TEST_F(BotClientTest, LooksAfterTheWebhook) {
    http.once(
        "getWebhookInfo",
        fakes::answered(
            R"({"ok":true,"result":{"url":"https://hoidap.example/zalo","updated_at":1749633372026}})"));
    http.once("getWebhookInfo", fakes::answered(R"({"ok":true})"));
    http.once("deleteWebhook",
              fakes::answered(R"({"ok":true,"result":{"url":"","updated_at":1749633372027}})"));
    http.once("testWebhook",
              fakes::answered(R"({"ok":true,"result":{"ok":true,"url":"https://hoidap.example/zalo",
        "outcome":"webhook.ok","hint":"Your endpoint responded successfully."}})"));
    EXPECT_EQ(run(client.get_webhook_info()).value.url, "https://hoidap.example/zalo");
    EXPECT_EQ(run(client.get_webhook_info()).value.url, "");
    EXPECT_EQ(run(client.delete_webhook()).outcome, CallOutcome::done);
    EXPECT_TRUE(run(client.test_webhook()).value.ok);
}

TEST_F(BotClientTest, KnowsTheLimitOfTestsUnderItsOtherName) {
    http.once("testWebhook", fakes::answered(R"({"ok":false,"errorCode":426,"description":"Daily limit"})"));
    const auto reply = run(client.test_webhook());
    EXPECT_EQ(reply.outcome, CallOutcome::refused);
    EXPECT_EQ(reply.detail, "testWebhook: 426 Daily limit");
}

TEST_F(BotClientTest, AnErrorIsWhatItsCodeSays) {
    const std::vector<std::pair<int, CallOutcome>> codes{
        {400, CallOutcome::refused},   {401, CallOutcome::bad_token}, {403, CallOutcome::trouble},
        {404, CallOutcome::not_found}, {408, CallOutcome::timed_out}, {429, CallOutcome::too_many_calls},
        {500, CallOutcome::trouble},   {0, CallOutcome::refused},     {-5, CallOutcome::refused},
    };
    for (const auto& [code, outcome] : codes) {
        const auto body = R"({"ok":false,"error_code":)" + std::to_string(code) + R"(,"description":"d"})";
        EXPECT_EQ(outcome_of(fakes::answered(body)), outcome) << code;
        EXPECT_EQ(outcome_of(fakes::answered(body, 500)), outcome) << code;
    }
    EXPECT_EQ(outcome_of(fakes::answered(R"({"ok":false})")), CallOutcome::refused);
    EXPECT_EQ(outcome_of(fakes::answered(R"({"ok":false,"error_code":"429"})")), CallOutcome::too_many_calls);
}

TEST_F(BotClientTest, WithoutZalosEnvelopeTheStatusCounts) {
    const std::vector<std::pair<int, CallOutcome>> statuses{
        {200, CallOutcome::unknown},           {204, CallOutcome::unknown},
        {301, CallOutcome::no_answer_of_zalo}, {401, CallOutcome::no_answer_of_zalo},
        {403, CallOutcome::no_answer_of_zalo}, {404, CallOutcome::no_answer_of_zalo},
        {408, CallOutcome::unknown},           {429, CallOutcome::too_many_calls},
        {500, CallOutcome::unknown},           {502, CallOutcome::trouble},
        {503, CallOutcome::trouble},           {504, CallOutcome::unknown},
    };
    for (const auto& [status, outcome] : statuses) {
        for (const auto* body : {"", "<html>", "[]", R"({"ok":"yes"})", R"({"error":0})", "{\"ok\":true"}) {
            EXPECT_EQ(outcome_of(fakes::answered(body, status)), outcome) << status << body;
        }
    }
}

TEST_F(BotClientTest, TellsWhatWasNotSentFromWhatNobodyKnows) {
    EXPECT_EQ(outcome_of(fakes::unsent()), CallOutcome::not_sent);
    EXPECT_EQ(outcome_of(fakes::unanswered()), CallOutcome::unknown);
}

TEST_F(BotClientTest, HandsOnHowLongToWait) {
    const auto wait = [this](const std::string& value) {
        http.once("sendMessage",
                  fakes::answered(R"({"ok":false,"error_code":429})", 429, {{"retry-after", value}}));
        return run(client.send_message("u1", "a")).retry_after;
    };
    EXPECT_EQ(wait("7"), std::optional<std::chrono::milliseconds>(7s));
    EXPECT_EQ(wait("9999999"), std::optional<std::chrono::milliseconds>(1h));
    EXPECT_FALSE(wait("-1"));
    EXPECT_FALSE(wait("Tue, 01 Dec 2026 00:00:00 GMT"));
    EXPECT_FALSE(wait("99999999999999999999"));
}

TEST_F(BotClientTest, NoDetailHoldsTheTokenOrWhatWasSent) {
    const std::string url = std::string("https://bot-api.example/bot") + token + "/sendMessage";
    auto lost = fakes::unanswered();
    lost.detail = "no answer from " + url;
    http.once("sendMessage", lost);
    http.once("sendMessage", fakes::answered(R"({"ok":false,"error_code":404,"description":"No route )" +
                                             url + R"( for VDKyGxQvcSecretPart: Tôi tên là Hoa\u0007"})"));
    EXPECT_EQ(run(client.send_message("u1", "Tôi tên là Hoa")).detail,
              "sendMessage: no answer from https://bot-api.example/bot***/sendMessage");
    EXPECT_EQ(run(client.send_message("u1", "Tôi tên là Hoa")).detail,
              "sendMessage: 404 No route https://bot-api.example/bot***/sendMessage for ***: ***");
    http.once("setWebhook",
              fakes::answered(R"({"ok":false,"error_code":400,"description":"bad a-secret-of-ours"})"));
    EXPECT_EQ(run(client.set_webhook("https://hoidap.example/zalo", "a-secret-of-ours")).detail,
              "setWebhook: 400 bad ***");
}

TEST_F(BotClientTest, ALongDescriptionIsCutOnlyAfterTheTokenWentOutOfIt) {
    const auto body =
        R"({"ok":false,"error_code":400,"description":")" + std::string(180, 'x') + token + R"("})";
    http.once("sendMessage", fakes::answered(body));
    EXPECT_THAT(run(client.send_message("u1", "a")).detail, Not(HasSubstr("1459")));
}

TEST(BotClient, RefusesWhatCanBeNoTokenWithoutRepeatingIt) {
    fakes::HttpClient http;
    for (const auto* wrong : {"", "1:a b", "1:a/../x", "1:a?x", "1:a\n", "1:bí-mật"}) {
        try {
            const Client client(http, {wrong});
            ADD_FAILURE() << wrong;
        } catch (const std::invalid_argument& error) {
            EXPECT_THAT(error.what(), HasSubstr("Token"));
            EXPECT_THAT(error.what(), Not(HasSubstr("1:")));
        }
    }
    for (const auto* wrong :
         {"", "bot-api.example", "ftp://bot-api.example", "https://a.example/?x=", "https://u@a.example"}) {
        EXPECT_THROW(Client(http, {token, wrong}), std::invalid_argument) << wrong;
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_bot
