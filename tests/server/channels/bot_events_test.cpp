// What becomes of every event of a bot, whichever way it came.
#include "server/channels/bot_events.hpp"

#include "connectors/wire/json.hpp"
#include "tests/server/channels/webhook.hpp"
#include "tests/server/channels/zalo_desk.hpp"

#include <fstream>
#include <iterator>

#include <gmock/gmock.h>

namespace reformdesk::channels {
namespace {

namespace zalo_bot = connectors::zalo_bot;
using connectors::Channel;
using connectors::wire::Json;
using desk::EventOutcome;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string message_event(const std::string& name, const std::string& id, const std::string& more,
                          const std::string& chat = R"({"id":"u1","chat_type":"PRIVATE"})",
                          const std::string& from = R"({"id":"u1","is_bot":false})") {
    return R"({"event_name":")" + name + R"(","message":{"message_id":")" + id + R"(","from":)" + from +
           R"(,"chat":)" + chat + more + R"(,"date":1795489200000}})";
}

std::string text_message(const std::string& id, const std::string& text) {
    return message_event("message.text.received", id, R"(,"text":")" + text + "\"");
}

std::string group_message(const std::string& id, const std::string& text) {
    return message_event("message.text.received", id, R"(,"text":")" + text + "\"",
                         R"({"id":"g1","chat_type":"GROUP"})");
}

class BotEventsTest : public ZaloDesk {
  protected:
    BotEventsTest() {
        zalo_bot::Profile profile;
        profile.id = "bot-1";
        profile.display_name = "Bot Cải cách";
        bot.set_profile(profile);
    }
    desk::EventSettlement take(const std::string& body) { return hear(bot, Channel::zalo_bot, body); }
    std::vector<std::string> lines(const std::string& conversation) {
        return log(conversation, Channel::zalo_bot);
    }

    BotEvents bot{messages, [this] { ++written; }};
};

TEST_F(BotEventsTest, a_question_is_answered) {
    const auto settlement = take(text_message("m-1", "một cửa là gì"));
    EXPECT_EQ(settlement.outcome, EventOutcome::handled);
    EXPECT_FALSE(settlement.keep_body);
    EXPECT_THAT(lines("person:u1"),
                ElementsAre("question: một cửa là gì", "answer: **Một cửa** là cách thức tiếp nhận."));
    EXPECT_GE(written, 1);
}

TEST_F(BotEventsTest, in_a_group_all_that_comes_is_said_to_it) {
    EXPECT_EQ(take(group_message("m-1", "@Bot Cải cách một cửa là gì")).outcome, EventOutcome::handled);
    EXPECT_THAT(lines("group:g1/u1").at(0), "question: một cửa là gì");
    EXPECT_EQ(take(group_message("m-2", "CCCD 056085012345")).outcome, EventOutcome::ignored);
}

TEST_F(BotEventsTest, outcomes) {
    const auto from_bot = R"({"id":"other","is_bot":true})";
    const auto from_itself = R"({"id":"bot-1","is_bot":false})";
    const auto privately = R"({"id":"u1","chat_type":"PRIVATE"})";
    const std::vector<std::pair<std::string, EventOutcome>> cases{
        {message_event("message.image.received", "m-1", R"(,"photo_url":"https://a.vn/1.jpg")"),
         EventOutcome::handled},
        {message_event("message.sticker.received", "m-2", ""), EventOutcome::handled},
        {message_event("message.voice.received", "m-3", R"(,"voice_url":"https://a.vn/1.aac")"),
         EventOutcome::handled},
        {message_event("message.unsupported.received", "m-4", ""), EventOutcome::handled},
        {text_message("m-5", ""), EventOutcome::handled},
        {message_event("message.text.received", "m-6", R"(,"text":"a")", privately, from_bot),
         EventOutcome::ignored},
        {message_event("message.text.received", "m-7", R"(,"text":"a")", privately, from_itself),
         EventOutcome::ignored},
        {message_event("user.follow", "m-8", ""), EventOutcome::recorded},
        {R"({"event_name":"","x":1})", EventOutcome::recorded},
        {text_message("", "một cửa là gì"), EventOutcome::malformed},
        {message_event("message.text.received", "m-9", R"(,"text":"a")", "{}", "{}"),
         EventOutcome::malformed},
        {"{", EventOutcome::malformed},
        {"", EventOutcome::malformed},
        {"{}", EventOutcome::malformed},
    };
    for (const auto& [body, outcome] : cases) {
        const auto settlement = take(body);
        EXPECT_EQ(settlement.outcome, outcome) << body;
        EXPECT_TRUE(outcome == EventOutcome::handled || !settlement.reason.empty()) << body;
        EXPECT_EQ(settlement.keep_body,
                  outcome == EventOutcome::recorded || outcome == EventOutcome::malformed)
            << body;
    }
    EXPECT_THAT(store.tickets({}), IsEmpty());
}

TEST_F(BotEventsTest, lanes_are_chats) {
    const auto lane = [this](const std::string& body) {
        desk::ChannelEvent event;
        event.body = body;
        return bot.lane(event);
    };
    EXPECT_EQ(lane(text_message("m-1", "a")), lane(text_message("m-2", "b")));
    EXPECT_NE(lane(text_message("m-1", "a")), lane(group_message("m-2", "b")));
    EXPECT_EQ(lane("{"), "");
}

TEST_F(BotEventsTest, an_expert_may_work_here_too) {
    store.add_account(1, "lan", "Chị Lan");
    store.put_link_code("hash of LK-ABCD2345", 1, clock.now() + std::chrono::minutes(10));
    take(text_message("m-1", "LK-ABCD2345"));
    EXPECT_TRUE(store.link_of(Channel::zalo_bot, "u1"));
    EXPECT_FALSE(store.link_of(Channel::zalo_oa, "u1"));
    hear(text_event("asker", "q-1", "giá vàng hôm nay"));
    take(text_message("m-2", "#1001 Bảy mươi triệu"));
    EXPECT_EQ(last("person:asker"), "expert_answer: Bảy mươi triệu");
}

// ---- as it is stored

TEST(StoredBotEvent, is_the_same_by_webhook_and_by_polling) {
    std::ifstream file(REFORMDESK_SOURCE_DIR "/tests/golden/zalo_bot_events.json");
    const std::string text(std::istreambuf_iterator<char>(file), {});
    const auto golden = std::get<Json>(connectors::wire::parse(text));
    std::size_t events = 0;
    for (const auto& each : *golden.find("events")->array()) {
        const auto parsed = zalo_bot::parse_webhook(write(*each.find("body")));
        const auto* event = std::get_if<zalo_bot::Event>(&parsed);
        if (event == nullptr || event->kind == zalo_bot::EventKind::other) {
            continue;
        }
        ++events;
        const auto body = bot_event_body(*event);
        EXPECT_EQ(std::get<zalo_bot::Event>(zalo_bot::parse_webhook(body)), *event) << body;
    }
    EXPECT_GT(events, 5U);
}

TEST(StoredBotEvent, has_a_key_that_a_repetition_shares) {
    const auto stored = [](const std::string& body) {
        const auto event = std::get<zalo_bot::Event>(zalo_bot::parse_webhook(body));
        return stored_bot_event(event, body, fakes::a_tuesday);
    };
    const auto one = stored(text_message("m-1", "a"));
    EXPECT_EQ(one.channel, Channel::zalo_bot);
    EXPECT_EQ(one.name, "message.text.received");
    EXPECT_EQ(one.received_at, fakes::a_tuesday);
    EXPECT_EQ(one.key, stored(text_message("m-1", "a again")).key);
    EXPECT_NE(one.key, stored(text_message("m-2", "a")).key);
    EXPECT_NE(stored(text_message("", "a")).key, stored(text_message("", "b")).key);
    EXPECT_LE(stored(message_event(std::string(500, 'n'), std::string(128, 'i'), "")).key.size(), 200U);
}

// ---- the webhook

class BotWebhookTest : public Webhook {
  protected:
    net::Response post(const std::string& text, const std::string& secret) {
        return call(webhook.routes().at(0), request(text, {{"x-bot-api-secret-token", secret}}));
    }

    std::vector<std::string> heard;
    BotWebhook webhook{intake, clock, "a-long-secret",
                       [this](const zalo_bot::Event& event) { heard.push_back(event.message_id); }, note()};
};

TEST_F(BotWebhookTest, an_event_is_on_disk_when_it_is_acknowledged) {
    EXPECT_EQ(post(text_message("m-1", "a"), "a-long-secret").status, 200U);
    EXPECT_EQ(post(text_message("m-1", "a"), "a-long-secret").status, 200U);
    ASSERT_THAT(store.all_events(), SizeIs(1));
    EXPECT_EQ(store.all_events().at(0).event.body, text_message("m-1", "a"));
    EXPECT_THAT(heard, ElementsAre("m-1")) << "once";
}

TEST_F(BotWebhookTest, a_wrong_secret_is_refused) {
    for (const std::string secret : {"", "a-long-secre", "a-long-secret ", "A-LONG-SECRET"}) {
        EXPECT_EQ(post(text_message("m-1", "a"), secret).status, 401U) << secret;
    }
    EXPECT_EQ(post("{", "wrong").status, 401U);
    EXPECT_THAT(store.all_events(), IsEmpty());
    EXPECT_THAT(heard, IsEmpty());
    EXPECT_THAT(notes, SizeIs(5));
    EXPECT_THAT(notes.at(0), HasSubstr("203.0.113.7"));
}

TEST_F(BotWebhookTest, zalos_probe_is_answered_and_changes_nothing) {
    for (const std::string probe : {"", "{}", " \n"}) {
        EXPECT_EQ(post(probe, "").status, 200U);
        EXPECT_EQ(post(probe, "a-long-secret").status, 200U);
    }
    EXPECT_THAT(store.all_events(), IsEmpty());
    EXPECT_THAT(notes, IsEmpty());
}

TEST_F(BotWebhookTest, what_cannot_be_read_is_acknowledged_and_noted) {
    EXPECT_EQ(post("{", "a-long-secret").status, 200U);
    EXPECT_EQ(post(std::string("{\"event_name\":\"a\"}\0", 19), "a-long-secret").status, 200U);
    EXPECT_THAT(store.all_events(), IsEmpty());
    EXPECT_THAT(notes, SizeIs(2));
}

TEST_F(BotWebhookTest, a_failing_database_is_busy) {
    store.fail_next_write(fakes::DeskStore::Failure::before);
    EXPECT_EQ(post(text_message("m-1", "a"), "a-long-secret").status, 503U);
    EXPECT_THAT(heard, IsEmpty());
    EXPECT_EQ(post(text_message("m-1", "a"), "a-long-secret").status, 200U);
}

}  // namespace
}  // namespace reformdesk::channels
