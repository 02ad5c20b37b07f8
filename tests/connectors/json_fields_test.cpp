#include "connectors/json_fields.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors {
namespace {

wire::Json json(std::string_view text) {
    auto parsed = wire::parse(text);
    auto* value = std::get_if<wire::Json>(&parsed);
    EXPECT_NE(value, nullptr) << text;
    return value == nullptr ? wire::Json() : std::move(*value);
}

TEST(JsonFields, AMemberOfAMember) {
    const auto object = json(R"({"a":{"b":1},"c":2})");
    EXPECT_EQ(*find(object, {"a", "b"}), json("1"));
    EXPECT_EQ(*find(object, {"c"}), json("2"));
    EXPECT_EQ(find(object, {"c", "b"}), nullptr);
    EXPECT_EQ(find(object, {"a", "c"}), nullptr);
    EXPECT_EQ(find(json("[1]"), {"a"}), nullptr);
}

TEST(JsonFields, ANumberIsAnIdExactlyAsWritten) {
    for (const auto* number : {"0", "3887000000000000645", "99999999999999999999", "1.50", "1e5"}) {
        const auto value = json(number);
        EXPECT_EQ(id_of(&value), number);
    }
}

TEST(JsonFields, NoOtherTypeIsAnId) {
    for (const auto* text : {"null", "true", "[]", "{}", R"([1])", R"("")"}) {
        const auto value = json(text);
        EXPECT_EQ(id_of(&value), "") << text;
    }
    EXPECT_EQ(id_of(nullptr), "");
}

TEST(JsonFields, AnIdIsShortAndPlain) {
    const wire::Json longest(std::string(longest_id, 'a'));
    const wire::Json too_long(std::string(longest_id + 1, 'a'));
    EXPECT_EQ(id_of(&longest), *longest.text());
    EXPECT_EQ(id_of(&too_long), "");
    for (const auto* text : {R"("a\u0000b")", R"("a\nb")", R"(" a")"}) {
        const auto value = json(text);
        EXPECT_EQ(id_of(&value), "") << text;
    }
}

TEST(JsonFields, TheFirstThatHoldsSomethingCounts) {
    const auto object = json(R"({"a":null,"b":{"c":""},"d":"\u0000 x\ny ","e":"https://e","f":"z"})");
    EXPECT_EQ(first_id(object, {{"a"}, {"b", "c"}, {"d"}, {"f"}}), "z");
    EXPECT_EQ(first_line(object, {{"a"}, {"b", "c"}, {"d"}, {"f"}}, 100), "x y");
    EXPECT_EQ(first_url(object, {{"a"}, {"b", "c"}, {"d"}, {"e"}}), "https://e");
    EXPECT_EQ(first_id(object, {{"a"}, {"b"}}), "");
}

}  // namespace
}  // namespace reformdesk::connectors
