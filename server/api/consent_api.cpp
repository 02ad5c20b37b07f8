#include "server/api/consent_api.hpp"

#include "server/api/channel_status.hpp"
#include "server/api/json_body.hpp"
#include "server/api/result_page.hpp"
#include "server/api/route.hpp"

#include <algorithm>
#include <utility>

namespace reformdesk::api {

namespace asio = boost::asio;
using access::Permission;
using net::RequestPointer;
using net::Response;

namespace {

constexpr std::chrono::minutes longest_consent{10};
constexpr std::size_t body_bytes = 4096;

Response page(unsigned status, std::string title, std::string text) {
    return result_page(status,
                       {std::move(title), std::move(text), "/console/#/channels", "Về trang Kết nối"});
}

Response begin_again(std::string why) {
    return page(400, "Chưa cấp quyền được",
                std::move(why) + " Xin trở lại trang Kết nối và bấm “Cấp quyền cho Zalo OA” lần nữa.");
}

}  // namespace

ConsentApi::ConsentApi(ConsentApiParts parts) : parts_(std::move(parts)) {}

std::vector<net::Route> ConsentApi::routes() {
    return {
        member_route(this, "POST", "/api/v1/channels/zalo_oa/consent", body_bytes, &ConsentApi::begin),
        member_route(this, "GET", "/zalo/oa/callback", 0, &ConsentApi::finish),
    };
}

asio::awaitable<Response> ConsentApi::begin(RequestPointer request) {
    auto admitted = co_await parts_.guard.admit(request, Permission::manage_accounts);
    if (auto* refusal = std::get_if<Response>(&admitted)) {
        co_return std::move(*refusal);
    }
    if (parts_.consent == nullptr) {
        co_return net::problem(409, "zalo_oa_off", "Zalo OA chưa được bật",
                               "Điền mục [zalo_oa] trong tệp cấu hình rồi khởi động lại máy chủ.");
    }
    if (parts_.public_url.empty()) {
        co_return net::problem(409, "no_public_url", "Máy chủ chưa biết địa chỉ của mình",
                               "Điền public_url của mục [server] trong tệp cấu hình rồi khởi động lại.");
    }
    const auto& session = std::get<Identity>(admitted).token;
    forget_old();
    std::erase_if(begun_, [&session](const Begun& each) { return each.session == session; });
    auto pending = parts_.consent->begin(channel_addresses(parts_.public_url).callback);
    const auto url = pending.url;
    begun_.push_back({std::move(pending), session, parts_.clock.now()});
    co_return json_response(200, JsonObject{{"url", url}});
}

// The session's cookie does not come along from Zalo's page; the state, which only the browser of whoever
// began it has seen, stands for it.
asio::awaitable<Response> ConsentApi::finish(RequestPointer request) {
    if (request->method != "GET") {
        co_return net::problem(405, "get_only", "Chỉ mở bằng trình duyệt");
    }
    auto begun = take(request->query_value("state").value_or(""));
    if (!begun || parts_.consent == nullptr) {
        co_return begin_again("Lần cấp quyền này không khớp, đã được dùng hoặc đã quá 10 phút.");
    }
    const bool good = co_await parts_.guard.still_good(begun->session);
    if (!good) {
        co_return begin_again("Phiên làm việc đã bắt đầu việc này không còn đăng nhập.");
    }
    connectors::zalo_oa::ConsentReply reply;
    reply.code = request->query_value("code").value_or("");
    reply.state = begun->pending.state;
    reply.oa_id = request->query_value("oa_id").value_or("");
    auto pending = std::move(begun->pending);
    const connectors::zalo_oa::ConsentResult result =
        co_await parts_.consent->finish(std::move(pending), std::move(reply));
    if (!result.granted) {
        co_return begin_again(result.detail);
    }
    parts_.granted();
    co_return page(200, "Đã cấp quyền cho Zalo OA",
                   "Từ bây giờ câu trả lời được gửi tới người hỏi qua Zalo.");
}

// Gives it once, and only in time.
std::optional<ConsentApi::Begun> ConsentApi::take(std::string_view state) {
    forget_old();
    const auto found = std::find_if(begun_.begin(), begun_.end(), [state](const Begun& each) {
        return access::equal_in_constant_time(each.pending.state, state);
    });
    if (found == begun_.end()) {
        return std::nullopt;
    }
    auto taken = std::move(*found);
    begun_.erase(found);
    return taken;
}

void ConsentApi::forget_old() {
    const auto now = parts_.clock.now();
    std::erase_if(begun_, [now](const Begun& each) { return now - each.at >= longest_consent; });
}

}  // namespace reformdesk::api
