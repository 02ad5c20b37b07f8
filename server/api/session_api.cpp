#include "server/api/session_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/route.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;
using net::RequestPointer;
using net::Response;

namespace {

Json session_view(const access::Account& account, const access::Session& session) {
    return JsonObject{{"user", JsonObject{{"name", account.name},
                                          {"display_name", account.display_name},
                                          {"role", access::to_string(account.role)},
                                          {"must_change_password", account.must_change_password}}},
                      {"csrf_token", session.csrf_token}};
}

// SameSite=Strict keeps the cookie out of every cross-site request; without Max-Age it ends with the browser.
std::string cookie(const std::string& value, bool secure, bool expire) {
    std::string text = std::string(session_cookie) + "=" + value + "; Path=/; HttpOnly; SameSite=Strict";
    if (secure) {
        text += "; Secure";
    }
    if (expire) {
        text += "; Max-Age=0";
    }
    return text;
}

Response login_refused(access::LoginFailure failure) {
    if (failure == access::LoginFailure::too_many_attempts) {
        auto response = net::problem(429, "too_many_attempts", "Đăng nhập sai quá nhiều lần",
                                     "Xin đợi 15 phút rồi thử lại, hoặc nhờ quản trị viên đặt lại mật khẩu.");
        response.headers.emplace_back("Retry-After", "900");
        return response;
    }
    return net::problem(401, "wrong_credentials", "Tên đăng nhập hoặc mật khẩu không đúng",
                        "Xin kiểm tra lại, chú ý phím Caps Lock và bộ gõ tiếng Việt.");
}

Response password_refused(access::PasswordFailure failure) {
    using access::PasswordFailure;
    switch (failure) {
        case PasswordFailure::wrong_current:
            return net::problem(422, "wrong_current", "Mật khẩu hiện tại không đúng");
        case PasswordFailure::too_short:
            return net::problem(422, "too_short", "Mật khẩu mới quá ngắn", "Cần ít nhất 10 ký tự.");
        case PasswordFailure::too_long:
            return net::problem(422, "too_long", "Mật khẩu mới quá dài", "Nhiều nhất 128 byte.");
        case PasswordFailure::same_as_name:
            return net::problem(422, "same_as_name", "Mật khẩu mới trùng với tên đăng nhập");
        case PasswordFailure::same_as_current:
            return net::problem(422, "same_as_current", "Mật khẩu mới trùng với mật khẩu hiện tại");
    }
    return net::problem(422, "bad_password", "Mật khẩu mới không dùng được");
}

}  // namespace

SessionApi::SessionApi(access::Access& access, SessionGuard& guard, net::WorkerPool& pool,
                       const OriginRule& origins, telemetry::Metrics& metrics)
    : access_(access), guard_(guard), pool_(pool), origins_(origins), metrics_(metrics) {}

std::vector<net::Route> SessionApi::routes() {
    return {
        member_route(this, "GET", "/api/v1/session", 0, &SessionApi::show),
        member_route(this, "POST", "/api/v1/session", 4096, &SessionApi::log_in),
        member_route(this, "DELETE", "/api/v1/session", 0, &SessionApi::log_out),
        member_route(this, "POST", "/api/v1/session/password", 4096, &SessionApi::change_password),
    };
}

asio::awaitable<Response> SessionApi::show(RequestPointer request) {
    auto identified = co_await guard_.identify(request);
    if (auto* refusal = std::get_if<Response>(&identified)) {
        co_return std::move(*refusal);
    }
    const auto& identity = std::get<Identity>(identified);
    co_return json_response(200, session_view(identity.account, identity.session));
}

asio::awaitable<Response> SessionApi::log_in(RequestPointer request) {
    if (request->header("origin") && !origins_.is_own(*request)) {
        co_return net::problem(403, "foreign_origin", "Không được phép",
                               "Yêu cầu này không đến từ trang của máy chủ.");
    }
    auto body = read_object(*request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        co_return std::move(*refusal);
    }
    const auto name = text_of(std::get<JsonObject>(body), "name");
    const auto password = text_of(std::get<JsonObject>(body), "password");
    auto attempt = [this, &name, &password, &request] {
        return access_.login(name, password, request->peer);
    };
    auto result = co_await net::offload(pool_, std::move(attempt));
    const auto* login = std::get_if<access::Login>(&result);
    metrics_.login(login != nullptr);
    if (login == nullptr) {
        co_return login_refused(std::get<access::LoginFailure>(result));
    }
    auto response = json_response(200, session_view(login->account, login->session));
    response.headers.emplace_back("Set-Cookie", cookie(login->token, request->secure, false));
    co_return response;
}

asio::awaitable<Response> SessionApi::log_out(RequestPointer request) {
    auto identified = co_await guard_.identify(request);
    if (auto* refusal = std::get_if<Response>(&identified)) {
        co_return std::move(*refusal);
    }
    const auto& token = std::get<Identity>(identified).token;
    auto end = [this, &token] {
        access_.logout(token);
        return true;
    };
    co_await net::offload(pool_, std::move(end));
    Response response;
    response.status = 204;
    response.headers.emplace_back("Set-Cookie", cookie("", request->secure, true));
    co_return response;
}

asio::awaitable<Response> SessionApi::change_password(RequestPointer request) {
    auto identified = co_await guard_.identify(request);
    if (auto* refusal = std::get_if<Response>(&identified)) {
        co_return std::move(*refusal);
    }
    auto body = read_object(*request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        co_return std::move(*refusal);
    }
    const auto& token = std::get<Identity>(identified).token;
    const auto current = text_of(std::get<JsonObject>(body), "current");
    const auto next = text_of(std::get<JsonObject>(body), "new");
    auto change = [this, &token, &current, &next] { return access_.change_password(token, current, next); };
    const auto failure = co_await net::offload(pool_, std::move(change));
    if (failure) {
        co_return password_refused(*failure);
    }
    Response response;
    response.status = 204;
    co_return response;
}

}  // namespace reformdesk::api
