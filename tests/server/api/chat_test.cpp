// The web chat over WebSocket and over plain HTTP, on the fakes.
#include "tests/server/api/api_desk.hpp"

#include <limits>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::api::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const std::string largest = std::to_string(std::numeric_limits<std::int64_t>::max());

class ChatTest : public ::testing::Test {
  protected:
    ChatTest() {
        const std::vector articles{fakes::article("mot-cua", "Một cửa là gì?", "Là nơi nộp hồ sơ.")};
        desk.articles.import_articles(articles, "test", fakes::a_tuesday);
        desk.search.say("một cửa là gì", fakes::answer("mot-cua"));
    }

    std::shared_ptr<FakeSocket> visit(const std::string& after = "0") {
        auto socket = desk.connect(with(get("/chat/v1"), "origin", own_origin));
        socket->say(R"({"type":"hello","version":1,"visitor":")" + a_visitor + R"(","after":)" + after + "}");
        EXPECT_TRUE(desk.run_until([&] { return !socket->frames("welcome").empty(); }));
        return socket;
    }
    static void ask(FakeSocket& socket, const std::string& id) {
        socket.say(R"({"type":"message","id":")" + id + R"(","text":"một cửa là gì"})");
    }
    /// The sequences of all entries that were pushed, in order.
    static std::vector<std::int64_t> pushed(const FakeSocket& socket) {
        std::vector<std::int64_t> sequences;
        for (const auto& frame : socket.frames("entries")) {
            for (const auto& entry : *frame.find("entries")->array()) {
                sequences.push_back(entry.integer_at("sequence").value_or(0));
            }
        }
        return sequences;
    }
    bool receives(const FakeSocket& socket, const std::vector<std::int64_t>& sequences) {
        return desk.run_until([&] { return pushed(socket) == sequences; });
    }

    static net::Request as_visitor(net::Request request) {
        return with(std::move(request), "authorization", "Bearer " + a_visitor);
    }
    net::Response send(const std::string& id) {
        return desk.call(
            as_visitor(post("/chat/v1/messages", R"({"id":")" + id + R"(","text":"một cửa là gì"})")));
    }
    net::Response poll(const std::string& query) {
        return desk.call(as_visitor(get("/chat/v1/entries" + query)));
    }

    ApiDesk desk;
};

TEST_F(ChatTest, AMessageIsAcceptedAndAnswered) {
    const auto socket = visit();
    ask(*socket, "message-1");
    EXPECT_TRUE(receives(*socket, {1, 2}));
    EXPECT_THAT(socket->frames("accepted"), SizeIs(1));
    socket->hang_up();
}

// "after" is what the client claims; the largest number overflowed when the next one was computed.
TEST_F(ChatTest, AClaimBeyondTheEndOfTheLogDoesNoHarm) {
    const auto socket = visit();
    ask(*socket, "message-1");
    ASSERT_TRUE(receives(*socket, {1, 2}));
    socket->say(R"({"type":"resume","after":)" + largest + "}");
    ask(*socket, "message-2");
    EXPECT_TRUE(receives(*socket, {1, 2, 3, 4}));
    socket->say(R"({"type":"resume","after":0})");
    EXPECT_TRUE(receives(*socket, {1, 2, 3, 4, 1, 2, 3, 4}));
    socket->hang_up();
}

TEST_F(ChatTest, AGreetingBeyondTheEndOfTheLogDoesNoHarm) {
    const auto socket = visit(largest);
    EXPECT_EQ(socket->frames("welcome")[0].integer_at("last"), 0);
    ask(*socket, "message-1");
    EXPECT_TRUE(receives(*socket, {1, 2}));
    socket->hang_up();
}

TEST_F(ChatTest, RefusesSequencesThatAreNone) {
    for (const auto* after : {"-1", "9223372036854775808", "1.5", "\"1\""}) {
        const auto socket = visit();
        socket->say(std::string(R"({"type":"resume","after":)") + after + "}");
        EXPECT_TRUE(desk.run_until([&] { return socket->closed_with().has_value(); })) << after;
        EXPECT_EQ(socket->closed_with(), 1008);
    }
}

TEST_F(ChatTest, ASecondTabReadsTheSameLog) {
    const auto first = visit();
    const auto second = visit();
    ask(*first, "message-1");
    EXPECT_TRUE(receives(*first, {1, 2}));
    EXPECT_TRUE(receives(*second, {1, 2}));
    first->hang_up();
    second->hang_up();
}

TEST_F(ChatTest, OverHttpAMessageIsAcceptedAndAnswered) {
    const auto accepted = send("message-1");
    EXPECT_EQ(accepted.status, 202u);
    EXPECT_EQ(json_of(accepted).integer_at("sequence"), 1);
    ASSERT_TRUE(desk.run_until([&] { return desk.store.entries(1, 0, 10).size() == 2; }));
    const auto news = json_of(poll("?after=1"));
    EXPECT_THAT(*news.find("entries")->array(), SizeIs(1));
    EXPECT_EQ(news.integer_at("last"), 2);
    EXPECT_EQ(json_of(send("message-1")).integer_at("sequence"), 1) << "sent again, stored once";
    EXPECT_THAT(desk.store.entries(1, 0, 10), SizeIs(2));
}

TEST_F(ChatTest, OverHttpRefusesWhatItCannotRead) {
    EXPECT_EQ(desk.call(get("/chat/v1/entries")).status, 401u);
    EXPECT_EQ(desk.call(post("/chat/v1/messages", "{}")).status, 401u);
    EXPECT_EQ(desk.call(as_visitor(post("/chat/v1/messages", "{"))).status, 400u);
    EXPECT_EQ(desk.call(as_visitor(post("/chat/v1/messages", R"({"id":"message-1","text":" "})"))).status,
              422u);
    for (const auto* query : {"?after=-1", "?after=x", "?after=9223372036854775808", "?wait=-1"}) {
        EXPECT_EQ(poll(query).status, 400u) << query;
    }
}

TEST_F(ChatTest, APollBeyondTheEndOfTheLogSaysWhereItEnds) {
    send("message-1");
    ASSERT_TRUE(desk.run_until([&] { return desk.store.entries(1, 0, 10).size() == 2; }));
    const auto beyond = json_of(poll("?after=" + largest));
    EXPECT_THAT(*beyond.find("entries")->array(), IsEmpty());
    EXPECT_EQ(beyond.integer_at("last"), 2);
}

TEST_F(ChatTest, ALongPollEndsWhenTheServerStops) {
    desk.chat_http->begin_stop();
    EXPECT_EQ(poll("?after=0&wait=25").status, 200u);
}

TEST_F(ChatTest, TellsAllowedPagesWhatTheyMayRead) {
    const auto opened = desk.call(with(post("/chat/v1/visitors", "{}"), "origin", portal_origin));
    EXPECT_EQ(opened.status, 200u);
    EXPECT_EQ(header(opened, "Access-Control-Allow-Origin"), portal_origin);
    EXPECT_THAT(header(opened, "Access-Control-Expose-Headers"), HasSubstr("Retry-After"));
    auto preflight = with(get("/chat/v1/messages"), "origin", portal_origin);
    preflight.method = "OPTIONS";
    EXPECT_EQ(desk.call(preflight).status, 204u);
    const auto foreign = desk.call(with(post("/chat/v1/visitors", "{}"), "origin", "https://evil.test"));
    EXPECT_EQ(foreign.status, 403u);
    EXPECT_EQ(header(foreign, "Access-Control-Allow-Origin"), "");
}

// What the guard around all handlers made of a failure came without the headers: a page of another origin saw
// no 503 and no Retry-After, only that something had failed.
TEST_F(ChatTest, APageOfAnotherOriginCanReadAFailure) {
    desk.pool.stop();
    const auto failed = desk.call(with(as_visitor(get("/chat/v1/entries")), "origin", portal_origin));
    EXPECT_EQ(failed.status, 503u);
    EXPECT_EQ(header(failed, "Retry-After"), "2");
    EXPECT_EQ(header(failed, "Access-Control-Allow-Origin"), portal_origin);
    EXPECT_THAT(header(failed, "Access-Control-Expose-Headers"), HasSubstr("Retry-After"));
}

TEST_F(ChatTest, AMessageThatCannotBeStoredIsNotAcknowledged) {
    desk.store.fail_next_write(fakes::DeskStore::Failure::before);
    EXPECT_EQ(send("message-1").status, 503u);
    EXPECT_THAT(desk.troubles, SizeIs(1));
    EXPECT_EQ(send("message-1").status, 202u);
    const auto socket = visit();
    desk.store.fail_next_write(fakes::DeskStore::Failure::before);
    ask(*socket, "message-2");
    ASSERT_TRUE(desk.run_until([&] { return !socket->frames("error").empty(); }));
    const auto error = socket->frames("error").front();
    EXPECT_EQ(error.text_at("code"), "unavailable");
    EXPECT_EQ(error.text_at("id"), "message-2");
    EXPECT_THAT(socket->frames("accepted"), IsEmpty());
    socket->hang_up();
}

}  // namespace
}  // namespace reformdesk::api::testing
