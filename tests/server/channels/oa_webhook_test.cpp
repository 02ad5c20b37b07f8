// Proved, written, acknowledged; or refused and counted. Digests here were computed by Python's hashlib.
#include "server/channels/oa_webhook.hpp"

#include "connectors/digest.hpp"
#include "connectors/zalo_oa/event.hpp"
#include "tests/server/channels/webhook.hpp"

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string body =
    R"({"app_id":"app-1","event_name":"user_send_text","sender":{"id":"u1"},"recipient":{"id":"oa-1"},"message":{"text":"Xin chào","msg_id":"m1"},"timestamp":"1727000000000"})";

class OaWebhookTest : public Webhook {
  protected:
    /// As Zalo's documentation says.
    static net::Request signed_request(const std::string& text, const std::string& time = "1727000000000") {
        const auto digest = connectors::sha256({"app-1", text, time, "oa-secret"});
        return request(text, {{"x-zevent-signature", "mac=" + connectors::to_hex(digest)}});
    }
    /// With the time in a header, for bodies that tell none.
    static net::Request timed_request(const std::string& text) {
        const std::string time = "1727000000999";
        const auto digest = connectors::sha256({"app-1", text, time, "oa-secret"});
        return request(text,
                       {{"x-zevent-signature", connectors::to_hex(digest)}, {"x-zevent-timestamp", time}});
    }
    net::Response post(const net::Request& made) { return call(route(routes, "/webhooks/zalo/oa"), made); }

    OaWebhook webhook{intake, clock, {{"app-1", "oa-1", "oa-secret"}, "AbC123"}, note()};
    std::vector<net::Route> routes = webhook.routes();
};

TEST_F(OaWebhookTest, an_event_is_on_disk_when_it_is_acknowledged) {
    const auto response = post(signed_request(body));
    EXPECT_EQ(response.status, 200U);
    ASSERT_THAT(store.all_events(), SizeIs(1));
    const auto event = store.all_events().at(0).event;
    EXPECT_EQ(event.channel, connectors::Channel::zalo_oa);
    EXPECT_EQ(event.name, "user_send_text");
    EXPECT_EQ(event.key, "user_send_text/m1");
    EXPECT_EQ(event.body, body);
    EXPECT_EQ(event.received_at, clock.now());
    EXPECT_EQ(webhook.counts().accepted, 1U);
    EXPECT_EQ(webhook.counts().last_accepted, clock.now());
    EXPECT_EQ(webhook.counts().refused, 0U);
}

TEST_F(OaWebhookTest, the_same_event_again_is_acknowledged_and_not_stored_again) {
    post(signed_request(body));
    auto later = body;
    later.replace(later.find("1727000000000"), 13, "1727000030000");
    EXPECT_EQ(post(signed_request(later, "1727000030000")).status, 200U) << "with another timestamp";
    EXPECT_THAT(store.all_events(), SizeIs(1));
    EXPECT_EQ(webhook.counts().accepted, 1U);
    EXPECT_EQ(webhook.counts().repeated, 1U);
}

TEST_F(OaWebhookTest, each_variant_of_the_signature_is_taken_and_noted_when_it_changes) {
    const auto with = [](const std::string& id, const std::string& time) {
        const auto digest = connectors::to_hex(connectors::sha256({id, body, time, "oa-secret"}));
        return request(body, {{"x-zevent-signature", digest}, {"x-zevent-timestamp", "1727000000999"}});
    };
    EXPECT_EQ(post(with("app-1", "1727000000000")).status, 200U);
    EXPECT_EQ(post(with("app-1", "1727000000000")).status, 200U);
    EXPECT_EQ(post(with("app-1", "1727000000999")).status, 200U);
    EXPECT_EQ(post(with("oa-1", "1727000000000")).status, 200U);
    EXPECT_EQ(post(with("oa-1", "1727000000999")).status, 200U);
    EXPECT_EQ(webhook.counts().variant, "oa_id+header_time");
    EXPECT_THAT(notes,
                ElementsAre("webhook_signature: app_id+body_time", "webhook_signature: app_id+header_time",
                            "webhook_signature: oa_id+body_time", "webhook_signature: oa_id+header_time"));
}

TEST_F(OaWebhookTest, a_wrong_signature_is_refused_and_counted) {
    auto changed = signed_request(body);
    changed.body += " ";
    const std::vector<net::Request> wrong{request(body),
                                          request(body, {{"x-zevent-signature", ""}}),
                                          request(body, {{"x-zevent-signature", "mac="}}),
                                          request(body, {{"x-zevent-signature", std::string(64, '0')}}),
                                          request(body, {{"x-zevent-signature", std::string(100'000, 'a')}}),
                                          request("{}", {{"x-zevent-signature", std::string(64, '0')}}),
                                          request(""),
                                          request("null"),
                                          changed};
    for (const auto& each : wrong) {
        const auto response = post(each);
        EXPECT_EQ(response.status, 401U) << each.body.substr(0, 100);
        EXPECT_EQ(response.body.find("oa-secret"), std::string::npos);
    }
    EXPECT_THAT(store.all_events(), IsEmpty());
    EXPECT_EQ(webhook.counts().refused, wrong.size());
    EXPECT_EQ(webhook.counts().last_refused, clock.now());
    EXPECT_EQ(webhook.counts().accepted, 0U);
    EXPECT_THAT(notes.at(0), HasSubstr("203.0.113.7"));
}

TEST_F(OaWebhookTest, the_consoles_probe_is_answered_and_changes_nothing) {
    for (const std::string probe : {"{}", " { } "}) {
        EXPECT_EQ(post(request(probe)).status, 200U) << probe;
    }
    EXPECT_EQ(webhook.counts().probes, 2U);
    EXPECT_EQ(webhook.counts().refused, 0U);
    EXPECT_THAT(store.all_events(), IsEmpty());
}

TEST_F(OaWebhookTest, a_failing_database_is_busy_and_the_event_may_come_again) {
    store.fail_next_write(fakes::DeskStore::Failure::before);
    const auto response = post(signed_request(body));
    EXPECT_EQ(response.status, 503U);
    EXPECT_EQ(webhook.counts().busy, 1U);
    EXPECT_EQ(webhook.counts().accepted, 0U);
    EXPECT_EQ(post(signed_request(body)).status, 200U);
    EXPECT_THAT(store.all_events(), SizeIs(1));
}

TEST_F(OaWebhookTest, busy_workers_are_busy) {
    pool.stop();
    const auto response = post(signed_request(body));
    EXPECT_EQ(response.status, 503U);
    EXPECT_THAT(response.headers, testing::Contains(net::Header("Retry-After", "30")));
}

TEST_F(OaWebhookTest, what_cannot_be_read_is_acknowledged_and_recorded_without_its_bytes) {
    const std::vector<std::string> unreadable{
        "{",
        "[1,2]",
        "\xff\xfe",
        std::string("{\"event_name\":\"follow\"}\0", 24),
        std::string("{\"event_name\":\"\0\"}", 18),
        std::string(50'000, '['),
        R"({"n":1.00000000000000000000000000001e-2147483639,"event_name":"\udc00"})"};
    for (const auto& text : unreadable) {
        EXPECT_EQ(post(timed_request(text)).status, 200U) << text.substr(0, 100);
    }
    const auto events = store.all_events();
    ASSERT_THAT(events, SizeIs(unreadable.size()));
    for (const auto& [event, settlement] : events) {
        EXPECT_EQ(event.name, "(unreadable)") << event.body;
        EXPECT_THAT(event.body, IsEmpty());
        EXPECT_EQ(event.key.find('\0'), std::string::npos);
    }
}

TEST_F(OaWebhookTest, names_and_keys_are_bounded_and_bodies_hold_no_byte_0) {
    const std::string name(10'000, 'n');
    const std::string id(10'000, 'i');
    for (const auto& text :
         {R"({"event_name":")" + name + R"(","message":{"msg_id":")" + std::string(128, 'i') + "\"}}",
          R"({"event_name":"user_send_text","message":{"msg_id":")" + id + "\"}}",
          R"({"event_name":"a\u0000b","sender":{"id":"\u0000"}})" + std::string(),
          std::string(R"({"event_name":42})")}) {
        EXPECT_EQ(post(timed_request(text)).status, 200U);
    }
    const auto events = store.all_events();
    EXPECT_THAT(events, SizeIs(4));
    for (const auto& [event, settlement] : events) {
        EXPECT_LE(event.name.size(), 64U);
        EXPECT_LE(event.key.size(), 200U);
        EXPECT_EQ(event.body.find('\0'), std::string::npos);
        EXPECT_EQ((event.name + event.key).find('\0'), std::string::npos);
    }
}

TEST_F(OaWebhookTest, takes_as_much_as_zalo_sends_and_no_more) {
    EXPECT_EQ(route(routes, "/webhooks/zalo/oa").method, "POST");
    EXPECT_EQ(route(routes, "/webhooks/zalo/oa").body_bytes, connectors::zalo_oa::longest_event);
}

TEST_F(OaWebhookTest, proves_the_domain) {
    const auto response = call(route(routes, "/zalo_verifierAbC123.html"), request(""));
    EXPECT_EQ(response.status, 200U);
    EXPECT_THAT(response.body, HasSubstr(R"(property="zalo-platform-site-verification" content="AbC123")"));
    OaWebhook without{intake, clock, {{"app-1", "oa-1", "oa-secret"}, ""}, note()};
    EXPECT_THAT(without.routes(), SizeIs(1));
}

TEST_F(OaWebhookTest, without_a_secret_nothing_is_believed) {
    OaWebhook unset{intake, clock, {{"app-1", "oa-1", ""}, ""}, note()};
    const auto digest = connectors::to_hex(connectors::sha256({"app-1", body, "1727000000000", ""}));
    EXPECT_EQ(call(unset.routes().at(0), request(body, {{"x-zevent-signature", digest}})).status, 401U);
}

}  // namespace
}  // namespace reformdesk::channels
