// Answers as Zalo's documentation and other projects show them, and what else may come.
#include "connectors/zalo_oa/api_reply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

std::optional<ApiReply> reply(std::string body, int status = 200) {
    HttpResponse response;
    response.status = status;
    response.body = std::move(body);
    return read_reply(response);
}

wire::Json data(std::string body) {
    const auto read = reply(std::move(body));
    EXPECT_TRUE(read && read->code == 0);
    return read ? read->data : wire::Json();
}

TEST(OaApiReply, AMessageThatWasTaken) {
    const auto sent = sent_message(data(R"({"data":{"quota":{"quota_type":"reply","remain":"8","total":"8"},
        "message_id":"63ecf43f0df7dba892e6","user_id":"2512523625412515","sent_time":"1626926349402"},
        "error":0,"message":"Success"})"));
    EXPECT_EQ(sent.message_id, "63ecf43f0df7dba892e6");
    EXPECT_EQ(sent.quota_type, "reply");
    EXPECT_EQ(sent.quota_remain, 8);
}

TEST(OaApiReply, TheQuotaMayBeMissing) {
    const auto sent = sent_message(data(R"({"error":0,"data":{"message_id":"m-1","recipient_id":"u-1"}})"));
    EXPECT_EQ(sent.message_id, "m-1");
    EXPECT_FALSE(sent.quota_remain);
    EXPECT_EQ(sent_message(data(R"({"error":0})")).message_id, "");
    EXPECT_EQ(sent_message(data(R"({"error":0,"data":[]})")).message_id, "");
}

TEST(OaApiReply, ErrorsComeWithHttp200AsNumbersOrTexts) {
    EXPECT_EQ(reply(R"({"error":-230,"message":"User has not interacted"})")->code, -230);
    EXPECT_EQ(reply(R"({"error":"-216","message":"Access token is invalid"})")->code, -216);
    EXPECT_EQ(reply(R"({"error":-32,"message":"limit"})", 429)->code, -32);
}

TEST(OaApiReply, WhatIsNoEnvelopeIsNothing) {
    for (const auto* body :
         {"", "<html><body>502 Bad Gateway</body></html>", "null", "[]", "\"ok\"", "{}", R"({"ok":true})",
          R"({"error":null})", R"({"error":"none"})", R"({"error":1.5})", R"({"error":0)",
          R"({"error":0}{"error":0})", R"({"error":99999999999999999999})"}) {
        EXPECT_FALSE(reply(body)) << body;
    }
    EXPECT_FALSE(reply("{\"error\":0,\"message\":\"\xFF\"}"));
    EXPECT_FALSE(reply(std::string(100'000, '[')));
}

TEST(OaApiReply, Uploads) {
    EXPECT_EQ(uploaded(data(R"({"data":{"attachment_id":"wESbL53O_shdvIPILC7iR"},"error":0})")),
              "wESbL53O_shdvIPILC7iR");
    EXPECT_EQ(uploaded(data(R"({"data":{"token":"dG9rZW4="},"error":0})")), "dG9rZW4=");
    EXPECT_EQ(uploaded(data(R"({"data":{"token":"a b"},"error":0})")), "");
    EXPECT_EQ(uploaded(data(R"({"data":{},"error":0})")), "");
}

TEST(OaApiReply, APerson) {
    const auto user =
        user_detail(data(R"({"data":{"user_id":"4572947693969771653","display_name":"Lê Thị\nHoa",
        "user_last_interaction_date":"06/07/2023","user_is_follower":false,"avatar":"https://a.example/1",
        "shared_info":{"phone":84901234567}},"error":0})"));
    EXPECT_EQ(user.user_id, "4572947693969771653");
    EXPECT_EQ(user.display_name, "Lê Thị Hoa");
    EXPECT_EQ(user.last_interaction, "06/07/2023");
    EXPECT_EQ(user.is_follower, false);
    EXPECT_FALSE(user_detail(wire::Json()).is_follower);
}

TEST(OaApiReply, WhatMayStillBeWritten) {
    const auto quota = message_quota(data(R"({"data":{"last_interaction":"1690184100000",
        "cs_reply":{"remain":8,"total":"8"},"promotion":{"daily_remain":0}},"error":0})"));
    EXPECT_EQ(quota.last_interaction, Timestamp(std::chrono::milliseconds(1690184100000)));
    EXPECT_EQ(quota.reply_remain, 8);
    EXPECT_EQ(quota.reply_total, 8);
    EXPECT_FALSE(message_quota(data(R"({"data":{"cs_reply":7},"error":0})")).reply_remain);
}

TEST(OaApiReply, TheAccount) {
    const auto account = account_info(data(
        R"({"data":{"oa_id":"4318","name":"Sở Nội vụ","package_name":"Nâng cao","is_verified":true},"error":0})"));
    EXPECT_EQ(account.oa_id, "4318");
    EXPECT_EQ(account.name, "Sở Nội vụ");
    EXPECT_EQ(account.package_name, "Nâng cao");
    EXPECT_EQ(account.is_verified, true);
}

TEST(OaApiReply, History) {
    const auto items = history(data(R"({"data":[
        {"src":0,"time":1619401853999,"type":"text","message":"Chào bạn","message_id":"b","from_id":"31"},
        {"src":1,"time":1619401853770,"type":"text","message":"Chào shop","message_id":"a","from_id":"37"},
        {"message":7}],"error":0})"));
    ASSERT_TRUE(items);
    ASSERT_THAT(*items, SizeIs(3));
    EXPECT_EQ((*items)[0].from_account, true);
    EXPECT_EQ((*items)[0].message_id, "b");
    EXPECT_EQ((*items)[0].text, "Chào bạn");
    EXPECT_EQ((*items)[1].from_account, false);
    EXPECT_EQ((*items)[1].time, Timestamp(std::chrono::milliseconds(1619401853770)));
    EXPECT_FALSE((*items)[2].from_account);
    EXPECT_THAT(*history(data(R"({"data":[],"error":0})")), IsEmpty());
    EXPECT_FALSE(history(data(R"({"data":{},"error":0})")));
    EXPECT_FALSE(history(data(R"({"error":0})")));
}

TEST(OaApiReply, Groups) {
    const auto info = group_info(data(R"({"data":{"group_info":{"name":"Tổ một cửa","group_id":"f414",
        "group_link":"https://zalo.me/g/x","status":"disabled","total_member":"12"}},"error":0})"));
    EXPECT_EQ(info.group_id, "f414");
    EXPECT_EQ(info.name, "Tổ một cửa");
    EXPECT_FALSE(info.enabled);
    EXPECT_EQ(info.members, 12);
    const auto list = group_list(data(
        R"({"data":{"groups":[{"group_id":"f414","name":"A","status":"enabled"},{"group_id":"f415"}],"total":7},
            "error":0})"));
    ASSERT_THAT(list.groups, SizeIs(2));
    EXPECT_TRUE(list.groups[0].enabled);
    EXPECT_EQ(list.total, 7);
    const auto members = group_members(data(
        R"({"data":{"members":[{"oa_id":"4318","name":"Sở"},{"user_id":"37","name":"Hoa"}]},"error":0})"));
    ASSERT_THAT(members, SizeIs(2));
    EXPECT_TRUE(members[0].is_account);
    EXPECT_EQ(members[1].id, "37");
    EXPECT_FALSE(members[1].is_account);
    EXPECT_THAT(group_members(wire::Json()), IsEmpty());
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
