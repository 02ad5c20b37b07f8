#include "server/api/accounts_api.hpp"

#include "server/api/json_body.hpp"
#include "server/api/route.hpp"
#include "server/api/time_text.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;
using access::Permission;
using net::RequestPointer;
using net::Response;

namespace {

Json account_view(const access::Account& account) {
    return JsonObject{{"name", account.name},
                      {"display_name", account.display_name},
                      {"role", access::to_string(account.role)},
                      {"disabled", account.disabled},
                      {"must_change_password", account.must_change_password},
                      {"created_at", time_text(account.created_at)}};
}

}  // namespace

AccountsApi::AccountsApi(access::Access& access, SessionGuard& guard, net::WorkerPool& pool)
    : access_(access), guard_(guard), pool_(pool) {}

std::vector<net::Route> AccountsApi::routes() {
    return {
        member_route(this, "GET", "/api/v1/accounts", 0, &AccountsApi::list),
        member_route(this, "POST", "/api/v1/accounts", 4096, &AccountsApi::add),
        member_route(this, "POST", "/api/v1/accounts/{name}/reset", 4096, &AccountsApi::reset),
        member_route(this, "POST", "/api/v1/accounts/{name}/disable", 4096, &AccountsApi::disable),
    };
}

asio::awaitable<Response> AccountsApi::list(RequestPointer request) {
    auto admitted = co_await guard_.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto read = [this] { return access_.store().accounts(); };
    const auto accounts = co_await net::offload(pool_, std::move(read));
    JsonArray views;
    for (const auto& account : accounts) {
        views.push_back(account_view(account));
    }
    co_return json_response(200, JsonObject{{"accounts", std::move(views)}});
}

asio::awaitable<Response> AccountsApi::add(RequestPointer request) {
    auto admitted = co_await guard_.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto body = read_object(*request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        co_return std::move(*refusal);
    }
    const auto& object = std::get<JsonObject>(body);
    const auto name = text_of(object, "name");
    const auto display_name = text_of(object, "display_name");
    const auto role = access::parse_role(text_of(object, "role"));
    if (!role || display_name.empty() || display_name.size() > 200 || !access::is_account_name(name)) {
        co_return net::problem(422, "bad_account", "Thông tin tài khoản chưa đúng",
                               "Tên đăng nhập gồm 3 đến 64 ký tự a–z, 0–9, dấu chấm, gạch dưới, gạch ngang; "
                               "tên hiển thị không để trống; vai trò là administrator hoặc expert.");
    }
    const auto& actor = std::get<Identity>(admitted).account.name;
    auto create = [&] { return access_.create_account(name, display_name, *role, actor); };
    const auto created = co_await net::offload(pool_, std::move(create));
    if (!created) {
        co_return net::problem(409, "name_taken", "Tên đăng nhập này đã có người dùng");
    }
    co_return json_response(201, JsonObject{{"account", account_view(created->account)},
                                            {"one_time_password", created->one_time_password}});
}

asio::awaitable<Response> AccountsApi::reset(RequestPointer request) {
    auto admitted = co_await guard_.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    const auto& actor = std::get<Identity>(admitted).account.name;
    const std::string name(request->parameter("name"));
    auto reset_one = [&] { return access_.reset_password(name, actor); };
    const auto password = co_await net::offload(pool_, std::move(reset_one));
    if (!password) {
        co_return net::problem(404, "no_such_account", "Không có tài khoản này");
    }
    co_return json_response(200, JsonObject{{"one_time_password", *password}});
}

asio::awaitable<Response> AccountsApi::disable(RequestPointer request) {
    auto admitted = co_await guard_.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    auto body = read_object(*request);
    if (auto* refusal = std::get_if<Response>(&body)) {
        co_return std::move(*refusal);
    }
    const Json object(std::get<JsonObject>(body));
    const auto* member = object.find("disabled");
    const auto disabled = member == nullptr ? std::nullopt : member->boolean();
    if (!disabled) {
        co_return net::problem(422, "bad_account", "Thiếu trường disabled",
                               "Gửi {\"disabled\": true} hoặc false.");
    }
    const auto& actor = std::get<Identity>(admitted).account.name;
    const std::string name(request->parameter("name"));
    auto exists = [&] { return access_.store().account(name).has_value(); };
    const bool known = co_await net::offload(pool_, std::move(exists));
    if (!known) {
        co_return net::problem(404, "no_such_account", "Không có tài khoản này");
    }
    auto change = [&] { return access_.set_disabled(name, *disabled, actor); };
    const bool changed = co_await net::offload(pool_, std::move(change));
    if (!changed) {
        co_return net::problem(409, "last_administrator", "Đây là quản trị viên cuối cùng",
                               "Cần ít nhất một quản trị viên đang hoạt động.");
    }
    Response response;
    response.status = 204;
    co_return response;
}

}  // namespace reformdesk::api
