// Digests here were computed by Python's hashlib; the first one is published in another project's tests.
#include "connectors/zalo_oa/signature.hpp"

#include <algorithm>
#include <cctype>

#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

const SignatureKeys keys{"app-1", "oa-1", "oa-secret"};
const std::string body =
    R"({"app_id":"3608","event_name":"user_send_text","message":{"text":"Xin chào","msg_id":"m1"},"timestamp":"1727000000000"})";
const std::string documented = "151d680fd627ba3094b6f9a9dfb9588b3d8cceb220fc4e06ddc072d921f4f386";

std::optional<SignatureVariant> match(std::string_view signature, std::string_view timestamp_header = {}) {
    return matching_variant({body, signature, timestamp_header}, keys);
}

TEST(ZaloSignature, PublishedVector) {
    const SignedRequest request{"BODY", "2f1ef5aabe67e8396a459ca89562e108ad541f82ba5022c85f645bd6b7220cb9",
                                "1234567890"};
    EXPECT_EQ(matching_variant(request, {"X", "", "Y"}), SignatureVariant::app_id_and_header_time);
}

TEST(ZaloSignature, FourVariants) {
    EXPECT_EQ(match(documented), SignatureVariant::app_id_and_body_time);
    EXPECT_EQ(match("8b9599ff48244285d356da0f24dce28add35264a84f1bca8ce7648486068630d", "1727000000999"),
              SignatureVariant::app_id_and_header_time);
    EXPECT_EQ(match("05b52155c339ae66549831e8ad476e6bbd02039d5d2657a74c0d323f79147a19"),
              SignatureVariant::oa_id_and_body_time);
    EXPECT_EQ(match("fdeb93abf0d4d5a8d15f5604be242d40a91a83a080816107e00db4a4a75ac66d", "1727000000999"),
              SignatureVariant::oa_id_and_header_time);
}

TEST(ZaloSignature, TheDocumentedVariantCountsWhenTheHeaderHasTheSameTime) {
    EXPECT_EQ(match(documented, "1727000000000"), SignatureVariant::app_id_and_body_time);
}

TEST(ZaloSignature, VariantsHaveNames) {
    EXPECT_EQ(to_string(SignatureVariant::app_id_and_body_time), "app_id+body_time");
    EXPECT_EQ(to_string(SignatureVariant::app_id_and_header_time), "app_id+header_time");
    EXPECT_EQ(to_string(SignatureVariant::oa_id_and_body_time), "oa_id+body_time");
    EXPECT_EQ(to_string(SignatureVariant::oa_id_and_header_time), "oa_id+header_time");
}

TEST(ZaloSignature, HeaderFormsThatAreSeen) {
    std::string upper = documented;
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](unsigned char c) { return std::toupper(c); });
    for (const auto& form : {documented, "mac=" + documented, "mac = " + documented, "MAC=" + documented,
                             " mac =\t" + documented + " ", upper, "Mac=" + upper}) {
        EXPECT_EQ(match(form), SignatureVariant::app_id_and_body_time) << form;
    }
}

TEST(ZaloSignature, NearMisses) {
    std::string first = documented;
    first.front() = first.front() == '0' ? '1' : '0';
    std::string last = documented;
    last.back() = last.back() == '0' ? '1' : '0';
    const std::string hmac = "6e150cb233d97a6b96a9635b17a19e871fc88aa1f8169eba71edb395621eb557";
    const auto short_one = documented.substr(1);
    for (const auto& form :
         {std::string(), std::string("mac="), first, last, hmac, short_one, documented + "0",
          documented + documented, "sha256=" + documented, "mac=mac=" + documented, "mac " + documented,
          "g" + short_one, std::string(64, '0'), std::string(64, ' '), std::string(100'000, 'a')}) {
        EXPECT_EQ(match(form), std::nullopt) << form.substr(0, 100);
    }
}

TEST(ZaloSignature, EveryByteOfTheBodyCounts) {
    auto other = body;
    other.back() = ' ';
    EXPECT_EQ(matching_variant({other, documented, {}}, keys), std::nullopt);
    EXPECT_EQ(matching_variant({body + "\n", documented, {}}, keys), std::nullopt);
    // The same event, written in another way.
    auto escaped = body;
    escaped.replace(escaped.find("à"), std::string_view("à").size(), "\\u00e0");
    EXPECT_EQ(matching_variant({escaped, documented, {}}, keys), std::nullopt);
    EXPECT_EQ(matching_variant(
                  {escaped, "a77abf007a82cdeeac13741c92be952281a7beb2cb9540a40319277753eb67f0", {}}, keys),
              SignatureVariant::app_id_and_body_time);
}

TEST(ZaloSignature, ATimestampMayBeANumber) {
    auto number = body;
    number.replace(number.find("\"1727000000000\""), 15, "1727000000000");
    EXPECT_EQ(matching_variant(
                  {number, "4bccdf89c7f09fb9ca8af1f245265de6ba5c8a9ffbbfb676c14481cc38317384", {}}, keys),
              SignatureVariant::app_id_and_body_time);
}

TEST(ZaloSignature, EveryKeyCounts) {
    EXPECT_EQ(matching_variant({body, documented, {}}, {"app-2", "oa-1", "oa-secret"}), std::nullopt);
    EXPECT_EQ(matching_variant({body, documented, {}}, {"app-1", "oa-1", "oa-secreT"}), std::nullopt);
    EXPECT_EQ(matching_variant({body, documented, {}}, {"", "app-1", "oa-secret"}),
              SignatureVariant::oa_id_and_body_time);
}

// Everybody can compute these.
TEST(ZaloSignature, NothingMatchesWithoutASecretOrAnIdOrATime) {
    const auto empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    EXPECT_EQ(matching_variant({"", empty, ""}, {}), std::nullopt);
    EXPECT_EQ(matching_variant({"a", "86295074050b22b98f3084e19594ec249086ca9af03422a9f1f20da1efc45af1", "1"},
                               {"x", "x", ""}),
              std::nullopt);
    EXPECT_EQ(matching_variant({"a", "bdbef9f380bb986edae28eeb4cf85994b97ee3438d779830bb6e5808a4f55f87", "1"},
                               {"", "", "s"}),
              std::nullopt);
    EXPECT_EQ(matching_variant({"a", "cba80b3900168748c80a3fd6505fc912fcb33623410cd8cf3645b2037a83c911", ""},
                               {"x", "x", "s"}),
              std::nullopt);
}

TEST(TimestampIn, AsWritten) {
    EXPECT_EQ(timestamp_in(R"({"timestamp":"1727000000000"})"), "1727000000000");
    EXPECT_EQ(timestamp_in(R"({"timestamp":1727000000000})"), "1727000000000");
    EXPECT_EQ(timestamp_in("{ \"a\" : [ { } ] ,\r\n\t\"timestamp\" : \"154390853474\" }"), "154390853474");
    EXPECT_EQ(timestamp_in(R"({"timestamp":1.5e3,"a":1})"), "1.5e3");
}

TEST(TimestampIn, OfTheOutermostObjectAlone) {
    EXPECT_EQ(timestamp_in(R"({"message":{"timestamp":"1"},"timestamp":"2"})"), "2");
    EXPECT_EQ(timestamp_in(R"({"message":{"text":"\"timestamp\":\"1\""},"timestamp":"2"})"), "2");
    EXPECT_EQ(timestamp_in(R"({"text":"}\\","timestamp":"2"})"), "2");
    EXPECT_EQ(timestamp_in(R"({"text":"\"{","timestamp":"2"})"), "2");
    EXPECT_EQ(timestamp_in(R"({"a":"timestamp","timestamp":"2"})"), "2");
    EXPECT_EQ(timestamp_in(R"({"a":[{"timestamp":"1"}]})"), "");
}

// Zalo will have signed what we can't read, and must not be told that its signature is wrong.
TEST(TimestampIn, OfWhatIsNoStrictJson) {
    EXPECT_EQ(timestamp_in("{\"text\":\"\xFF\\ud800\",\"timestamp\":\"1\"}"), "1");
    EXPECT_EQ(timestamp_in(R"({"timestamp":"1","timestamp":"2"})"), "1");
}

TEST(TimestampIn, OrNothing) {
    for (const auto* text :
         {"", "{", "{}", "[]", "\"timestamp\":1", R"({"timestamp")", R"({"timestamp":)",
          R"({"timestamp":null})", R"({"timestamp":"1)", R"({"timestamp":"\u0031"})",
          R"({"timestamp":{"a":1}})", R"({"Timestamp":1})", R"({"a":"\)", "}}}}", "\"\\"}) {
        EXPECT_EQ(timestamp_in(text), "") << text;
    }
    EXPECT_EQ(timestamp_in(R"({"timestamp":)" + std::string(33, '1') + "}"), "");
    EXPECT_EQ(timestamp_in(std::string(1 << 20, '{')), "");
    EXPECT_EQ(timestamp_in(std::string(1 << 20, '"')), "");
}

TEST(Probe, IsAnEmptyObject) {
    for (const auto* text : {"{}", " {} ", "{ }", "\r\n{\n}\n", "{\t}"}) {
        EXPECT_TRUE(is_probe(text)) << text;
    }
}

TEST(Probe, IsNothingElse) {
    for (const auto* text : {"", " ", "{", "}", "{}}", "{{}", "{}{}", "[]", "null", R"({"a":1})",
                             R"({"":{}})", "{\v}", "\xEF\xBB\xBF{}"}) {
        EXPECT_FALSE(is_probe(text)) << text;
    }
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
