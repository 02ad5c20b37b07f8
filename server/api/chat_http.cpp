#include "server/api/chat_http.hpp"

#include "server/access/access.hpp"
#include "server/api/json_body.hpp"
#include "server/api/route.hpp"
#include "server/api/text_check.hpp"

#include <algorithm>
#include <charconv>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::api {

namespace asio = boost::asio;
namespace web_chat = connectors::web_chat;
using net::RequestPointer;
using net::Response;
using web_chat::ErrorCode;

namespace {

constexpr std::chrono::seconds longest_wait{25};
constexpr std::size_t message_body_bytes = web_chat::longest_frame;

Response json_text(unsigned status, std::string body) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json");
    response.headers.emplace_back("Cache-Control", "no-store");
    response.headers.emplace_back("X-Content-Type-Options", "nosniff");
    response.body = std::move(body);
    return response;
}

std::optional<std::string> visitor_of(const net::Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const auto header = request.header("authorization").value_or("");
    if (!header.starts_with(scheme) || !web_chat::is_visitor_token(header.substr(scheme.size()))) {
        return std::nullopt;
    }
    return std::string(header.substr(scheme.size()));
}

Response unknown_visitor() {
    return net::problem(401, "unknown_visitor", "Không nhận ra mã khách", "Xin mở lại cửa sổ trò chuyện.");
}

Response refusal_response(const IntakeRefusal& refused) {
    if (refused.problem.code == ErrorCode::too_fast) {
        return too_fast_problem(refused.retry_after);
    }
    if (refused.problem.code == ErrorCode::busy) {
        return busy_problem();
    }
    return unavailable_problem();
}

template <class Number>
std::optional<Number> parse_natural(std::string_view text) {
    Number number = 0;
    const auto end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, number);
    if (parsed.ec != std::errc{} || parsed.ptr != end || number < 0) {
        return std::nullopt;
    }
    return number;
}

}  // namespace

ChatHttpApi::ChatHttpApi(ChatParts parts) : parts_(std::move(parts)) {}

net::Route ChatHttpApi::route(std::string method, std::string pattern, std::size_t body,
                              asio::awaitable<Response> (ChatHttpApi::*member)(RequestPointer)) {
    auto made = member_route(this, std::move(method), std::move(pattern), body, member);
    made.admit = [this](const net::Request& request) -> std::optional<Response> {
        if (parts_.origins.is_allowed(request)) {
            return std::nullopt;
        }
        return net::problem(403, "foreign_origin", "Trang này chưa được phép mở cửa sổ trò chuyện");
    };
    return made;
}

std::vector<net::Route> ChatHttpApi::routes() {
    std::vector<net::Route> all{
        route("POST", "/chat/v1/visitors", 1024, &ChatHttpApi::open),
        route("POST", "/chat/v1/messages", message_body_bytes, &ChatHttpApi::post),
        route("GET", "/chat/v1/entries", 0, &ChatHttpApi::poll),
        route("OPTIONS", "/chat/v1/visitors", 0, &ChatHttpApi::preflight),
        route("OPTIONS", "/chat/v1/messages", 0, &ChatHttpApi::preflight),
        route("OPTIONS", "/chat/v1/entries", 0, &ChatHttpApi::preflight),
    };
    // From inside out: a failure must be readable for a page of another origin too.
    return with_cross_origin(with_store_errors(std::move(all), parts_.trouble), parts_.origins);
}

void ChatHttpApi::begin_stop() {
    stopping_ = true;
    for (const auto& timer : waiting_) {
        timer->cancel();
    }
}

asio::awaitable<Response> ChatHttpApi::preflight(RequestPointer) {
    Response response;
    response.status = 204;
    response.headers.emplace_back("Access-Control-Allow-Methods", "GET, POST");
    response.headers.emplace_back("Access-Control-Allow-Headers", "Authorization, Content-Type");
    response.headers.emplace_back("Access-Control-Max-Age", "600");
    co_return response;
}

asio::awaitable<Response> ChatHttpApi::open(RequestPointer request) {
    const auto wait = parts_.intake.admit_visitor(request->peer);
    if (wait) {
        co_return too_fast_problem(*wait);
    }
    web_chat::WelcomeView view;
    view.visitor = access::random_token();
    view.suggestions = parts_.suggestions;
    co_return json_text(200, web_chat::visitor_body(view));
}

asio::awaitable<Response> ChatHttpApi::post(RequestPointer request) {
    const auto visitor = visitor_of(*request);
    if (!visitor) {
        co_return unknown_visitor();
    }
    auto parsed = web_chat::parse_message_body(request->body);
    if (const auto* problem = std::get_if<web_chat::FrameProblem>(&parsed)) {
        const unsigned status = problem->code == ErrorCode::bad_frame ? 400 : 422;
        co_return net::problem(status, web_chat::to_string(problem->code), "Tin nhắn chưa đúng",
                               problem->message);
    }
    auto& message = std::get<web_chat::Message>(parsed);
    const std::string id = message.id;
    auto taken = co_await parts_.intake.accept(conversation_of(*visitor), request->peer, std::move(message));
    if (const auto* refused = std::get_if<IntakeRefusal>(&taken)) {
        co_return refusal_response(*refused);
    }
    const auto accepted = std::get<desk::AcceptedMessage>(taken);
    const auto executor = co_await asio::this_coro::executor;
    asio::co_spawn(executor, process_later(accepted), asio::detached);
    co_return json_text(202, web_chat::accepted_body(id, accepted.sequence));
}

asio::awaitable<void> ChatHttpApi::process_later(desk::AcceptedMessage accepted) {
    co_await parts_.intake.process(accepted);
}

asio::awaitable<Response> ChatHttpApi::poll(RequestPointer request) {
    const auto visitor = visitor_of(*request);
    if (!visitor) {
        co_return unknown_visitor();
    }
    const auto after = parse_natural<std::int64_t>(request->query_value("after").value_or("0"));
    const auto wait = parse_natural<std::int64_t>(request->query_value("wait").value_or("0"));
    if (!after || !wait) {
        co_return net::problem(400, "bad_query", "Tham số after hoặc wait không đúng",
                               "Cần các số nguyên từ 0 trở lên.");
    }
    const auto limited = std::min(std::chrono::seconds(*wait), longest_wait);
    auto response = co_await wait_for_news(conversation_of(*visitor), *after, limited);
    co_return response;
}

asio::awaitable<Response> ChatHttpApi::wait_for_news(std::string conversation, std::int64_t after,
                                                     std::chrono::seconds wait) {
    const auto executor = co_await asio::this_coro::executor;
    const auto timer = std::make_shared<asio::steady_timer>(executor, wait);
    bool changed = false;
    const auto subscription = parts_.hub.subscribe(conversation, [&changed, timer](std::int64_t) {
        changed = true;
        timer->cancel();
    });
    auto read = [this, &conversation, after] {
        return std::pair(parts_.reader.news(conversation, after), parts_.reader.tickets(conversation));
    };
    auto found = co_await net::offload(parts_.pool, read);
    if (found.first.entries.empty() && !changed && !stopping_ && wait.count() > 0) {
        const auto place = waiting_.insert(waiting_.end(), timer);
        const std::shared_ptr<void> leave(nullptr, [this, place](void*) { waiting_.erase(place); });
        boost::system::error_code ignored;
        co_await timer->async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    if (found.first.entries.empty()) {
        found = co_await net::offload(parts_.pool, read);
    }
    co_return json_text(200, web_chat::entries_body(found.first.entries, found.first.last, found.second));
}

}  // namespace reformdesk::api
