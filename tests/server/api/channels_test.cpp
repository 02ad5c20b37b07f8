// How the channels are, when the bot speaks in groups, and replies that did not arrive.
#include "server/api/delivery_advice.hpp"
#include "tests/server/api/api_desk.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using namespace std::chrono_literals;
using connectors::Channel;
using connectors::DeliveryOutcome;
using connectors::DeliveryReason;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string groups_path = "/api/v1/channels/groups";
const std::string deliveries_path = "/api/v1/channels/deliveries";

class ChannelsTest : public ::testing::Test {
  protected:
    ChannelsTest() {
        desk.add_account("lan", access::Role::expert);
        desk.add_account("quan-tri", access::Role::administrator);
        lan = desk.log_in("lan");
        chief = desk.log_in("quan-tri");
    }

    Json read(const std::string& path, const Browser& browser) {
        const auto answer = desk.call(get(path), browser);
        EXPECT_EQ(answer.status, 200u) << answer.body;
        return json_of(answer);
    }

    ApiDesk desk;
    Browser lan;
    Browser chief;
};

TEST_F(ChannelsTest, SaysWhenNothingIsSwitchedOn) {
    EXPECT_EQ(connectors::wire::write(read("/api/v1/channels", lan)),
              R"({"zalo_oa":{"enabled":false,"oa_id":"",)"
              R"("webhook_url":"http://desk.test/webhooks/zalo/oa",)"
              R"("callback_url":"http://desk.test/zalo/oa/callback","token":null,)"
              R"("webhook":{"accepted":0,"repeated":0,"probes":0,"refused":0,"busy":0,)"
              R"("last_accepted":null,"last_refused":null,"variant":""},"events":[]},)"
              R"("zalo_bot":{"enabled":false,"mode":null}})");
}

TEST_F(ChannelsTest, ShowsTokenWebhookAndEventsOfTheOfficialAccount) {
    connectors::zalo_oa::TokenHealth health;
    health.state = connectors::zalo_oa::TokenState::needs_operator;
    health.detail = "Cần cấp quyền lại.";
    health.access_expires = fakes::a_tuesday;
    health.refresh_expires = fakes::a_tuesday + 24h;
    WebhookStatus webhook;
    webhook.accepted = 7;
    webhook.refused = 2;
    webhook.last_refused = fakes::a_tuesday;
    webhook.variant = "mac";
    desk.channels.zalo_oa = ZaloOaStatus{an_oa, health, webhook};
    desk.channels.zalo_bot = BotMode::polling;
    desk::ChannelEvent event;
    event.key = "1";
    event.name = "user_send_text";
    event.received_at = fakes::a_tuesday;
    desk.store.record_events(std::vector{event});

    const auto shown = read("/api/v1/channels", lan);
    const auto& account = *shown.find("zalo_oa");
    EXPECT_EQ(account.text_at("oa_id"), an_oa);
    EXPECT_EQ(connectors::wire::write(*account.find("token")),
              R"({"state":"needs_operator","detail":"Cần cấp quyền lại.",)"
              R"("access_expires":"2026-11-24T03:00:00.000Z","refresh_expires":"2026-11-25T03:00:00.000Z"})");
    EXPECT_EQ(account.find("webhook")->integer_at("accepted"), 7);
    EXPECT_EQ(account.find("webhook")->text_at("last_refused"), "2026-11-24T03:00:00.000Z");
    EXPECT_TRUE(account.find("webhook")->find("last_accepted")->is_null());
    EXPECT_EQ(connectors::wire::write(*account.find("events")),
              R"([{"name":"user_send_text","outcome":"","reason":"","count":1,)"
              R"("last_at":"2026-11-24T03:00:00.000Z"}])");
    EXPECT_EQ(shown.find("zalo_bot")->text_at("mode"), "polling");
}

TEST(ChannelAddresses, AreUnknownToAServerThatDoesNotKnowItsOwn) {
    EXPECT_EQ(channel_addresses("").webhook, "");
    EXPECT_EQ(channel_addresses("").callback, "");
    for (const auto* url : {"https://cchc.example.vn", "https://cchc.example.vn/"}) {
        EXPECT_EQ(channel_addresses(url).webhook, "https://cchc.example.vn/webhooks/zalo/oa");
    }
}

class GroupsTest : public ChannelsTest {
  protected:
    GroupsTest() {
        desk::Group group;
        group.id = "g1";
        group.name = "Tổ một cửa";
        group.admins = {"u1"};
        group.last_unasked = fakes::a_tuesday;
        desk.store.put_group(group, "system", fakes::a_tuesday);
    }

    net::Response put(const std::string& path, const std::string& body) {
        auto request = post(groups_path + path, body);
        request.method = "PUT";
        return desk.call(request, chief);
    }
};

TEST_F(GroupsTest, AreListedWithWhenTheBotSpeaks) {
    EXPECT_EQ(connectors::wire::write(read(groups_path, chief)),
              R"({"groups":[{"channel":"zalo_oa","id":"g1","name":"Tổ một cửa","gone":false,)"
              R"("speaking":"when_addressed"}]})");
}

TEST_F(GroupsTest, AreChangedUnderTheNameOfWhoDidIt) {
    const auto changed = put("/zalo_oa/g1", R"({"speaking":"silent"})");
    EXPECT_EQ(changed.status, 200u) << changed.body;
    EXPECT_EQ(json_of(changed).find("group")->text_at("speaking"), "silent");
    const auto group = desk.store.group(Channel::zalo_oa, "g1").value();
    EXPECT_EQ(group.speaking, desk::Speaking::silent);
    EXPECT_EQ(group.name, "Tổ một cửa") << "what was not named stays";
    EXPECT_THAT(group.admins, ElementsAre("u1"));
    EXPECT_EQ(group.last_unasked, fakes::a_tuesday);
    EXPECT_EQ(desk.store.audit_trail().back().actor, "quan-tri");

    EXPECT_EQ(put("/zalo_oa/g1", R"({"speaking":"silent","name":"Tổ khác"})").status, 200u);
    EXPECT_EQ(desk.store.group(Channel::zalo_oa, "g1")->name, "Tổ khác");
}

TEST_F(GroupsTest, AreNotMadeByAChange) {
    for (const auto* path : {"/zalo_oa/khac", "/zalo_bot/g1", "/telegram/g1"}) {
        EXPECT_EQ(code_of(put(path, R"({"speaking":"silent"})")), "no_such_group") << path;
    }
    EXPECT_EQ(desk.store.groups().size(), 1u);
}

TEST_F(GroupsTest, TakeNoOtherSettings) {
    for (const auto* body : {"{}", R"({"speaking":"loud"})", R"({"speaking":1})", R"({"name":"a"})"}) {
        EXPECT_EQ(code_of(put("/zalo_oa/g1", body)), "bad_speaking") << body;
    }
    for (const auto& name :
         {std::string("1"), R"("a\u0000b")" + std::string(), "\"" + std::string(201, 'a') + "\""}) {
        EXPECT_EQ(code_of(put("/zalo_oa/g1", R"({"speaking":"silent","name":)" + name + "}")), "bad_name")
            << name;
    }
    EXPECT_EQ(put("/zalo_oa/g1", "[]").status, 400u);
    EXPECT_EQ(desk.store.group(Channel::zalo_oa, "g1")->speaking, desk::Speaking::when_addressed);
}

class DeliveriesTest : public ChannelsTest {
  protected:
    // A ticket's answer whose delivery ended so; gives the delivery.
    std::int64_t answer_that(DeliveryOutcome outcome, DeliveryReason reason) {
        desk::Addition addition;
        addition.conversation = "person:" + std::to_string(++people_);
        addition.text = "Nộp tại bộ phận một cửa.";
        addition.deliver = true;
        addition.at = desk.clock.now();
        desk.store.append(addition);
        const auto leased = desk.store.lease(10, desk.clock.now(), 60s);
        EXPECT_EQ(leased.size(), 1u);
        connectors::DeliveryResult result;
        result.outcome = outcome;
        result.reason = reason;
        result.detail = "-230";
        result.retry_after = 600s;
        desk.store.report(std::vector{desk::DeliveryReport{leased.front().id, result, {}}}, desk.clock.now());
        return leased.front().id;
    }
    JsonArray list(const std::string& query = "") {
        return *read(deliveries_path + query, lan).find("deliveries")->array();
    }
    net::Response retry(const std::string& id) {
        return desk.call(post(deliveries_path + "/" + id + "/retry", "{}"), lan);
    }

    int people_ = 0;
};

TEST_F(DeliveriesTest, AreListedNewestFirstWithWhatToDo) {
    EXPECT_THAT(list(), IsEmpty());
    const auto older = answer_that(DeliveryOutcome::failed, DeliveryReason::window_closed);
    answer_that(DeliveryOutcome::delivered, DeliveryReason::none);
    const auto newer = answer_that(DeliveryOutcome::retry, DeliveryReason::operator_needed);
    const auto shown = list();
    ASSERT_EQ(shown.size(), 2u);
    EXPECT_EQ(shown[0].integer_at("id"), newer);
    EXPECT_EQ(shown[0].find("finished")->boolean(), false);
    EXPECT_THAT(shown[0].text_at("advice").value(), HasSubstr("tự được gửi"));
    EXPECT_EQ(shown[1].integer_at("id"), older);
    EXPECT_EQ(shown[1].text_at("reason"), "window_closed");
    EXPECT_EQ(shown[1].text_at("text"), "Nộp tại bộ phận một cửa.");
    EXPECT_EQ(shown[1].text_at("detail"), "-230");
    EXPECT_TRUE(shown[1].find("ticket")->is_null());
    EXPECT_THAT(shown[1].text_at("problem").value(), HasSubstr("lâu không nhắn"));
    EXPECT_THAT(shown[1].text_at("advice").value(), HasSubstr("Gửi lại"));
    EXPECT_EQ(list("?limit=1").size(), 1u);
}

TEST_F(DeliveriesTest, OfEveryReasonHaveWordsOfTheirOwn) {
    std::set<std::string> problems;
    for (int reason = 0; reason <= static_cast<int>(DeliveryReason::unreachable); ++reason) {
        for (const bool finished : {false, true}) {
            desk::TroubledDelivery delivery;
            delivery.reason = static_cast<DeliveryReason>(reason);
            delivery.finished = finished;
            const auto words = advice_on(delivery);
            EXPECT_TRUE(words.advice.ends_with('.')) << words.advice;
            EXPECT_TRUE(problems.insert(words.problem).second == !finished) << words.problem;
        }
    }
}

TEST_F(DeliveriesTest, AreTriedAgainOnceForOnePress) {
    const auto id = answer_that(DeliveryOutcome::failed, DeliveryReason::blocked);
    EXPECT_EQ(retry(std::to_string(id)).status, 204u);
    EXPECT_EQ(desk.retried, 1);
    EXPECT_EQ(desk.store.audit_trail().back().actor, "lan");
    EXPECT_THAT(list(), IsEmpty());
    EXPECT_EQ(code_of(retry(std::to_string(id))), "no_such_delivery");
    EXPECT_EQ(desk.retried, 1);
}

TEST_F(DeliveriesTest, ThatDidNotFailAreNotTriedAgain) {
    const auto waiting = answer_that(DeliveryOutcome::retry, DeliveryReason::operator_needed);
    for (const auto& id : {std::to_string(waiting), std::string("0"), std::string("-1"), std::string("x"),
                           std::string("99999999999999999999")}) {
        EXPECT_EQ(code_of(retry(id)), "no_such_delivery") << id;
    }
    EXPECT_EQ(desk.retried, 0);
    for (const auto* limit : {"0", "201", "x", ""}) {
        EXPECT_EQ(desk.call(get(deliveries_path + "?limit=" + limit), lan).status, 400u) << limit;
    }
}

}  // namespace
}  // namespace reformdesk::api::testing
