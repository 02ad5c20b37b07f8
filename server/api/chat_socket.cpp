#include "server/api/chat_socket.hpp"

#include "server/access/access.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

namespace reformdesk::api {

namespace asio = boost::asio;
namespace web_chat = connectors::web_chat;
using web_chat::ErrorCode;
using web_chat::FrameProblem;

namespace {

constexpr std::chrono::seconds hello_within{10};
constexpr std::chrono::seconds reconnect_after{2};
constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t internal_error = 1011;

// One visitor's connection. Everything happens on the I/O thread; whoever still needs the session holds it.
class ChatSession : public std::enable_shared_from_this<ChatSession> {
  public:
    ChatSession(std::shared_ptr<const ChatParts> parts, std::shared_ptr<net::WebSocket> socket,
                asio::any_io_executor executor)
        : parts_(std::move(parts)), socket_(std::move(socket)), executor_(std::move(executor)) {}

    asio::awaitable<void> run() {
        const bool greeted = co_await expect_hello();
        while (greeted) {
            const auto text = co_await socket_->receive();
            if (!text) {
                break;
            }
            auto frame = web_chat::parse_frame(*text);
            const bool good = co_await obey(std::move(frame));
            if (!good) {
                break;
            }
        }
        subscription_.reset();
        ended_ = true;
    }

  private:
    void send(std::string text) { socket_->send(std::make_shared<const std::string>(std::move(text))); }

    void refuse(const FrameProblem& problem) {
        send(web_chat::error_frame(problem));
        socket_->close(policy_violation, "bad frame");
    }

    asio::awaitable<bool> expect_hello() {
        const auto deadline = std::make_shared<asio::steady_timer>(executor_, hello_within);
        deadline->async_wait([socket = std::weak_ptr(socket_)](boost::system::error_code error) {
            if (const auto late = socket.lock(); late && !error) {
                late->close(policy_violation, "no hello");
            }
        });
        const auto text = co_await socket_->receive();
        deadline->cancel();
        if (!text) {
            co_return false;
        }
        auto frame = web_chat::parse_frame(*text);
        if (const auto* problem = std::get_if<FrameProblem>(&frame)) {
            refuse(*problem);
            co_return false;
        }
        const auto* hello = std::get_if<web_chat::Hello>(&frame);
        if (hello == nullptr) {
            FrameProblem problem;
            problem.message = "Khung đầu tiên phải là hello.";
            refuse(problem);
            co_return false;
        }
        const bool welcomed = co_await welcome(*hello);
        co_return welcomed;
    }

    asio::awaitable<bool> welcome(web_chat::Hello hello) {
        const auto token = hello.visitor ? *hello.visitor : access::random_token();
        conversation_ = conversation_of(token);
        cursor_ = hello.after;
        // Subscribed before the log is read, so that nothing falls between.
        subscription_ =
            parts_->hub.subscribe(conversation_, [self = weak_from_this()](std::int64_t sequence) {
                if (const auto session = self.lock()) {
                    session->hint(sequence);
                }
            });
        web_chat::WelcomeView view;
        view.visitor = token;
        view.suggestions = parts_->suggestions;
        auto read = [this] {
            return std::pair(parts_->reader.news(conversation_, cursor_),
                             parts_->reader.tickets(conversation_));
        };
        try {
            auto [news, tickets] = co_await net::offload(parts_->pool, std::move(read));
            view.last = news.last;
            view.tickets = std::move(tickets);
        } catch (const std::exception& error) {
            parts_->trouble(error.what());
            FrameProblem problem;
            problem.code = ErrorCode::unavailable;
            problem.message = "Máy chủ tạm thời chưa đọc được cuộc trò chuyện.";
            send(web_chat::error_frame(problem, reconnect_after));
            socket_->close(internal_error, "unavailable");
            co_return false;
        }
        send(web_chat::welcome_frame(view));
        welcomed_ = true;
        stay_within(view.last);
        news_ = news_ || cursor_ < view.last;
        pump_if_needed();
        co_return true;
    }

    asio::awaitable<bool> obey(web_chat::ClientFrame frame) {
        if (auto* message = std::get_if<web_chat::Message>(&frame)) {
            co_await take(std::move(*message));
            co_return true;
        }
        if (const auto* resume = std::get_if<web_chat::Resume>(&frame)) {
            cursor_ = resume->after;
            news_ = true;
            pump_if_needed();
            co_return true;
        }
        if (const auto* problem = std::get_if<FrameProblem>(&frame);
            problem != nullptr && problem->code != ErrorCode::bad_frame) {
            send(web_chat::error_frame(*problem));
            co_return true;
        }
        FrameProblem problem;
        problem.message = "Kết nối này đã chào rồi.";
        if (const auto* bad = std::get_if<FrameProblem>(&frame)) {
            problem = *bad;
        }
        refuse(problem);
        co_return false;
    }

    asio::awaitable<void> take(web_chat::Message message) {
        const std::string id = message.id;
        auto taken =
            co_await parts_->intake.accept(conversation_, socket_->request().peer, std::move(message));
        if (const auto* refused = std::get_if<IntakeRefusal>(&taken)) {
            send(web_chat::error_frame(refused->problem, refused->retry_after));
            co_return;
        }
        const auto accepted = std::get<desk::AcceptedMessage>(taken);
        send(web_chat::accepted_frame(id, accepted.sequence));
        hint(accepted.sequence);
        co_await parts_->intake.process(accepted);
    }

    // Something newer than the cursor may be in the log, or, with 0, the tickets changed.
    void hint(std::int64_t sequence) {
        if (sequence == 0) {
            tickets_changed_ = true;
        } else if (sequence <= cursor_) {
            return;
        } else {
            news_ = true;
        }
        pump_if_needed();
    }

    // A client may claim more than the log holds. What arrived while it was believed passed for known, so the
    // log is read once more.
    void stay_within(std::int64_t last) {
        if (cursor_ > last) {
            cursor_ = last;
            news_ = true;
        }
    }

    void pump_if_needed() {
        if (welcomed_ && !pumping_ && (news_ || tickets_changed_)) {
            pumping_ = true;
            asio::co_spawn(
                executor_, [self = shared_from_this()] { return self->pump(); }, asio::detached);
        }
    }

    asio::awaitable<void> pump() {
        const auto self = shared_from_this();
        try {
            while (!ended_ && (news_ || tickets_changed_)) {
                co_await push_news();
                co_await push_tickets();
            }
        } catch (const std::exception& error) {
            // The client connects again and says what it has.
            parts_->trouble(error.what());
            socket_->close(internal_error, "unavailable");
        }
        pumping_ = false;
    }

    asio::awaitable<void> push_news() {
        while (news_ && !ended_) {
            news_ = false;
            const auto after = cursor_;
            auto read = [this, after] { return parts_->reader.news(conversation_, after); };
            const ChatNews news = co_await net::offload(parts_->pool, std::move(read));
            if (cursor_ != after) {
                news_ = true;
                continue;
            }
            stay_within(news.last);
            if (news.entries.empty()) {
                continue;
            }
            send(web_chat::entries_frame(news.entries, news.last));
            cursor_ = news.entries.back().sequence;
            news_ = news_ || cursor_ < news.last;
        }
    }

    asio::awaitable<void> push_tickets() {
        if (!tickets_changed_ || ended_) {
            co_return;
        }
        tickets_changed_ = false;
        auto read = [this] { return parts_->reader.tickets(conversation_); };
        const auto tickets = co_await net::offload(parts_->pool, std::move(read));
        send(web_chat::tickets_frame(tickets));
    }

    const std::shared_ptr<const ChatParts> parts_;
    std::shared_ptr<net::WebSocket> socket_;
    asio::any_io_executor executor_;
    std::string conversation_;
    std::int64_t cursor_ = 0;  ///< the newest sequence that the client has
    web_chat::Hub::Subscription subscription_;
    bool welcomed_ = false;
    bool pumping_ = false;
    bool news_ = false;
    bool tickets_changed_ = false;
    bool ended_ = false;
};

asio::awaitable<void> serve(std::shared_ptr<const ChatParts> parts, std::shared_ptr<net::WebSocket> socket) {
    const auto executor = co_await asio::this_coro::executor;
    const auto session = std::make_shared<ChatSession>(std::move(parts), std::move(socket), executor);
    co_await session->run();
}

}  // namespace

std::string conversation_of(const std::string& visitor_token) {
    return access::hash_token(visitor_token);
}

ChatSocketApi::ChatSocketApi(ChatParts parts) : parts_(std::make_shared<const ChatParts>(std::move(parts))) {}

std::vector<net::Route> ChatSocketApi::routes() {
    net::Route route;
    route.method = "GET";
    route.pattern = "/chat/v1";
    route.handler = net::WebSocketHandler(
        [this](std::shared_ptr<net::WebSocket> socket) { return serve(parts_, std::move(socket)); });
    route.websocket.message_bytes = web_chat::longest_frame;
    route.admit = [this](const net::Request& request) -> std::optional<net::Response> {
        if (parts_->origins.is_allowed(request)) {
            return std::nullopt;
        }
        return net::problem(403, "foreign_origin", "Trang này chưa được phép mở cửa sổ trò chuyện",
                            "Thêm địa chỉ của trang vào [web_chat] allowed_origins.");
    };
    return {route};
}

void say_goodbye(net::WebSocket& socket) {
    socket.send(std::make_shared<const std::string>(web_chat::goodbye_frame(reconnect_after)));
}

}  // namespace reformdesk::api
