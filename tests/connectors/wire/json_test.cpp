#include "connectors/wire/json.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::wire {
namespace {

Json parsed(std::string_view text) {
    auto result = parse(text);
    const auto* problem = std::get_if<JsonProblem>(&result);
    EXPECT_EQ(problem, nullptr) << text << ": " << (problem == nullptr ? "" : problem->message);
    return problem == nullptr ? std::get<Json>(std::move(result)) : Json();
}

/// Why a text is refused; empty when it is not.
std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
    const auto result = parse(text, limits);
    const auto* problem = std::get_if<JsonProblem>(&result);
    return problem == nullptr ? std::string() : problem->message;
}

std::size_t refused_at(std::string_view text) {
    const auto result = parse(text);
    return std::get<JsonProblem>(result).offset;
}

bool mentions(const std::string& message, std::string_view word) {
    return message.find(word) != std::string::npos;
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Json, ReadsEveryKindOfValue) {
    const auto json = parsed(R"( {"a":null,"b":true,"c":[1,-2.5e3,"x"],"d":{"e":false},"":"k"} )");
    EXPECT_TRUE(json.find("a")->is_null());
    EXPECT_EQ(json.find("b")->boolean(), true);
    const auto& list = *json.find("c")->array();
    EXPECT_EQ(list[0].integer(), 1);
    EXPECT_EQ(list[1].number(), -2500.0);
    EXPECT_EQ(*list[2].text(), "x");
    EXPECT_EQ(json.find("d")->find("e")->boolean(), false);
    EXPECT_EQ(json.text_at(""), "k");
}

TEST(Json, AScalarMayStandAlone) {
    EXPECT_EQ(parsed("7").integer(), 7);
    EXPECT_EQ(*parsed("\"chào\"").text(), "chào");
    EXPECT_TRUE(parsed("null").is_null());
}

TEST(Json, AccessOfAnotherTypeGivesNothing) {
    const auto json = parsed(R"({"text":"1","number":1,"list":[]})");
    EXPECT_FALSE(json.integer_at("text"));
    EXPECT_FALSE(json.text_at("number"));
    EXPECT_EQ(json.find("list")->object(), nullptr);
    EXPECT_EQ(json.find("list")->find("x"), nullptr);
    EXPECT_EQ(json.find("missing"), nullptr);
    EXPECT_FALSE(json.boolean());
}

TEST(Json, NumbersKeepTheirText) {
    for (const auto* text : {"9223372036854775807", "-9223372036854775808", "18446744073709551615", "1.10",
                             "-0", "1E+2", "123456789012345678901234567890", "-0.0e-0"}) {
        EXPECT_EQ(write(parsed(text)), text);
    }
    EXPECT_EQ(parsed("9223372036854775807").integer(), INT64_MAX);
    EXPECT_FALSE(parsed("9223372036854775808").integer());
    EXPECT_FALSE(parsed("1.0").integer());
}

// CVE-2024-38517, RapidJSON issue 1251, and what lies around them.
TEST(Json, NumbersThatBreakTheLibraryAreHarmless) {
    for (const std::string text :
         {"1.00000000000000000000000000001e-2147483639", "1e-2147483648", "1e99999",
          "-1e-99999999999999999999", "0.1e2147483647", "128.74836467836484838364836483643636483648e-336"}) {
        const auto result = parse(text);
        if (const auto* json = std::get_if<Json>(&result)) {
            EXPECT_EQ(write(*json), text);
            json->number();
            EXPECT_FALSE(json->integer());
        }
    }
    const auto digits = std::string(100'000, '9');
    EXPECT_TRUE(mentions(refusal(digits), "số quá lớn"));
    EXPECT_EQ(write(parsed("0." + digits)), "0." + digits);
}

TEST(Json, RefusesWhatIsNoNumber) {
    for (const auto* text : {"01", "+1", ".5", "1.", "1e", "-", "0x10", "NaN", "Infinity", "--1", "1 2"}) {
        EXPECT_NE(refusal(text), "") << text;
    }
}

TEST(Json, RefusesBrokenSyntax) {
    for (const auto* text : {"",          "  ",        "{",   "[1,]",   "{\"a\":1,}", "{a:1}",   "{'a':1}",
                             "{\"a\" 1}", "[1 2]",     "tru", "\"open", "// note\n1", "[1]]",    "{} {}",
                             "\"\\x41\"", "\"\\u12\"", "]",   ":",      "\"a\nb\"",   "\"a\tb\""}) {
        EXPECT_NE(refusal(text), "") << text;
    }
}

TEST(Json, SaysWhereAndWhyInVietnamese) {
    EXPECT_EQ(refused_at(R"({"a":1 "b":2})"), 7u);
    EXPECT_EQ(refusal(R"({"a":1 "b":2})"), "thiếu dấu phẩy hoặc dấu }");
    EXPECT_EQ(refusal("{} x"), "còn ký tự thừa sau giá trị JSON");
    EXPECT_EQ(refusal(""), "không có nội dung");
}

TEST(Json, RefusesDuplicateKeysAtEveryLevel) {
    EXPECT_TRUE(mentions(refusal(R"({"a":1,"a":2})"), "cùng tên"));
    EXPECT_TRUE(mentions(refusal(R"([{"x":{"b":1,"c":2,"b":1}}])"), "cùng tên"));
    EXPECT_TRUE(mentions(refusal("{\"a\":1,\"\\u0061\":2}"), "cùng tên"));
    EXPECT_EQ(refusal(R"([{"a":1},{"a":2}])"), "");
}

TEST(Json, RefusesAByteOrderMarkWithAHint) {
    EXPECT_TRUE(mentions(refusal("\xEF\xBB\xBF{}"), "BOM"));
    EXPECT_NE(refusal("{}\xEF\xBB\xBF"), "");
}

TEST(Json, RefusesNulBytesButTakesTheEscape) {
    EXPECT_TRUE(mentions(refusal(std::string_view("{}\0", 3)), "NUL"));
    EXPECT_TRUE(mentions(refusal(std::string_view("[1]\0[2]", 7)), "NUL"));
    EXPECT_TRUE(mentions(refusal(std::string_view("\"a\0b\"", 5)), "NUL"));
    const auto json = parsed(R"("a\u0000b")");
    EXPECT_EQ(*json.text(), std::string("a\0b", 3));
    EXPECT_EQ(write(json), R"("a\u0000b")");
}

TEST(Json, RefusesInvalidUtf8) {
    for (const std::string bytes : {"\xC3\x28", "\xA0\xA1", "\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80",
                                    "\xF4\x90\x80\x80", "\xF8\x88", "\xE1\xBB", "\xFF", "Ti\xEA\xECng"}) {
        EXPECT_NE(refusal("\"" + bytes + "\""), "") << bytes.size();
        EXPECT_NE(refusal("{\"" + bytes + "\":1}"), "") << bytes.size();
        EXPECT_NE(refusal(bytes), "") << bytes.size();
    }
}

TEST(Json, RefusesLoneSurrogatesAndTakesPairs) {
    for (const auto* text : {R"("\ud800")", R"("\udc00")", R"("\ud800x")", R"("\ud800\u0041")",
                             R"("\udc00\ud800")", R"({"\udfff":1})", R"("\ud83d\ud83d")"}) {
        EXPECT_NE(refusal(text), "") << text;
    }
    EXPECT_EQ(*parsed(R"("\ud83d\ude00")").text(), "\xF0\x9F\x98\x80");
    EXPECT_EQ(*parsed(R"("Ti\u1ebfng")").text(), "Tiếng");
}

TEST(Json, LimitsDepth) {
    EXPECT_EQ(refusal(nested(32)), "");
    EXPECT_TRUE(mentions(refusal(nested(33)), "sâu"));
    EXPECT_TRUE(mentions(refusal(std::string(200'000, '[')), "sâu"));
    std::string objects;
    for (int i = 0; i < 100'000; ++i) {
        objects += "{\"a\":";
    }
    EXPECT_TRUE(mentions(refusal(objects), "sâu"));
    JsonLimits shallow;
    shallow.depth = 1;
    EXPECT_EQ(refusal("[1]", shallow), "");
    EXPECT_TRUE(mentions(refusal("[[]]", shallow), "sâu"));
}

TEST(Json, LimitsTheNumberOfValues) {
    JsonLimits limits;
    limits.values = 4;
    EXPECT_EQ(refusal("[1,2,3]", limits), "");
    EXPECT_TRUE(mentions(refusal("[1,2,3,4]", limits), "nhiều giá trị"));
    EXPECT_TRUE(mentions(refusal("[[],[],[],{}]", limits), "nhiều giá trị"));
}

TEST(Json, LimitsBytesBeforeItReads) {
    const auto ten_megabytes = "\"" + std::string(10u << 20, 'a') + "\"";
    EXPECT_TRUE(mentions(refusal(ten_megabytes), "quá dài"));
    JsonLimits wide;
    wide.bytes = 16u << 20;
    EXPECT_EQ(refusal(ten_megabytes, wide), "");
    JsonLimits exact;
    exact.bytes = 2;
    EXPECT_EQ(refusal("{}", exact), "");
    EXPECT_TRUE(mentions(refusal("{} ", exact), "quá dài"));
}

TEST(Json, WritesCompactlyAndSafelyForHtml) {
    const Json json = JsonObject{{"b", JsonArray{1, true, nullptr}}, {"a", "</script> <b> a/b"}};
    EXPECT_EQ(write(json), R"({"b":[1,true,null],"a":"<\/script> <b> a/b"})");
}

TEST(Json, WritesOnOneLineWhateverTheText) {
    std::string every;
    for (int c = 0; c < 128; ++c) {
        every += static_cast<char>(c);
    }
    every += "Đường dây nóng 😀\u2028";
    const auto written = write(Json(every));
    for (const char c : written) {
        EXPECT_GE(static_cast<unsigned char>(c), 0x20);
    }
    EXPECT_EQ(*parsed(written).text(), every);
}

TEST(Json, WritesNumbersExactly) {
    EXPECT_EQ(write(Json(0.1)), "0.1");
    EXPECT_EQ(write(Json(INT64_MIN)), "-9223372036854775808");
    EXPECT_EQ(write(Json(SIZE_MAX)), "18446744073709551615");
    EXPECT_EQ(write(Json(1.0 / 0.0)), "null");
}

TEST(Json, WhatIsWrittenReadsBackTheSame) {
    const auto json =
        parsed(R"({"z":[{},[],"",0.5,{"a":{"b":[null,false]}}],"a":"\"\\\/\b\f\n\r\t","Ư":"ợ"})");
    EXPECT_EQ(parsed(write(json)), json);
    EXPECT_EQ(write(parsed(write(json))), write(json));
}

}  // namespace
}  // namespace reformdesk::connectors::wire
