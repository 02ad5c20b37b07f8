#include "server/api/ticket_feed.hpp"

#include "server/api/json_body.hpp"
#include "server/api/views.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::api {

namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds session_check_interval{5};
constexpr std::uint16_t policy_violation = 1008;

std::shared_ptr<const std::string> frame(JsonObject object) {
    return std::make_shared<const std::string>(connectors::wire::write(Json(std::move(object))));
}

}  // namespace

TicketFeed::TicketFeed(SessionGuard& guard, const OriginRule& origins) : guard_(guard), origins_(origins) {}

std::vector<net::Route> TicketFeed::routes() {
    net::Route route;
    route.method = "GET";
    route.pattern = "/console/v1";
    route.handler = net::WebSocketHandler(
        [this](std::shared_ptr<net::WebSocket> socket) { return watch(std::move(socket)); });
    route.admit = [this](const net::Request& request) -> std::optional<net::Response> {
        if (!origins_.is_own(request)) {
            return net::problem(403, "foreign_origin", "Không được phép",
                                "Kết nối này không đến từ trang của máy chủ.");
        }
        if (!request.cookie(session_cookie)) {
            return net::problem(401, "not_logged_in", "Bạn chưa đăng nhập");
        }
        return std::nullopt;
    };
    return {route};
}

void TicketFeed::publish(const desk::Ticket& ticket) {
    const auto text = frame({{"type", "ticket"}, {"ticket", ticket_view(ticket)}});
    for (const auto& socket : sockets_) {
        socket->send(text);
    }
}

asio::awaitable<void> TicketFeed::watch(std::shared_ptr<net::WebSocket> socket) {
    const auto token = socket->request().cookie(session_cookie).value_or("");
    const bool good = co_await guard_.still_good(token);
    if (!good) {
        socket->close(policy_violation, "not logged in");
        co_return;
    }
    const auto place = sockets_.insert(sockets_.end(), socket);
    const std::shared_ptr<void> leave(nullptr, [this, place](void*) { sockets_.erase(place); });
    socket->send(frame({{"type", "welcome"}}));
    const auto executor = co_await asio::this_coro::executor;
    asio::co_spawn(executor, keep_checking(socket, token), asio::detached);
    while (true) {
        const auto message = co_await socket->receive();
        if (!message) {
            co_return;
        }
    }
}

asio::awaitable<void> TicketFeed::keep_checking(std::weak_ptr<net::WebSocket> watched, std::string token) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    while (!watched.expired()) {
        bool good = true;
        try {
            good = co_await guard_.still_good(token);
        } catch (const std::exception&) {
            // The database or the workers are busy: the session is looked at again next time.
            good = true;
        }
        if (const auto socket = watched.lock(); socket && !good) {
            socket->close(policy_violation, "session ended");
            co_return;
        }
        timer.expires_after(session_check_interval);
        co_await timer.async_wait(asio::use_awaitable);
    }
}

}  // namespace reformdesk::api
