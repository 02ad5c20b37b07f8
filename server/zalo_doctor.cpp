#include "server/zalo_doctor.hpp"

#include "server/api/channel_status.hpp"
#include "server/channels/token_settings.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace reformdesk {

namespace zalo_oa = connectors::zalo_oa;
using connectors::Channel;
using desk::Timestamp;
using zalo_oa::StoredTokens;
using zalo_oa::TokenState;

namespace {

// A running server refreshes long before; what is closer than this did not get a new pair.
constexpr std::chrono::days refresh_warning{14};
// The server works through events at once, and looks again every few seconds.
constexpr std::chrono::minutes patience{10};

constexpr auto consent_advice =
    "Mở bảng điều khiển, trang Kết nối, bấm “Cấp quyền cho Zalo OA”; hoặc chạy: reformdesk zalo consent";

// "10:05 ngày 24/11/2026" in Vietnam.
std::string moment(Timestamp at) {
    using namespace std::chrono;
    const auto local = at + hours(7);
    const auto day = floor<days>(local);
    const year_month_day date(day);
    const hh_mm_ss time(floor<minutes>(local - day));
    return fmt::format("{:02}:{:02} ngày {:02}/{:02}/{:04}", time.hours().count(), time.minutes().count(),
                       static_cast<unsigned>(date.day()), static_cast<unsigned>(date.month()),
                       static_cast<int>(date.year()));
}

bool is_real(const std::string& api_url) {
    return api_url == ZaloOaConfig().api_url || api_url == ZaloBotConfig().api_url;
}

// Zalo calls an HTTPS address with a name; replies carry links to it.
void check_address(const std::string& public_url, const std::string& api_url, DoctorReport& report) {
    if (public_url.empty()) {
        report.bad(
            "Chưa có địa chỉ công khai của máy chủ cho Zalo",
            "Điền [server] public_url, ví dụ \"https://hoidap.example.vn\": cần cho webhook, cho việc cấp "
            "quyền và cho đường dẫn tra cứu trong tin nhắn");
    } else if (is_real(api_url) && !public_url.starts_with("https://")) {
        report.bad("Địa chỉ công khai " + public_url + " không phải HTTPS",
                   "Zalo chỉ gọi webhook qua HTTPS: đặt nginx phía trước và sửa [server] public_url");
    }
}

void check_lifetimes(const StoredTokens& tokens, Timestamp now, DoctorReport& report) {
    const auto& pair = tokens.pair;
    if (pair.refresh_token.empty()) {
        report.bad("Zalo không cấp refresh token; quyền gửi tin hết lúc " + moment(pair.access_expires),
                   "Kiểm tra OA đã được xác thực rồi cấp quyền lại");
    } else if (pair.refresh_expires <= now) {
        report.bad("Quyền của Zalo OA đã hết hạn từ " + moment(pair.refresh_expires), consent_advice);
    } else if (pair.access_expires <= now) {
        report.bad(
            "Mã truy cập Zalo OA đã hết hạn từ " + moment(pair.access_expires) + " và chưa được làm mới",
            "Khởi động máy chủ: máy chủ tự làm mới. Nếu vẫn còn lỗi này, xem nhật ký và kiểm tra máy chủ gọi "
            "ra được tới Zalo");
    } else if (pair.refresh_expires - now < refresh_warning) {
        report.bad("Quyền của Zalo OA sắp hết hạn, lúc " + moment(pair.refresh_expires), consent_advice);
    } else {
        report.good("Mã truy cập Zalo OA dùng được đến " + moment(pair.access_expires) +
                    ", máy chủ tự làm mới");
    }
}

void check_tokens(const ZaloDoctorParts& parts, DoctorReport& report) {
    const auto tokens = channels::stored_tokens(parts.settings);
    if (!tokens) {
        report.bad("Zalo OA chưa được cấp quyền", consent_advice);
    } else if (tokens->oa_id != parts.config.zalo_oa.oa_id) {
        report.bad(
            "Quyền đang giữ là của OA " + tokens->oa_id + ", cấu hình ghi OA " + parts.config.zalo_oa.oa_id,
            "Sửa [zalo_oa] oa_id hoặc cấp quyền lại cho đúng tài khoản");
    } else if (tokens->state == TokenState::needs_operator) {
        report.bad("Zalo OA cần được cấp quyền lại, từ " + moment(tokens->state_since) +
                       (tokens->reason.empty() ? "" : ": " + tokens->reason),
                   consent_advice);
    } else if (tokens->state == TokenState::uncertain) {
        report.bad(
            "Lần làm mới mã truy cập lúc " + moment(tokens->state_since) + " không rõ kết quả",
            "Máy chủ đang chạy sẽ tự thử lại một lần; nếu một giờ sau vẫn còn lỗi này thì cấp quyền lại");
    } else {
        check_lifetimes(*tokens, parts.now, report);
    }
}

void check_events(Channel channel, const std::string& name, const std::string& when_none,
                  const ZaloDoctorParts& parts, DoctorReport& report) {
    const auto counts = parts.events.event_counts(channel);
    std::optional<Timestamp> last;
    std::int64_t waiting = 0;
    std::int64_t unreadable = 0;
    for (const auto& count : counts) {
        last = std::max(last.value_or(count.last_at), count.last_at);
        waiting += count.outcome.empty() && parts.now - count.last_at > patience ? count.count : 0;
        unreadable += count.outcome == to_string(desk::EventOutcome::malformed) ? count.count : 0;
    }
    if (!last) {
        report.bad("Chưa nhận được sự kiện nào từ " + name, when_none);
        return;
    }
    report.good("Sự kiện gần nhất từ " + name + ": " + moment(*last));
    if (waiting > 0) {
        report.bad(fmt::format("Còn {} sự kiện từ {} chưa được xử lý", waiting, name),
                   "Khởi động máy chủ: các sự kiện này được xử lý tiếp. Nếu vẫn còn, xem lỗi \"events\" "
                   "trong nhật ký");
    }
    if (unreadable > 0) {
        report.bad(fmt::format("Có {} sự kiện từ {} không đọc được", unreadable, name),
                   "Xem trang Kết nối; Zalo có thể đã đổi dạng sự kiện, hãy cập nhật ReformDesk");
    }
}

void check_oa(const ZaloDoctorParts& parts, DoctorReport& report) {
    const auto& config = parts.config;
    if (!config.zalo_oa.enabled()) {
        if (!config.zalo_oa.app_secret.empty() || !config.zalo_oa.webhook_secret.empty()) {
            report.bad("Có khóa bí mật của Zalo OA nhưng chưa có app_id: Zalo OA đang tắt",
                       "Điền [zalo_oa] app_id và oa_id, hoặc bỏ các khóa này");
        }
        return;
    }
    report.good("Cấu hình Zalo OA đủ");
    check_address(config.public_url, config.zalo_oa.api_url, report);
    check_tokens(parts, report);
    const auto webhook = api::channel_addresses(config.public_url).webhook;
    check_events(Channel::zalo_oa, "Zalo OA",
                 "Trong trang quản lý ứng dụng của Zalo, mục Webhook: điền địa chỉ " +
                     (webhook.empty() ? "…/webhooks/zalo/oa" : webhook) +
                     ", bật các sự kiện tin nhắn, và so lại OA Secret Key; rồi nhắn thử cho OA",
                 parts, report);
}

// "123456789:abc…", as Zalo hands it out.
bool is_bot_token(const std::string& token) {
    const auto colon = token.find(':');
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto is_plain = [](char c) { return c > ' ' && c < '\x7f' && c != '/'; };
    return colon != std::string::npos && colon > 0 && colon + 1 < token.size() &&
           std::all_of(token.begin(), token.begin() + static_cast<std::ptrdiff_t>(colon), is_digit) &&
           std::all_of(token.begin(), token.end(), is_plain);
}

void check_bot(const ZaloDoctorParts& parts, DoctorReport& report) {
    const auto& config = parts.config.zalo_bot;
    if (!config.enabled()) {
        return;
    }
    if (is_bot_token(config.token)) {
        report.good("Token của Zalo Bot đúng dạng");
    } else {
        report.bad("Token của Zalo Bot không có dạng số:chuỗi",
                   "Chép lại token trong tin nhắn của Zalo Bot Manager vào tệp token_file, một dòng");
    }
    const bool polls = config.webhook_secret.empty();
    if (!polls) {
        check_address(parts.config.public_url, config.api_url, report);
    }
    check_events(
        Channel::zalo_bot, "Zalo Bot",
        polls
            ? "Nhắn thử cho bot. Nếu không thấy gì, xem \"bot_\" trong nhật ký: có thể bot đang đặt webhook, "
              "khi đó máy chủ hỏi không được tin nào"
            : "Đặt webhook của bot là …/webhooks/zalo/bot với đúng mã bí mật rồi nhắn thử cho bot",
        parts, report);
}

}  // namespace

void check_zalo(const ZaloDoctorParts& parts, DoctorReport& report) {
    check_oa(parts, report);
    check_bot(parts, report);
}

}  // namespace reformdesk
