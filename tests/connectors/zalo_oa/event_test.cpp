// Where fields may stand, and what hostile bodies do. What ordinary events become is in the golden file.
#include "connectors/zalo_oa/event.hpp"

#include "connectors/zalo_oa/inbound.hpp"
#include "connectors/zalo_oa/signature.hpp"
#include "nlp/utf8.hpp"

#include <random>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

Event event_of(const std::string& body) {
    auto parsed = parse_event(body);
    const auto* problem = std::get_if<wire::JsonProblem>(&parsed);
    EXPECT_EQ(problem, nullptr) << problem->message << " " << body.substr(0, 500);
    return problem == nullptr ? std::get<Event>(std::move(parsed)) : Event();
}

Event named(const std::string& name, const std::string& members) {
    return event_of(R"({"event_name":")" + name + R"(",)" + members + "}");
}

// ---- variants

TEST(EventFields, TheGroupStandsInOneOfFivePlaces) {
    const std::string rest = R"("sender":{"id":"u"},"oa_id":"oa",)";
    for (const auto* place : {R"("recipient":{"id":"g"})", R"("group_id":"g","recipient":{"id":"oa"})",
                              R"("recipient":{"id":"oa","group_id":"g"})",
                              R"("recipient":{"id":"oa"},"message":{"conversation_id":"g"})",
                              R"("message":{"conversation_id":"g"})", R"("message":{"group_id":"g"})"}) {
        const auto event = named("user_send_group_text", rest + place);
        EXPECT_EQ(event.group, "g") << place;
        EXPECT_EQ(event.oa_id, "oa") << place;
        EXPECT_EQ(event.user, "u") << place;
    }
}

TEST(EventFields, AGroupThatIsNamedMakesItAnEventOfTheGroup) {
    const auto event =
        named("user_send_text",
              R"("sender":{"id":"u"},"recipient":{"id":"oa","group_id":"g"},"message":{"text":"[@1]"})");
    EXPECT_EQ(event.place, Place::group);
    EXPECT_EQ(event.group, "g");
    EXPECT_EQ(event.oa_id, "oa");
    EXPECT_EQ(event.mentions, std::vector<std::string>{"1"});
}

TEST(EventFields, TheGroupIsNotTakenForTheAccount) {
    EXPECT_EQ(named("user_send_group_text", R"("sender":{"id":"u"},"recipient":{"id":"g"})").oa_id, "");
    EXPECT_EQ(
        named("user_send_group_text", R"("sender":{"id":"u"},"recipient":{"id":"g"},"group_id":"g")").oa_id,
        "");
    EXPECT_EQ(named("oa_send_group_text", R"("sender":{"id":"oa"},"recipient":{"id":"g"})").oa_id, "oa");
}

TEST(EventFields, AnAnonymousVisitorsIdStandsInOneOfFourPlaces) {
    const std::string rest = R"("recipient":{"id":"oa"},"sender":{"id":"u")";
    EXPECT_EQ(named("anonymous_send_text", rest + "}").user, "u");
    EXPECT_EQ(named("anonymous_send_text", rest + R"(,"anonymous_id":"a"})").user, "a");
    EXPECT_EQ(named("anonymous_send_text", rest + R"(},"anonymous_id":"a")").user, "a");
    EXPECT_EQ(named("anonymous_send_text", rest + R"(},"message":{"anonymous_id":"a"})").user, "a");
    EXPECT_EQ(named("oa_send_anonymous_text",
                    R"("sender":{"id":"oa"},"recipient":{"anonymous_id":"a","conversation_id":"c"})")
                  .anonymous_conversation,
              "c");
}

TEST(EventFields, AMessageIdHasTwoNames) {
    EXPECT_EQ(named("user_send_text", R"("message":{"msg_id":"m"})").message_id, "m");
    EXPECT_EQ(named("user_send_text", R"("message":{"message_id":"m"})").message_id, "m");
    EXPECT_EQ(named("user_send_text", R"("message":{"msg_id":"","message_id":"m"})").message_id, "m");
}

TEST(EventFields, NumbersAreIdsToTheLastDigit) {
    const auto event = named(
        "user_send_text",
        R"("app_id":9007199254740993,"sender":{"id":18446744073709551617},"recipient":{"id":3887000000000000645})");
    EXPECT_EQ(event.app_id, "9007199254740993");
    EXPECT_EQ(event.user, "18446744073709551617");
    EXPECT_EQ(event.oa_id, "3887000000000000645");
}

TEST(EventFields, TheAccountIsNoPerson) {
    EXPECT_EQ(named("user_send_text", R"("sender":{"id":"oa"},"recipient":{"id":"oa"})").user, "");
    EXPECT_EQ(named("create_group", R"("oa_id":"oa","sender":{"id":"oa"},"group_id":"g")").user, "");
}

TEST(EventFields, MembersOfAGroupsChange) {
    const std::vector<std::string> members = {"1", "2", "3"};
    EXPECT_EQ(named("user_out_group", R"("group_id":"g","users":[{"id":"1"},{"id":2},"3",null,{}])").members,
              members);
    EXPECT_EQ(named("remove_user_from_tag", R"("tag":{"user_ids":[1,"2",3],"name":"x"})").members, members);
}

TEST(EventFields, AReceivedMessageIsAReceiptOfThatMessage) {
    const auto event = named("user_received_message",
                             R"("sender":{"id":"u"},"recipient":{"id":"oa"},"message":{"msg_id":"m"})");
    EXPECT_EQ(event.kind, EventKind::received);
    EXPECT_EQ(event.user, "u");
    EXPECT_EQ(event.message_ids, std::vector<std::string>{"m"});
}

TEST(EventFields, OnlyAPersonsEchoIsOne) {
    EXPECT_TRUE(named("oa_send_text", R"("sender":{"id":"oa","admin_id":9})").by_person);
    EXPECT_FALSE(named("oa_send_text", R"("sender":{"id":"oa"})").by_person);
    EXPECT_FALSE(named("user_send_text", R"("sender":{"id":"u","admin_id":"9"})").by_person);
}

TEST(EventFields, Details) {
    EXPECT_EQ(named("remove_tag", R"("tag":{"name":"VIP"})").detail, "VIP");
    EXPECT_EQ(named("update_user_info", R"("data":{"method":"update"})").detail, "update");
    EXPECT_EQ(named("user_reply_consent", R"("user_consent":"ALLOW")").detail, "ALLOW");
    EXPECT_EQ(named("unfollow", R"("source":"oa_profile")").detail, "oa_profile");
}

TEST(EventFields, MentionsAreOfGroups) {
    EXPECT_TRUE(named("user_send_text", R"("message":{"text":"[@1]"})").mentions.empty());
    EXPECT_EQ(named("user_send_group_text", R"("message":{"text":"[@1]"})").mentions.size(), 1u);
}

TEST(EventFields, TextIsWithoutControlCharacters) {
    EXPECT_EQ(named("user_send_text", R"("message":{"text":"a\u0000\u001b\r\nb\tc"})").text, "a\nb\tc");
}

// ---- time

TEST(EventTime, SecondsMillisecondsAndMicroseconds) {
    EXPECT_EQ(time_in("1699003881354"), 1699003881354);
    EXPECT_EQ(time_in("1699003881"), 1699003881000);
    EXPECT_EQ(time_in("1699003881354999"), 1699003881354);
    EXPECT_EQ(event_of(R"({"timestamp":1699003881354})").time_ms, 1699003881354);
}

TEST(EventTime, WhatCanBeNoTimeIsUnknown) {
    for (const auto* text :
         {"", "0", "1", "-1699003881354", "154390853474", "15503500848", "1e12", "1699003881354.5",
          "99999999999999999999", " 1699003881354", "hôm qua", "9223372036854775807"}) {
        EXPECT_EQ(time_in(text), 0) << text;
    }
    EXPECT_EQ(event_of(R"({"timestamp":"154390853474"})").timestamp, "154390853474");
    EXPECT_EQ(event_of(R"({"timestamp":["1699003881354"]})").timestamp, "");
}

// ---- hostile input

void expect_harmless(const std::string& body) {
    const auto parsed = parse_event(body);
    (void)timestamp_in(body);
    (void)is_probe(body);
    EXPECT_EQ(matching_variant({body, body, body}, {"app", "oa", "secret"}), std::nullopt);
    const auto* event = std::get_if<Event>(&parsed);
    if (event == nullptr) {
        EXPECT_FALSE(std::get<wire::JsonProblem>(parsed).message.empty());
        return;
    }
    EXPECT_TRUE(nlp::is_valid_utf8(event->text + event->name + event->user + text_for_expert(*event)));
    EXPECT_LE(event_key(*event, body).size(), 200u);
    if (const auto inbound = to_inbound(*event, {"oa", {"/hoi"}})) {
        EXPECT_FALSE(inbound->message.text.empty());
        EXPECT_LE(inbound->message.text.size(), longest_text);
        EXPECT_TRUE(nlp::is_valid_utf8(inbound->message.text));
    }
}

TEST(HostileEvent, NoObjectIsAProblem) {
    for (const auto* body :
         {"", " ", "null", "[]", "1", "\"{}\"", "{", "{}{}", "\xEF\xBB\xBF{}", "{\"a\":1,\"a\":2}",
          "{\"a\":\"\xC3\x28\"}", R"({"a":"\ud800"})", "{\"a\":1e999}", "{\"a\":\"\x01\"}"}) {
        EXPECT_TRUE(std::holds_alternative<wire::JsonProblem>(parse_event(body))) << body;
        expect_harmless(body);
    }
}

TEST(HostileEvent, AnObjectOfAnotherShapeIsUnknown) {
    for (const auto* body : {"{}", R"({"event_name":null})", R"({"event_name":["user_send_text"]})",
                             R"({"event_name":{"a":"follow"}})", R"({"Event_Name":"follow"})"}) {
        EXPECT_EQ(event_of(body).kind, EventKind::unknown) << body;
        EXPECT_EQ(event_of(body).name, "") << body;
    }
}

TEST(HostileEvent, AnUnknownNameIsKeptButNotForLong) {
    EXPECT_EQ(event_of(R"({"event_name":"oa_paints_wall"})").name, "oa_paints_wall");
    EXPECT_EQ(event_of(R"({"event_name":"a\nb\u0000"})").name, "a b");
    EXPECT_EQ(event_of(R"({"event_name":")" + std::string(5000, 'a') + R"("})").name.size(), 64u);
}

TEST(HostileEvent, TooMuchIsAProblem) {
    const std::string deep = std::string(100'000, '[');
    const auto nested = [](std::size_t depth) {
        return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
    };
    EXPECT_TRUE(std::holds_alternative<wire::JsonProblem>(parse_event(deep)));
    EXPECT_TRUE(std::holds_alternative<Event>(parse_event(nested(15))));
    EXPECT_TRUE(std::holds_alternative<wire::JsonProblem>(parse_event(nested(16))));
    const auto long_text = [](std::size_t bytes) {
        const std::string frame = R"({"event_name":"user_send_text","message":{"text":""}})";
        return std::string(R"({"event_name":"user_send_text","message":{"text":")") +
               std::string(bytes - frame.size(), 'a') + R"("}})";
    };
    EXPECT_TRUE(std::holds_alternative<Event>(parse_event(long_text(longest_event))));
    EXPECT_TRUE(std::holds_alternative<wire::JsonProblem>(parse_event(long_text(longest_event + 1))));
    expect_harmless(long_text(1u << 20));
}

// Every value of an event in turn becomes something else.
TEST(HostileEvent, AnyTypeAnywhere) {
    const std::string whole =
        R"({"event_name":"user_send_group_file","app_id":"a","oa_id":"oa","timestamp":"1699003881354",)"
        R"("sender":{"id":"u"},"recipient":{"id":"g"},"follower":{"id":"f"},"user_id":"u","users":[{"id":"1"}],)"
        R"("tag":{"user_ids":["1"],"name":"n"},"info":{"name":"n","full_address":{"user_city":"c"}},)"
        R"("message":{"msg_id":"m","msg_ids":["m"],"text":"[@oa] hỏi","quote_msg_id":"q","attachments":[)"
        R"({"type":"location","payload":{"url":"https://u","coordinates":{"latitude":"1","longitude":"2"}}}]}})";
    expect_harmless(whole);
    const std::vector<std::string> others = {"null",
                                             "true",
                                             "-1",
                                             "1e300",
                                             "\"\"",
                                             "[]",
                                             "{}",
                                             "[[[]]]",
                                             R"({"id":{"id":1}})",
                                             R"("\u0000")",
                                             "99999999999999999999"};
    for (std::size_t at = whole.find(':'); at != std::string::npos; at = whole.find(':', at + 1)) {
        const auto opening = whole[at + 1];
        if (opening != '"') {
            continue;
        }
        const auto end = whole.find('"', at + 2) + 1;
        for (const auto& other : others) {
            expect_harmless(whole.substr(0, at + 1) + other + whole.substr(end));
        }
    }
    for (const auto* member : {"sender", "recipient", "follower", "users", "tag", "info", "message",
                               "attachments", "payload", "coordinates", "full_address"}) {
        for (const auto& other : others) {
            auto body = whole;
            body.insert(body.find("\"" + std::string(member) + "\":") + std::string(member).size() + 3,
                        other + ",\"was_" + member + "\":");
            expect_harmless(body);
        }
    }
}

TEST(HostileEvent, AnyBytes) {
    std::mt19937 random(20'250'701);  // the same bytes in every run
    const std::string body =
        R"({"event_name":"user_send_text","sender":{"id":"u"},"message":{"text":"chào","msg_id":"m"}})";
    for (int round = 0; round < 3000; ++round) {
        auto mutated = body;
        for (int i = 0; i <= round % 4; ++i) {
            mutated[random() % mutated.size()] = static_cast<char>(random());
        }
        expect_harmless(mutated);
        expect_harmless(body.substr(0, random() % body.size()));
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
