#include "connectors/zalo_bot/replies.hpp"

#include "connectors/json_fields.hpp"
#include "connectors/plain_text.hpp"

#include <algorithm>
#include <charconv>

namespace reformdesk::connectors::zalo_bot {

using wire::Json;

namespace {

constexpr std::size_t longest_line = 200;

std::optional<std::int64_t> whole_number(const std::string& text) {
    std::int64_t value = 0;
    const auto* end = text.data() + text.size();
    const auto result = std::from_chars(text.data(), end, value);
    return result.ec == std::errc{} && result.ptr == end ? std::optional(value) : std::nullopt;
}

std::int64_t error_code(const Json& body) {
    for (const auto key : {"error_code", "errorCode"}) {
        if (const auto code = whole_number(scalar(body.find(key)))) {
            return *code;
        }
    }
    return 0;
}

CallOutcome outcome_of_code(std::int64_t code) {
    switch (code) {
        case 401:
            return CallOutcome::bad_token;
        case 403:
            return CallOutcome::trouble;
        case 404:
            return CallOutcome::not_found;
        case 408:
            return CallOutcome::timed_out;
        case 429:
            return CallOutcome::too_many_calls;
        default:
            return code >= 500 ? CallOutcome::trouble : CallOutcome::refused;
    }
}

// Without Zalo's envelope, something between us and Zalo spoke, or Zalo's own gateway.
CallOutcome outcome_of_status(int status) {
    if (status == 429) {
        return CallOutcome::too_many_calls;
    }
    if (status == 502 || status == 503) {
        return CallOutcome::trouble;
    }
    const bool maybe_done = status / 100 == 2 || status == 408 || status >= 500;
    return maybe_done ? CallOutcome::unknown : CallOutcome::no_answer_of_zalo;
}

std::optional<std::chrono::milliseconds> retry_after(const HttpResponse& response) {
    constexpr std::chrono::seconds longest = std::chrono::hours(1);
    const auto seconds = whole_number(response.header("retry-after").value_or(""));
    if (!seconds || *seconds < 0) {
        return std::nullopt;
    }
    return std::chrono::seconds(std::min<std::int64_t>(*seconds, longest.count()));
}

}  // namespace

std::string_view explain(CallOutcome outcome) {
    switch (outcome) {
        case CallOutcome::done:
            return {};
        case CallOutcome::not_sent:
            return "Không kết nối được tới Zalo.";
        case CallOutcome::unknown:
            return "Không nhận được phản hồi của Zalo nên không rõ tin đã tới hay chưa.";
        case CallOutcome::timed_out:
            return "Zalo báo hết thời gian xử lý.";
        case CallOutcome::trouble:
            return "Zalo đang gặp lỗi nội bộ.";
        case CallOutcome::too_many_calls:
            return "Đã vượt hạn mức gọi Zalo; phải chờ.";
        case CallOutcome::bad_token:
            return "Zalo không chấp nhận token của bot: token sai hoặc đã bị đặt lại.";
        case CallOutcome::not_found:
            return "Zalo không tìm thấy cuộc trò chuyện này.";
        case CallOutcome::refused:
            return "Zalo từ chối yêu cầu này.";
        case CallOutcome::no_answer_of_zalo:
            return "Máy trả lời không phải là Zalo: địa chỉ API sai, hoặc bị tường lửa chặn.";
    }
    return {};
}

Answer read_answer(const HttpResponse& response) {
    Answer answer;
    answer.retry_after = retry_after(response);
    auto parsed = wire::parse(response.body);
    const auto* body = std::get_if<Json>(&parsed);
    const auto* ok = body == nullptr ? nullptr : body->find("ok");
    if (ok == nullptr || !ok->boolean()) {
        answer.outcome = outcome_of_status(response.status);
        answer.description = "HTTP " + std::to_string(response.status);
        return answer;
    }
    if (*ok->boolean()) {
        answer.outcome = CallOutcome::done;
        if (const auto* result = body->find("result")) {
            answer.result = *result;
        }
        return answer;
    }
    answer.code = error_code(*body);
    answer.outcome = outcome_of_code(answer.code);
    answer.description = scalar(body->find("description"));
    return answer;
}

Profile read_profile(const Json& result) {
    Profile profile;
    profile.id = first_id(result, {{"id"}});
    profile.account_name = first_line(result, {{"account_name"}}, longest_line);
    profile.display_name = first_line(result, {{"display_name"}}, longest_line);
    profile.account_type = first_line(result, {{"account_type"}}, longest_line);
    const auto* can_join = result.find("can_join_groups");
    profile.can_join_groups = can_join != nullptr && can_join->boolean().value_or(false);
    return profile;
}

WebhookCheck read_webhook_check(const Json& result) {
    WebhookCheck check;
    const auto* ok = result.find("ok");
    check.ok = ok != nullptr && ok->boolean().value_or(false);
    check.outcome = first_line(result, {{"outcome"}}, longest_line);
    check.hint = first_line(result, {{"hint"}}, 2 * longest_line);
    return check;
}

Webhook read_webhook(const Json& result) {
    Webhook webhook;
    webhook.url = first_line(result, {{"url"}}, longest_url);
    webhook.updated_ms = result.integer_at("updated_at").value_or(0);
    if (const auto* check = result.find("verification"); check != nullptr && check->object() != nullptr) {
        webhook.check = read_webhook_check(*check);
    }
    return webhook;
}

SentMessage read_sent_message(const Json& result) {
    return {first_id(result, {{"message_id"}}), result.integer_at("date").value_or(0)};
}

}  // namespace reformdesk::connectors::zalo_bot
