// Requests as Zalo documents them.
#include "connectors/zalo_oa/api_call.hpp"

#include "connectors/wire/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::StartsWith;

const Thread person{"2512523625412515", "", ""};
const Thread group{"2512523625412515", "f414c8f76fa586fbdfb4", ""};
const Thread visitor{"anon-5", "", "c-77"};

ApiCalls calls(ApiSettings settings = {}) {
    return ApiCalls(std::move(settings));
}

wire::Json json(const std::string& text) {
    return std::get<wire::Json>(wire::parse(text));
}

TEST(OaApiCall, AConsultationMessage) {
    const auto request = calls().text("tok", person, "Xin chào", "");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://openapi.zalo.me/v3.0/oa/message/cs");
    EXPECT_THAT(request.headers, Contains(Pair("access_token", "tok")));
    EXPECT_THAT(request.headers, Contains(Pair("Content-Type", "application/json")));
    EXPECT_THAT(request.headers, Not(Contains(Key("appsecret_proof"))));
    EXPECT_EQ(json(request.body),
              json(R"({"recipient":{"user_id":"2512523625412515"},"message":{"text":"Xin chào"}})"));
}

TEST(OaApiCall, AQuoteStandsBesideTheText) {
    EXPECT_EQ(json(calls().text("tok", person, "Được ạ", "9f3c").body),
              json(R"({"recipient":{"user_id":"2512523625412515"},
                       "message":{"text":"Được ạ","quote_message_id":"9f3c"}})"));
}

TEST(OaApiCall, AGroupAndAnAnonymousVisitorHaveCallsOfTheirOwn) {
    const auto to_group = calls().text("tok", group, "[@1] Chào", "");
    EXPECT_THAT(to_group.url, EndsWith("/v3.0/oa/group/message"));
    EXPECT_EQ(json(to_group.body),
              json(R"({"recipient":{"group_id":"f414c8f76fa586fbdfb4"},"message":{"text":"[@1] Chào"}})"));
    const auto to_visitor = calls().text("tok", visitor, "Chào", "");
    EXPECT_THAT(to_visitor.url, EndsWith("/v2.0/oa/message"));
    EXPECT_EQ(
        json(to_visitor.body),
        json(
            R"({"recipient":{"anonymous_id":"anon-5","conversation_id":"c-77"},"message":{"text":"Chào"}})"));
}

TEST(OaApiCall, ImagesAreATemplateAndFilesAToken) {
    EXPECT_EQ(json(calls().image("tok", person, "Mẫu đơn", "att-1").body),
              json(R"({"recipient":{"user_id":"2512523625412515"},"message":{"attachment":{"type":"template",
                       "payload":{"template_type":"media","elements":[{"media_type":"image",
                       "attachment_id":"att-1"}]}},"text":"Mẫu đơn"}})"));
    EXPECT_EQ(json(calls().file("tok", group, "file-1").body),
              json(R"({"recipient":{"group_id":"f414c8f76fa586fbdfb4"},
                       "message":{"attachment":{"type":"file","payload":{"token":"file-1"}}}})"));
}

TEST(OaApiCall, UploadsAreForms) {
    const FileContent file{"mẫu \"01\".pdf", "application/pdf", "%PDF-\r\n--reformdesk-0\xFF"};
    const auto request = calls().upload("tok", UploadKind::file, file);
    EXPECT_EQ(request.method, "POST");
    EXPECT_THAT(request.url, EndsWith("/v2.0/oa/upload/file"));
    EXPECT_THAT(request.headers,
                Contains(Pair("Content-Type", "multipart/form-data; boundary=reformdesk-1")));
    EXPECT_EQ(
        request.body,
        "--reformdesk-1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"mẫu %2201%22.pdf\"\r\n"
        "Content-Type: application/pdf\r\n\r\n" +
            file.bytes + "\r\n--reformdesk-1--\r\n");
    EXPECT_THAT(calls().upload("tok", UploadKind::image, file).url, EndsWith("/v2.0/oa/upload/image"));
    EXPECT_THAT(calls().upload("tok", UploadKind::gif, file).url, EndsWith("/v2.0/oa/upload/gif"));
}

TEST(OaApiCall, AFilesNameCannotAddToTheForm) {
    const FileContent file{"a\r\nX-Evil: 1\r\n\r\n.pdf", "text/plain\r\nX-Evil: 2", "b"};
    EXPECT_THAT(multipart("file", file).body, Not(HasSubstr("\r\nX-Evil")));
}

TEST(OaApiCall, QuestionsAboutPeopleTakeJsonInTheQuery) {
    const auto request = calls().user_detail("tok", "4572947693969771653");
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.url,
              "https://openapi.zalo.me/v3.0/oa/user/"
              "detail?data=%7B%22user_id%22%3A%224572947693969771653%22%7D");
    EXPECT_THAT(
        calls().history("tok", person, {20, 10}).url,
        EndsWith("/v2.0/oa/conversation?data=%7B%22user_id%22%3A%222512523625412515%22%2C%22offset%22%3A20%2C"
                 "%22count%22%3A10%7D"));
    EXPECT_EQ(json(calls().message_quota("tok", "1").body), json(R"({"user_id":"1"})"));
    EXPECT_THAT(calls().account("tok").url, EndsWith("/v2.0/oa/getoa"));
}

TEST(OaApiCall, QuestionsAboutGroupsTakePlainParameters) {
    EXPECT_THAT(calls().history("tok", group, {0, 10}).url,
                EndsWith("/v3.0/oa/group/conversation?group_id=f414c8f76fa586fbdfb4&offset=0&count=10"));
    EXPECT_THAT(calls().group("tok", "g&x=1").url, EndsWith("/v3.0/oa/group/getgroup?group_id=g%26x%3D1"));
    EXPECT_THAT(calls().group_members("tok", "g", {50, 50}).url,
                EndsWith("/v3.0/oa/group/listmember?group_id=g&offset=50&count=50"));
    EXPECT_THAT(calls().groups("tok", {0, 5}).url, EndsWith("/v3.0/oa/group/getgroupsofoa?offset=0&count=5"));
}

TEST(OaApiCall, TheServersAreSettings) {
    ApiSettings settings;
    settings.url = "http://127.0.0.1:4100";
    settings.deadline = std::chrono::milliseconds(1234);
    const auto request = calls(settings).text("tok", person, "a", "");
    EXPECT_THAT(request.url, StartsWith("http://127.0.0.1:4100/v3.0/"));
    EXPECT_EQ(request.deadline, settings.deadline);
}

TEST(OaApiCall, TheProofIsSentWhereTheAppDemandsIt) {
    ApiSettings settings;
    settings.app_secret = "key";
    settings.send_proof = true;
    // HMAC-SHA256 of a well-known example.
    const auto request = calls(settings).account("The quick brown fox jumps over the lazy dog");
    EXPECT_THAT(request.headers,
                Contains(Pair("appsecret_proof",
                              "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8")));
}

TEST(OaApiCall, NoSecretStandsInAUrl) {
    ApiSettings settings;
    settings.app_secret = "s3cret";
    settings.send_proof = true;
    const auto made = calls(settings);
    const FileContent file{"a.png", "image/png", "b"};
    for (const auto& request :
         {made.text("t0ken", person, "a", ""), made.image("t0ken", person, "a", "b"),
          made.file("t0ken", group, "b"), made.upload("t0ken", UploadKind::image, file),
          made.user_detail("t0ken", "1"), made.message_quota("t0ken", "1"), made.account("t0ken"),
          made.history("t0ken", person, {}), made.group("t0ken", "1"), made.group_members("t0ken", "1", {}),
          made.groups("t0ken", {})}) {
        EXPECT_THAT(request.url, Not(HasSubstr("t0ken")));
        EXPECT_THAT(request.body, Not(HasSubstr("t0ken")));
        EXPECT_THAT(request.url + request.body, Not(HasSubstr("s3cret")));
        EXPECT_THAT(request.headers, Contains(Pair("access_token", "t0ken")));
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
