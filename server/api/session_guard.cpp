#include "server/api/session_guard.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;
using net::Response;

namespace {

bool changes_something(std::string_view method) {
    return method != "GET" && method != "HEAD";
}

Response not_logged_in() {
    return net::problem(401, "not_logged_in", "Bạn chưa đăng nhập", "Xin đăng nhập rồi thử lại.");
}

Response forbidden(std::string_view code, std::string_view detail) {
    return net::problem(403, code, "Không được phép", detail);
}

}  // namespace

SessionGuard::SessionGuard(access::Access& access, net::WorkerPool& pool, const OriginRule& origins)
    : access_(access), pool_(pool), origins_(origins) {}

asio::awaitable<std::variant<Identity, Response>> SessionGuard::identify(net::RequestPointer request) {
    const auto token = request->cookie(session_cookie);
    if (!token) {
        co_return not_logged_in();
    }
    const bool changing = changes_something(request->method);
    if (changing && request->header("origin") && !origins_.is_own(*request)) {
        co_return forbidden("foreign_origin", "Yêu cầu này không đến từ trang của máy chủ.");
    }
    auto look_up = [this, &token] { return access_.authenticate(*token); };
    auto found = co_await net::offload(pool_, std::move(look_up));
    if (!found) {
        co_return not_logged_in();
    }
    const auto csrf = request->header("x-csrf-token").value_or("");
    if (changing && !access::equal_in_constant_time(csrf, found->second.csrf_token)) {
        co_return forbidden("bad_csrf_token", "Phiên làm việc không khớp. Xin tải lại trang rồi thử lại.");
    }
    Identity identity{std::move(found->first), std::move(found->second), *token};
    co_return identity;
}

asio::awaitable<std::variant<Identity, Response>> SessionGuard::admit(net::RequestPointer request,
                                                                      access::Permission permission) {
    auto identified = co_await identify(std::move(request));
    const auto* identity = std::get_if<Identity>(&identified);
    if (identity == nullptr) {
        co_return identified;
    }
    if (identity->account.must_change_password) {
        co_return forbidden("password_change_required", "Xin đổi mật khẩu dùng một lần trước khi tiếp tục.");
    }
    if (!access::allowed(identity->account.role, permission)) {
        co_return forbidden("not_permitted", "Tài khoản của bạn không có quyền làm việc này.");
    }
    co_return identified;
}

asio::awaitable<bool> SessionGuard::still_good(std::string token) {
    auto look_up = [this, &token] { return access_.authenticate(token).has_value(); };
    const bool good = co_await net::offload(pool_, std::move(look_up));
    co_return good;
}

}  // namespace reformdesk::api
