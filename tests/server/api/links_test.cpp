// An expert's own accounts on channels: a code that links one, topics, unlinking.
#include "tests/server/api/api_desk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using namespace std::chrono_literals;
using connectors::Channel;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;

const std::string links_path = "/api/v1/session/links";

kb_index::Article about(std::string topic, std::string id) {
    auto made = fakes::article(std::move(id), "Một cửa là gì?", "Là nơi nộp hồ sơ.");
    made.topic = std::move(topic);
    return made;
}

class LinksTest : public ::testing::Test {
  protected:
    LinksTest() {
        desk.add_account("lan", access::Role::expert);
        desk.add_account("hoa", access::Role::expert);
        lan = desk.log_in("lan");
        hoa = desk.log_in("hoa");
    }

    std::string code(const Browser& browser) {
        const auto answer = desk.call(post("/api/v1/session/link-code", ""), browser);
        EXPECT_EQ(answer.status, 200u) << answer.body;
        return json_of(answer).text_at("code").value_or("");
    }
    // As the channel does when the code is written there.
    bool write_to_channel(const std::string& text, const std::string& contact) {
        return desk.store
            .redeem_link_code(access::hash_token(text), Channel::zalo_oa, contact, desk.clock.now())
            .has_value();
    }
    Json list(const Browser& browser) {
        const auto answer = desk.call(get(links_path), browser);
        EXPECT_EQ(answer.status, 200u) << answer.body;
        return json_of(answer);
    }
    net::Response put(const std::string& channel, const std::string& body, const Browser& browser) {
        auto request = post(links_path + "/" + channel, body);
        request.method = "PUT";
        return desk.call(request, browser);
    }
    net::Response remove(const std::string& channel, const Browser& browser) {
        auto request = get(links_path + "/" + channel);
        request.method = "DELETE";
        return desk.call(request, browser);
    }
    std::vector<std::string> topics_of_lan() {
        const auto link = desk.store.link_of(Channel::zalo_oa, "u1");
        return link ? link->topics : std::vector<std::string>{"no link"};
    }

    ApiDesk desk;
    Browser lan;
    Browser hoa;
};

TEST_F(LinksTest, ACodeLinksOnceAndWithinTenMinutes) {
    const auto made = json_of(desk.call(post("/api/v1/session/link-code", ""), lan));
    const auto text = made.text_at("code").value_or("");
    EXPECT_THAT(text, MatchesRegex("LK-[2-9A-HJ-NP-Z]{8}"));
    EXPECT_EQ(made.text_at("expires_at"), "2026-11-24T03:10:00.000Z");
    EXPECT_TRUE(write_to_channel(text, "u1"));
    EXPECT_FALSE(write_to_channel(text, "u2"));
    EXPECT_EQ(desk.store.link_of(Channel::zalo_oa, "u1")->name, "lan");

    const auto late = code(lan);
    desk.clock.advance(10min);
    EXPECT_FALSE(write_to_channel(late, "u3"));
}

TEST_F(LinksTest, ANewCodeEndsTheOneBefore) {
    const auto first = code(lan);
    const auto second = code(lan);
    EXPECT_NE(first, second);
    EXPECT_FALSE(write_to_channel(first, "u1"));
    EXPECT_TRUE(write_to_channel(second, "u1"));
}

TEST_F(LinksTest, ShowsOnesOwnOnlyAndTheTopicsThatThereAre) {
    const std::vector articles{about("mot-cua", "a"), about("cong-vu", "b"), about("mot-cua", "c"),
                               about("", "d")};
    desk.articles.import_articles(articles, "test", fakes::a_tuesday);
    EXPECT_EQ(connectors::wire::write(list(lan)), R"({"links":[],"topics":["cong-vu","mot-cua"]})");
    desk::Contact contact;
    contact.id = "u1";
    contact.display_name = "Lan Nguyễn";
    desk.store.put_contact(contact);
    write_to_channel(code(lan), "u1");
    write_to_channel(code(hoa), "u2");
    EXPECT_EQ(connectors::wire::write(*list(lan).find("links")),
              R"([{"channel":"zalo_oa","display_name":"Lan Nguyễn","topics":[],)"
              R"("linked_at":"2026-11-24T03:00:00.000Z"}])");
    EXPECT_EQ(list(hoa).find("links")->array()->front().text_at("display_name"), "");
}

TEST_F(LinksTest, TakesTheTopicsToBeToldOf) {
    write_to_channel(code(lan), "u1");
    write_to_channel(code(hoa), "u2");
    const auto changed = put("zalo_oa", R"({"topics":["mot-cua","cong-vu","mot-cua"]})", lan);
    EXPECT_EQ(changed.status, 200u) << changed.body;
    EXPECT_EQ(changed.body, R"({"topics":["mot-cua","cong-vu"]})");
    EXPECT_THAT(topics_of_lan(), ElementsAre("mot-cua", "cong-vu"));
    EXPECT_THAT(desk.store.link_of(Channel::zalo_oa, "u2")->topics, IsEmpty()) << "somebody else's";
    EXPECT_EQ(put("zalo_oa", R"({"topics":[]})", lan).status, 200u);
    EXPECT_THAT(topics_of_lan(), IsEmpty());
}

TEST_F(LinksTest, RefusesWhatIsNoListOfTopics) {
    write_to_channel(code(lan), "u1");
    std::string many = "\"a0\"";
    for (int i = 1; i <= 100; ++i) {
        many += ",\"a" + std::to_string(i) + "\"";
    }
    for (const std::string& topics :
         {std::string("null"), std::string("\"a\""), std::string("[1]"), std::string("[\"\"]"),
          std::string(R"(["a\u0000"])"), "[\"" + std::string(101, 'a') + "\"]", "[" + many + "]"}) {
        EXPECT_EQ(code_of(put("zalo_oa", R"({"topics":)" + topics + "}", lan)), "bad_topics") << topics;
    }
    EXPECT_EQ(code_of(put("zalo_oa", "{}", lan)), "bad_topics");
    EXPECT_THAT(topics_of_lan(), IsEmpty());
}

TEST_F(LinksTest, AreRemovedByTheirOwnerOnly) {
    write_to_channel(code(lan), "u1");
    EXPECT_EQ(code_of(remove("zalo_oa", hoa)), "no_such_link");
    EXPECT_EQ(code_of(remove("zalo_bot", lan)), "no_such_link");
    EXPECT_EQ(code_of(remove("telegram", lan)), "no_such_link");
    EXPECT_EQ(remove("zalo_oa", lan).status, 204u);
    EXPECT_FALSE(desk.store.link_of(Channel::zalo_oa, "u1"));
    EXPECT_EQ(code_of(remove("zalo_oa", lan)), "no_such_link");
    EXPECT_EQ(code_of(put("zalo_oa", R"({"topics":[]})", lan)), "no_such_link");
}

}  // namespace
}  // namespace reformdesk::api::testing
