#include "connectors/zalo_oa/api_client.hpp"

#include "connectors/zalo_oa/errors.hpp"

#include <utility>

#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

using boost::asio::awaitable;
using namespace std::chrono_literals;

namespace {

CallResult no_effect(DeliveryReason reason, std::string detail,
                     std::optional<std::chrono::milliseconds> retry_after) {
    return {CallOutcome::no_effect, {}, reason, std::move(detail), retry_after};
}

CallResult unknown(std::string detail) {
    return {CallOutcome::unknown, {}, DeliveryReason::unreachable, std::move(detail), 15s};
}

CallResult without_access(Access access) {
    return no_effect(access.reason, std::move(access.detail), access.retry_after);
}

bool is_token_refused(const CallResult& result) {
    return result.outcome == CallOutcome::answered &&
           rule_for(result.reply.code, 0).action == ErrorAction::refresh_token_and_retry;
}

// An answer that isn't Zalo's envelope. What refuses a call on its way, such as a proxy or a firewall, does
// so with 3xx or 4xx; behind 2xx and 5xx there may be a server that has acted.
CallResult unreadable(int status) {
    const auto detail = "Máy chủ Zalo trả lời không đúng định dạng (HTTP " + std::to_string(status) + ").";
    if (status >= 300 && status < 500) {
        return no_effect(DeliveryReason::unreachable, detail, std::nullopt);
    }
    return unknown(detail);
}

}  // namespace

ApiClient::ApiClient(HttpClient& http, Tokens& tokens, Clock clock)
    : http_(http), tokens_(tokens), clock_(std::move(clock)) {}

awaitable<CallResult> ApiClient::call(Build build) {
    Access access = co_await tokens_.access();
    if (access.token.empty()) {
        co_return without_access(std::move(access));
    }
    HttpRequest request = build(access.token);
    CallResult result = co_await call_with(std::move(request));
    if (!is_token_refused(result)) {
        co_return result;
    }
    access = co_await tokens_.access_after_refusal(access.generation);
    if (access.token.empty()) {
        co_return without_access(std::move(access));
    }
    request = build(access.token);
    result = co_await call_with(std::move(request));
    if (is_token_refused(result)) {
        const auto rule = rule_for(result.reply.code, 0);
        co_return no_effect(DeliveryReason::operator_needed, explain(rule), 10min);
    }
    co_return result;
}

awaitable<CallResult> ApiClient::call_with(HttpRequest request) {
    if (const auto wait = window_.wait(clock_()); wait > 0ms) {
        co_return no_effect(DeliveryReason::rate_limited,
                            "Đã hết số lần gọi API Zalo cho phép trong phút này.", wait);
    }
    const auto result = co_await http_.request(std::move(request));
    if (result.failure == HttpFailure::not_sent) {
        co_return no_effect(DeliveryReason::unreachable,
                            "Không kết nối được máy chủ Zalo (" + result.detail + ").", std::nullopt);
    }
    if (result.failure == HttpFailure::unknown) {
        co_return unknown("Không nhận được trả lời của máy chủ Zalo (" + result.detail + ").");
    }
    window_.observe(result.response, clock_());
    auto reply = read_reply(result.response);
    const bool too_many = reply ? rule_for(reply->code, 0).action == ErrorAction::wait_rate_window
                                : result.response.status == 429;
    if (too_many) {
        window_.refused(clock_());
        co_return no_effect(DeliveryReason::rate_limited, explain(rule_for(-32, 0)), window_.wait(clock_()));
    }
    if (!reply) {
        co_return unreadable(result.response.status);
    }
    co_return CallResult{CallOutcome::answered, std::move(*reply), DeliveryReason::none, {}, {}};
}

}  // namespace reformdesk::connectors::zalo_oa
