// What of a client's frames is accepted, and how the rest is refused.
#include "connectors/web_chat/frames.hpp"

#include "connectors/message.hpp"

#include <gtest/gtest.h>

namespace reformdesk::connectors::web_chat {
namespace {

const FrameProblem* problem_in(const ClientFrame& frame) {
    return std::get_if<FrameProblem>(&frame);
}

std::string message_with(const std::string& members) {
    return R"({"type":"message","id":"m-5f2c0001",)" + members + "}";
}

std::string message_with_text(const std::string& text) {
    return wire::write(wire::JsonObject{{"type", "message"}, {"id", "m-5f2c0001"}, {"text", text}});
}

// ---- frames that end the connection

class BadFrame : public testing::TestWithParam<std::string> {};

TEST_P(BadFrame, is_refused_without_naming_a_message) {
    const auto frame = parse_frame(GetParam());
    const auto* problem = problem_in(frame);
    ASSERT_NE(problem, nullptr) << GetParam();
    EXPECT_EQ(problem->code, ErrorCode::bad_frame);
    EXPECT_EQ(problem->id, std::nullopt);
    EXPECT_FALSE(problem->message.empty());
}

INSTANTIATE_TEST_SUITE_P(
    frames, BadFrame,
    testing::Values("", " ", "hello", "null", "[]", "42", "{}", R"({"type":null})", R"({"type":"dance"})",
                    R"({"type":["hello"]})", R"({"type":"Hello","version":1})",
                    // hello
                    R"({"type":"hello"})", R"({"type":"hello","version":2})",
                    R"({"type":"hello","version":"1"})", R"({"type":"hello","version":1.5})",
                    R"({"type":"hello","version":1,"after":-1})",
                    R"({"type":"hello","version":1,"after":"12"})",
                    R"({"type":"hello","version":1,"after":99999999999999999999})",
                    // resume
                    R"({"type":"resume"})", R"({"type":"resume","after":null})",
                    R"({"type":"resume","after":-1})", R"({"type":"resume","after":1.5})",
                    // a message that cannot be named
                    R"({"type":"message","text":"a"})", R"({"type":"message","id":"","text":"a"})",
                    R"({"type":"message","id":"1234567","text":"a"})",
                    R"({"type":"message","id":"m 5f2c0001","text":"a"})",
                    R"({"type":"message","id":"m-5f2c\u0000001","text":"a"})",
                    R"({"type":"message","id":12345678,"text":"a"})",
                    // broken JSON
                    R"({"type":"resume","after":12)", R"({"type":"resume","after":12}})",
                    R"({"type":"resume","after":12,"after":13})",
                    "{\"type\":\"resume\",\"after\":12,\"x\":\"\xC3\x28\"}",
                    R"({"type":"message","id":"m-5f2c0001","text":"\ud800"})",
                    R"({"type":"resume","after":12,"x":[[[[[[1]]]]]]})"));

TEST(Frames, refuse_what_is_too_large_or_too_deep) {
    const auto padded = [](std::size_t size) {
        const std::string start = R"({"type":"resume","after":12,"x":")";
        return start + std::string(size - start.size() - 2, 'a') + "\"}";
    };
    EXPECT_EQ(problem_in(parse_frame(padded(longest_frame))), nullptr);
    EXPECT_NE(problem_in(parse_frame(padded(longest_frame + 1))), nullptr);
    EXPECT_NE(problem_in(parse_frame(std::string(longest_frame, '['))), nullptr);
    std::string many = R"({"type":"resume","after":12,"x":[0)";
    for (int i = 0; i < 1000; ++i) {
        many += ",0";
    }
    EXPECT_NE(problem_in(parse_frame(many + "]}")), nullptr);
    EXPECT_NE(
        problem_in(parse_frame(R"({"type":"message","id":")" + std::string(65, 'a') + R"(","text":"a"})")),
        nullptr);
}

// ---- messages that will never be accepted

class BadMessage : public testing::TestWithParam<std::string> {};

TEST_P(BadMessage, is_refused_by_name) {
    const auto frame = parse_frame(message_with(GetParam()));
    const auto* problem = problem_in(frame);
    ASSERT_NE(problem, nullptr) << GetParam();
    EXPECT_EQ(problem->code, ErrorCode::bad_message);
    EXPECT_EQ(problem->id, "m-5f2c0001");
    EXPECT_FALSE(problem->message.empty());
}

INSTANTIATE_TEST_SUITE_P(members, BadMessage,
                         testing::Values(R"("x":1)", R"("text":null)", R"("text":12)", R"("text":"")",
                                         R"("text":" \t\n ")", R"("text":"\u00a0\u2003\u3000\u200b\ufeff")",
                                         R"("text":"a\u0000b")", R"("text":"a\u001bb")", R"("text":"a\rb")",
                                         R"("text":"a","choice":"")", R"("text":"a","choice":12)",
                                         R"("text":"a","choice":"cchc\u0001")",
                                         R"("text":"a","ticket":"1001")", R"("text":"a","ticket":0)",
                                         R"("text":"a","ticket":-5)", R"("text":"a","ticket":1.5)",
                                         R"("text":"a","new_question":1)",
                                         R"("text":"a","new_question":"true")"));

TEST(Messages, are_limited_in_bytes) {
    const auto longest = parse_frame(message_with_text(std::string(longest_text, 'a')));
    ASSERT_TRUE(std::holds_alternative<Message>(longest));
    EXPECT_EQ(std::get<Message>(longest).text.size(), longest_text);
    EXPECT_NE(problem_in(parse_frame(message_with_text(std::string(longest_text + 1, 'a')))), nullptr);
    std::string vietnamese;
    for (std::size_t i = 0; i < longest_text / 3; ++i) {
        vietnamese += "ộ";
    }
    EXPECT_EQ(problem_in(parse_frame(message_with_text(vietnamese))), nullptr);
    EXPECT_NE(problem_in(parse_frame(message_with_text(vietnamese + "ộ"))), nullptr);
    EXPECT_NE(
        problem_in(parse_frame(message_with(R"("text":"a","choice":")" + std::string(129, 'a') + "\""))),
        nullptr);
}

TEST(Messages, keep_the_text_as_typed) {
    const std::string text = "  Một cửa\n\tlà gì? 🙂 </script> {ticket} \"'\\ ";
    const auto frame = parse_frame(message_with_text(text));
    ASSERT_TRUE(std::holds_alternative<Message>(frame));
    EXPECT_EQ(std::get<Message>(frame).text, text);
}

TEST(Messages, take_null_for_absent_and_ignore_what_is_unknown) {
    const auto frame = parse_frame(
        message_with(R"("text":"a","choice":null,"ticket":null,"new_question":null,"mood":{"good":true})"));
    ASSERT_TRUE(std::holds_alternative<Message>(frame));
    EXPECT_EQ(std::get<Message>(frame).choice, std::nullopt);
    EXPECT_EQ(std::get<Message>(frame).ticket, std::nullopt);
}

TEST(Messages, come_over_plain_http_without_a_type) {
    const auto good = parse_message_body(R"({"id":"m-5f2c0001","text":"a","ticket":1001})");
    ASSERT_TRUE(std::holds_alternative<Message>(good));
    EXPECT_EQ(std::get<Message>(good).ticket, 1001);
    const auto blank = parse_message_body(R"({"id":"m-5f2c0001","text":" "})");
    ASSERT_TRUE(std::holds_alternative<FrameProblem>(blank));
    EXPECT_EQ(std::get<FrameProblem>(blank).code, ErrorCode::bad_message);
    EXPECT_TRUE(std::holds_alternative<FrameProblem>(parse_message_body("[]")));
    EXPECT_TRUE(std::holds_alternative<FrameProblem>(parse_message_body("")));
}

// ---- visitors

class BadToken : public testing::TestWithParam<std::string> {};

TEST_P(BadToken, makes_a_new_visitor) {
    const auto frame = parse_frame(R"({"type":"hello","version":1,"visitor":)" + GetParam() + "}");
    ASSERT_TRUE(std::holds_alternative<Hello>(frame));
    EXPECT_EQ(std::get<Hello>(frame).visitor, std::nullopt);
    EXPECT_EQ(std::get<Hello>(frame).after, 0);
}

INSTANTIATE_TEST_SUITE_P(
    tokens, BadToken,
    testing::Values("null", "12", R"("")", R"("short")", R"("../../../../../../etc/passwd")",
                    R"("Zm9yLXRoZS1nb2xkZW4tZmlsZS1vbmx5\u0000")",
                    R"("Zm9yLXRoZS1nb2xkZW4tZmlsZS1vbmx5Zm9yLXRoZS1nb2xkZW4tZmlsZS1vbmx5aaaa")"));

TEST(Tokens, of_visitors_are_url_safe_and_of_22_to_64_characters) {
    EXPECT_TRUE(is_visitor_token("abcdefghijklmnopqrstuv"));
    EXPECT_TRUE(is_visitor_token(std::string(64, '_')));
    EXPECT_FALSE(is_visitor_token("abcdefghijklmnopqrstu"));
    EXPECT_FALSE(is_visitor_token(std::string(65, '_')));
    EXPECT_FALSE(is_visitor_token("abcdefghijklmnopqrstuv="));
}

TEST(Times, are_utc_to_the_millisecond) {
    using namespace std::chrono;
    TicketView ticket;
    ticket.created_at = sys_days{year(2028) / 2 / 29} + 23h + 59min + 59s + 7ms;
    ticket.updated_at = sys_days{year(1969) / 12 / 31} + 1ms;
    const auto json = to_json(ticket);
    EXPECT_EQ(json.text_at("created_at"), "2028-02-29T23:59:59.007Z");
    EXPECT_EQ(json.text_at("updated_at"), "1969-12-31T00:00:00.001Z");
}

TEST(ErrorCodes, have_the_names_of_the_protocol) {
    EXPECT_EQ(to_string(ErrorCode::bad_frame), "bad_frame");
    EXPECT_EQ(to_string(ErrorCode::bad_message), "bad_message");
    EXPECT_EQ(to_string(ErrorCode::busy), "busy");
    EXPECT_EQ(to_string(ErrorCode::too_fast), "too_fast");
    EXPECT_EQ(to_string(ErrorCode::unavailable), "unavailable");
}

}  // namespace
}  // namespace reformdesk::connectors::web_chat
