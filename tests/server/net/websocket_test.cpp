#include "tests/server/net/live_server.hpp"

#include <atomic>
#include <future>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::net::testing {

namespace {

namespace asio = boost::asio;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

constexpr unsigned continuation = 0;
constexpr std::size_t limit = 1000;

WebSocketLimits small_limits() {
    WebSocketLimits limits;
    limits.message_bytes = limit;
    return limits;
}

std::vector<Route> echo_routes() {
    std::vector<Route> out;
    out.push_back(websocket("/echo", echo, small_limits()));
    out.push_back(get("/plain", [](const Request&) { return text("plain"); }));
    return out;
}

/// A client after its opening handshake.
class Visitor : public RawClient {
  public:
    explicit Visitor(std::uint16_t port, std::string_view path = "/echo") : RawClient(port) {
        send(handshake(path));
        opened = answer();
        EXPECT_TRUE(opened && opened->status == 101) << (opened ? opened->status : 0);
    }

    void say(std::string_view message) { send(frame(text_frame, message)); }

    /// The next text message; fails the test when something else comes.
    std::string hear() {
        const auto heard = read_frame(*this);
        EXPECT_TRUE(heard && heard->opcode == text_frame && heard->fin);
        return heard ? heard->payload : "";
    }

    /// The code of the close frame that comes next, which is answered; 0 when there is none.
    unsigned closed_with() {
        while (const auto heard = read_frame(*this)) {
            if (heard->opcode == close_frame) {
                reason = heard->payload.substr(std::min<std::size_t>(2, heard->payload.size()));
                send(frame(close_frame, heard->payload));
                EXPECT_TRUE(closed_by_server()) << "nothing may follow a close frame";
                return heard->close_code();
            }
        }
        return 0;
    }

    std::optional<Answer> opened;
    std::string reason;
};

std::string close_payload(unsigned code, std::string_view reason = "") {
    return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 255)} + std::string(reason);
}

bool nobody(const ServerCounts& counts) {
    return counts.connections == 0 && counts.websockets == 0;
}

unsigned status_of(LiveServer& server, const std::string& request) {
    const auto answer = ask(server.port(), request);
    return answer ? answer->status : 0;
}

std::shared_ptr<const std::string> shared(std::string message) {
    return std::make_shared<const std::string>(std::move(message));
}

}  // namespace

TEST(WebSocketHandshake, IsAnsweredAsInTheRfc) {
    LiveServer server(echo_routes());
    Visitor visitor(server.port());
    EXPECT_EQ(visitor.opened->headers["sec-websocket-accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    EXPECT_EQ(visitor.opened->headers["upgrade"], "websocket");
    EXPECT_FALSE(visitor.opened->headers.contains("sec-websocket-extensions"));
    EXPECT_TRUE(server.eventually([](const ServerCounts& counts) { return counts.websockets == 1; }));
    const auto record = server.records(1).at(0);
    EXPECT_EQ(record.status, 101u);
    EXPECT_EQ(record.route, "/echo");
    EXPECT_EQ(record.peer, "127.0.0.1");
}

TEST(WebSocketHandshake, IsRefusedWhereItIsWrong) {
    LiveServer server(echo_routes());
    EXPECT_EQ(status_of(server, handshake("/nowhere")), 404u);
    EXPECT_EQ(status_of(server, handshake("/plain")), 400u);
    EXPECT_EQ(status_of(server, "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"), 426u);
    EXPECT_EQ(status_of(server, "POST /echo HTTP/1.1\r\nHost: localhost\r\n\r\n"), 405u);
    EXPECT_EQ(status_of(server, handshake("/echo", "Sec-WebSocket-Version: 13\r\n")), 400u);
    EXPECT_EQ(status_of(server, handshake("/echo", "Content-Length: 3\r\n")), 400u);
    auto other_version = handshake("/echo");
    other_version.replace(other_version.find("Version: 13"), 11, "Version: 12");
    EXPECT_EQ(status_of(server, other_version), 426u);
    EXPECT_EQ(status_of(server, handshake("/echo") + frame(text_frame, "too early")), 400u);
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketHandshake, AsksTheRouteFirst) {
    std::atomic<int> entered = 0;
    auto route = websocket("/members", [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        ++entered;
        socket->send(shared(std::string(socket->request().header("origin").value_or(""))));
        co_await socket->receive();
    });
    route.admit = [](const Request& request) -> std::optional<Response> {
        const auto origin = request.header("origin").value_or("");
        if (origin == "https://broken.example") {
            throw std::runtime_error("a secret");
        }
        if (origin != "https://desk.example") {
            return problem(403, "origin_refused", "Trang này không được phép");
        }
        return std::nullopt;
    };
    std::vector<Route> table;
    table.push_back(std::move(route));
    LiveServer server(std::move(table));
    const auto refused = ask(server.port(), handshake("/members", "Origin: https://evil.example\r\n"));
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->status, 403u);
    EXPECT_THAT(refused->body, HasSubstr("origin_refused"));
    EXPECT_EQ(refused->headers.at("connection"), "close");
    EXPECT_EQ(status_of(server, handshake("/members", "Origin: https://broken.example\r\n")), 500u);
    EXPECT_EQ(entered, 0);
    RawClient client(server.port());
    client.send(handshake("/members", "Origin: https://desk.example\r\n"));
    ASSERT_EQ(client.answer()->status, 101u);
    EXPECT_EQ(read_frame(client)->payload, "https://desk.example");
}

TEST(WebSocketMessages, ComeBackAsTheyWere) {
    LiveServer server(echo_routes());
    Visitor visitor(server.port());
    for (const auto& message : {std::string("xin chào"), std::string(), std::string("\0x", 2),
                                std::string(125, 'a'), std::string(126, 'b'), std::string(limit, 'c')}) {
        visitor.say(message);
        EXPECT_EQ(visitor.hear(), message);
    }
}

TEST(WebSocketMessages, MayBeFragmentedWithPingsBetween) {
    LiveServer server(echo_routes());
    Visitor visitor(server.port());
    // The two bytes of "à" are in different fragments.
    visitor.send(frame(text_frame, "xin ch\xc3", false) + frame(ping_frame, "still there?") +
                 frame(continuation, "\xa0", false) + frame(continuation, "", false) +
                 frame(continuation, "o"));
    const auto pong = read_frame(visitor);
    ASSERT_TRUE(pong);
    EXPECT_EQ(pong->opcode, pong_frame);
    EXPECT_EQ(pong->payload, "still there?");
    EXPECT_EQ(visitor.hear(), "xin chào");
}

TEST(WebSocketMessages, KeepTheirOrderBothWays) {
    LiveServer server(echo_routes());
    Visitor visitor(server.port());
    std::string burst;
    for (int i = 0; i < 200; ++i) {
        burst += frame(text_frame, std::to_string(i));
    }
    visitor.send(burst);
    for (int i = 0; i < 200; ++i) {
        ASSERT_EQ(visitor.hear(), std::to_string(i));
    }
}

TEST(WebSocketProtocol, BreachesAreClosedWithTheirCode) {
    const std::string unmasked = "\x81\x02hi";
    const auto with_reserved_bit = [](unsigned bits) {
        auto bytes = frame(text_frame, "hi");
        bytes[0] = static_cast<char>(static_cast<unsigned char>(bytes[0]) | bits);
        return bytes;
    };
    const struct {
        const char* what;
        std::string bytes;
        unsigned code;
    } breaches[] = {
        {"binary", frame(binary_frame, "hi"), 1003},
        {"bad UTF-8", frame(text_frame, "\xc3\x28"), 1007},
        {"bad UTF-8 in the last fragment", frame(text_frame, "a", false) + frame(continuation, "\xff"), 1007},
        {"half a character", frame(text_frame, "a\xe1\xbb"), 1007},
        {"a surrogate", frame(text_frame, "\xed\xa0\x80"), 1007},
        {"unmasked", unmasked, 1002},
        {"RSV1", with_reserved_bit(0x40), 1002},
        {"RSV2", with_reserved_bit(0x20), 1002},
        {"RSV3", with_reserved_bit(0x10), 1002},
        {"unknown data frame", frame(3, "hi"), 1002},
        {"unknown control frame", frame(11, ""), 1002},
        {"lone continuation", frame(continuation, "hi"), 1002},
        {"message within a message", frame(text_frame, "a", false) + frame(text_frame, "b"), 1002},
        {"fragmented ping", frame(ping_frame, "a", false), 1002},
        {"long ping", frame(ping_frame, std::string(126, 'p')), 1002},
        {"close with one byte", frame(close_frame, "x"), 1002},
        {"close with a code of nobody", frame(close_frame, close_payload(1005)), 1002},
        {"too long", frame(text_frame, std::string(limit + 1, 'x')), 1009},
        {"too long in fragments",
         frame(text_frame, std::string(limit, 'x'), false) + frame(continuation, "x", false), 1009},
    };
    LiveServer server(echo_routes());
    for (const auto& breach : breaches) {
        Visitor visitor(server.port());
        visitor.send(breach.bytes);
        EXPECT_EQ(visitor.closed_with(), breach.code) << breach.what;
    }
    EXPECT_TRUE(server.eventually(nobody));
    Visitor after(server.port());
    after.say("others are served");
    EXPECT_EQ(after.hear(), "others are served");
}

TEST(WebSocketProtocol, TooLongIsSaidToAVisitorWhoIsStillSending) {
    LiveServer server(echo_routes());
    for (int round = 0; round < 5; ++round) {
        Visitor visitor(server.port());
        std::thread sender([&] { visitor.send(frame(text_frame, std::string(8u << 20, 'x'))); });
        const auto heard = read_frame(visitor);
        EXPECT_TRUE(visitor.closed_by_server());
        sender.join();
        ASSERT_TRUE(heard) << "the close frame was lost";
        EXPECT_FALSE(visitor.was_reset());
        EXPECT_EQ(heard->close_code(), 1009u);
    }
    Visitor liar(server.port());
    // 2^62 bytes are announced.
    liar.send("\x81\xff\x40" + std::string(7, '\0') + "mask" + "begun");
    EXPECT_EQ(liar.closed_with(), 1009u);
}

TEST(WebSocketClose, OfTheVisitorIsAnsweredWithItsCode) {
    LiveServer server(echo_routes());
    for (const unsigned code : {1000u, 1001u, 4999u}) {
        Visitor visitor(server.port());
        visitor.say("last");
        visitor.send(frame(close_frame, close_payload(code, "tạm biệt")));
        EXPECT_EQ(visitor.hear(), "last");
        EXPECT_EQ(visitor.closed_with(), code);
    }
    {
        Visitor wordless(server.port());
        wordless.send(frame(close_frame, ""));
        const auto heard = read_frame(wordless);
        ASSERT_TRUE(heard);
        EXPECT_EQ(heard->opcode, close_frame);
        EXPECT_TRUE(wordless.closed_by_server());
    }
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketClose, OfTheHandlerComesAfterWhatIsQueued) {
    std::promise<bool> sent_after_close;
    std::vector<Route> table;
    table.push_back(websocket("/short", [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        for (int i = 0; i < 5; ++i) {
            socket->send(shared(std::to_string(i)));
        }
        std::string reason = "a";
        for (int i = 0; i < 100; ++i) {
            reason += "ệ";
        }
        socket->close(4001, reason);
        socket->close(4002, "only the first counts");
        sent_after_close.set_value(socket->send(shared("too late")));
        const auto nothing = co_await socket->receive();
        EXPECT_FALSE(nothing);
    }));
    LiveServer server(std::move(table));
    Visitor visitor(server.port(), "/short");
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(visitor.hear(), std::to_string(i));
    }
    EXPECT_EQ(visitor.closed_with(), 4001u);
    EXPECT_EQ(visitor.reason.size(), 121u) << "cut to 123 bytes between two characters";
    EXPECT_THAT(visitor.reason, ::testing::EndsWith("ệ"));
    EXPECT_FALSE(sent_after_close.get_future().get());
}

TEST(WebSocketClose, FollowsTheReturnOfTheHandler) {
    std::vector<Route> table;
    table.push_back(websocket("/brief", [](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        socket->send(shared("that is all"));
        co_return;
    }));
    LiveServer server(std::move(table));
    {
        Visitor visitor(server.port(), "/brief");
        EXPECT_EQ(visitor.hear(), "that is all");
        EXPECT_EQ(visitor.closed_with(), 1000u);
    }
    EXPECT_TRUE(server.eventually(nobody));
}

TEST(WebSocketClose, DoesNotWaitForeverForItsAnswer) {
    auto options = quick_options();
    options.write_time = 300ms;
    std::vector<Route> table;
    table.push_back(
        websocket("/brief", [](std::shared_ptr<WebSocket>) -> asio::awaitable<void> { co_return; }));
    LiveServer server(std::move(table), options);
    Visitor visitor(server.port(), "/brief");
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_EQ(read_frame(visitor)->close_code(), 1000u);
}

TEST(WebSocketClose, EndsAReceiveThatIsWaiting) {
    auto options = quick_options();
    options.write_time = 300ms;
    options.idle_time = 1h;
    std::promise<std::shared_ptr<WebSocket>> given;
    std::vector<Route> table;
    table.push_back(websocket("/waiting", [&](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        given.set_value(socket);
        const auto nothing = co_await socket->receive();
        EXPECT_FALSE(nothing);
    }));
    LiveServer server(std::move(table), options);
    Visitor visitor(server.port(), "/waiting");
    asio::post(server.context(), [socket = given.get_future().get()]() mutable {
        std::exchange(socket, {})->close(4000, "enough");
    });
    EXPECT_EQ(read_frame(visitor)->close_code(), 4000u);
    EXPECT_TRUE(server.eventually(nobody)) << "although the visitor does not answer";
}

TEST(WebSocketHandler, AnExceptionBecomes1011WithoutDetail) {
    std::vector<Route> table;
    table.push_back(websocket("/broken", [](std::shared_ptr<WebSocket> socket) -> asio::awaitable<void> {
        const auto message = co_await socket->receive();
        throw std::runtime_error("a secret");
    }));
    LiveServer server(std::move(table));
    {
        Visitor visitor(server.port(), "/broken");
        visitor.say("go");
        EXPECT_EQ(visitor.closed_with(), 1011u);
        EXPECT_EQ(visitor.reason, "internal error");
    }
    EXPECT_TRUE(server.eventually(nobody));
    EXPECT_THAT(server.troubles(), ::testing::Contains(HasSubstr("a secret")));
}

}  // namespace reformdesk::net::testing
