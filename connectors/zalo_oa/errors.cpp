#include "connectors/zalo_oa/errors.hpp"

#include <algorithm>
#include <array>

namespace reformdesk::connectors::zalo_oa {

namespace {

using namespace std::chrono_literals;
using Action = ErrorAction;
using Reason = DeliveryReason;

constexpr std::string_view refused_token =
    "Zalo không chấp nhận mã truy cập (access token) của Official Account";

constexpr std::array rules{
    ErrorRule{0, Action::done, Reason::none, "Zalo đã nhận tin"},

    // Later.
    ErrorRule{-32, Action::wait_rate_window, Reason::rate_limited,
              "Ứng dụng hoặc Official Account gọi API quá nhiều lần trong một phút"},
    ErrorRule{-200, Action::retry_once, Reason::unreachable, "Zalo báo gửi tin không thành công"},
    ErrorRule{-211, Action::retry_backoff, Reason::out_of_quota,
              "Official Account đã dùng hết hạn mức gửi tin của Zalo", 60min},
    ErrorRule{-214, Action::retry_backoff, Reason::unreachable, "Zalo đang xử lý nội dung được gửi"},
    ErrorRule{-218, Action::retry_backoff, Reason::out_of_quota,
              "Người hỏi đã nhận đủ số tin mà Zalo cho phép trong kỳ này", 60min},
    ErrorRule{-234, Action::wait_until_six, Reason::night,
              "Zalo không cho gửi loại tin này từ 22 giờ đến 6 giờ"},

    // The access token; also the variants that others have seen.
    ErrorRule{-216, Action::refresh_token_and_retry, Reason::operator_needed, refused_token},
    ErrorRule{-220, Action::refresh_token_and_retry, Reason::operator_needed, refused_token},
    ErrorRule{216, Action::refresh_token_and_retry, Reason::operator_needed, refused_token},
    ErrorRule{401, Action::refresh_token_and_retry, Reason::operator_needed, refused_token},
    ErrorRule{-401, Action::refresh_token_and_retry, Reason::operator_needed, refused_token},

    // The message itself.
    ErrorRule{-100, Action::reupload, Reason::invalid, "Tệp đính kèm đã quá hạn trên máy chủ Zalo"},
    ErrorRule{-201, Action::drop_quote_and_retry, Reason::invalid,
              "Zalo không chấp nhận một trường trong nội dung gửi"},
    ErrorRule{-210, Action::permanent, Reason::invalid, "Nội dung gửi vượt quá giới hạn của Zalo"},
    ErrorRule{-233, Action::permanent, Reason::invalid, "Zalo không hỗ trợ loại tin này"},
    ErrorRule{-248, Action::permanent, Reason::invalid, "Nội dung vi phạm tiêu chuẩn nền tảng của Zalo"},
    ErrorRule{-249, Action::permanent, Reason::invalid, "Mẫu tin không gửi được theo mã người dùng"},
    ErrorRule{-1340, Action::permanent, Reason::invalid, "Biểu mẫu không tồn tại trên Zalo"},
    ErrorRule{-1341, Action::permanent, Reason::invalid, "Official Account không có quyền với biểu mẫu này"},

    // The one who asked: another way has to be taken.
    ErrorRule{-230, Action::window_closed, Reason::window_closed,
              "Người hỏi không tương tác với Official Account trong 7 ngày qua nên Zalo không cho gửi tin"},
    ErrorRule{-232, Action::window_closed, Reason::window_closed,
              "Người hỏi chưa tương tác với Official Account, hoặc thời hạn được nhắn tin đã hết"},
    ErrorRule{-213, Action::permanent, Reason::blocked, "Người hỏi chưa quan tâm Official Account"},
    ErrorRule{-217, Action::permanent, Reason::blocked, "Người hỏi đã chặn lời mời của Official Account"},
    ErrorRule{-227, Action::permanent, Reason::blocked,
              "Tài khoản của người hỏi bị khóa hoặc đã ngừng hoạt động hơn 45 ngày"},
    ErrorRule{-244, Action::permanent, Reason::blocked,
              "Người hỏi đã hạn chế nhận loại tin này từ Official Account"},
    ErrorRule{-237, Action::permanent, Reason::group_gone, "Nhóm đã hết hạn hoặc bị vô hiệu hóa"},
    ErrorRule{-403, Action::permanent, Reason::group_gone, "Official Account không còn trong nhóm"},

    // Account, application and contract.
    ErrorRule{-204, Action::operator_needed, Reason::operator_needed, "Official Account đã bị vô hiệu hóa",
              30min},
    ErrorRule{-205, Action::operator_needed, Reason::operator_needed, "Official Account không tồn tại",
              30min},
    ErrorRule{-209, Action::operator_needed, Reason::operator_needed,
              "Ứng dụng Zalo chưa được kích hoạt hoặc chưa được phép gọi API này", 30min},
    ErrorRule{-212, Action::operator_needed, Reason::operator_needed,
              "Official Account chưa đăng ký sử dụng API này", 30min},
    ErrorRule{-219, Action::operator_needed, Reason::operator_needed,
              "Ứng dụng Zalo đã bị gỡ hoặc vô hiệu hóa", 30min},
    ErrorRule{-221, Action::operator_needed, Reason::operator_needed,
              "Official Account phải được Zalo xác thực", 30min},
    ErrorRule{-223, Action::operator_needed, Reason::operator_needed,
              "Official Account chưa cấp quyền cho API này", 30min},
    ErrorRule{-224, Action::operator_needed, Reason::operator_needed,
              "Official Account cần nâng cấp gói dịch vụ", 30min},
    ErrorRule{-235, Action::operator_needed, Reason::operator_needed,
              "Zalo không hỗ trợ API này cho loại Official Account đang dùng", 30min},
    ErrorRule{-238, Action::operator_needed, Reason::operator_needed,
              "Gói nhóm (asset) đã được sử dụng hoặc bị vô hiệu hóa", 30min},
    ErrorRule{-240, Action::operator_needed, Reason::operator_needed,
              "Zalo đã ngừng phiên bản API mà phần mềm gọi; cần cập nhật phần mềm", 60min},
    ErrorRule{-241, Action::operator_needed, Reason::operator_needed, "Gói nhóm (asset) đã được sử dụng",
              30min},
    ErrorRule{-242, Action::operator_needed, Reason::operator_needed,
              "appsecret_proof không đúng; kiểm tra khóa bí mật của ứng dụng", 30min},
    ErrorRule{-320, Action::operator_needed, Reason::operator_needed,
              "Ứng dụng chưa liên kết với tài khoản Zalo Cloud (ZCA)", 30min},
    ErrorRule{-321, Action::operator_needed, Reason::operator_needed,
              "Tài khoản Zalo Cloud (ZCA) không còn tiền", 30min},

    // Of the server that issues tokens.
    ErrorRule{-118, Action::operator_needed, Reason::operator_needed,
              "Mã làm mới (refresh token) không còn hiệu lực; cần cấp quyền lại cho Official Account", 30min},
    ErrorRule{-14014, Action::operator_needed, Reason::operator_needed,
              "Mã làm mới (refresh token) không còn hiệu lực; cần cấp quyền lại cho Official Account", 30min},
    ErrorRule{-14002, Action::operator_needed, Reason::operator_needed, "Ứng dụng Zalo chưa được kích hoạt",
              30min},
    ErrorRule{
        -14003, Action::operator_needed, Reason::operator_needed,
        "Địa chỉ nhận cấp quyền (callback) không trùng với địa chỉ đã khai báo trên trang quản lý ứng dụng",
        30min},
    ErrorRule{-14005, Action::permanent, Reason::invalid,
              "Mã cấp quyền đã dùng rồi hoặc quá 10 phút; hãy cấp quyền lại từ đầu"},
    ErrorRule{-14004, Action::operator_needed, Reason::operator_needed,
              "Khóa bí mật của ứng dụng Zalo không đúng", 30min},
    ErrorRule{-14029, Action::operator_needed, Reason::operator_needed, "Ứng dụng Zalo chưa được duyệt",
              30min},
};

}  // namespace

std::span<const ErrorRule> error_rules() {
    return rules;
}

ErrorRule rule_for(std::int64_t code, int attempts) {
    const auto found =
        std::find_if(rules.begin(), rules.end(), [code](const auto& rule) { return rule.code == code; });
    if (found != rules.end()) {
        return *found;
    }
    if (attempts < attempts_at_unknown_codes) {
        return {code, Action::retry_backoff, Reason::unreachable, "Zalo báo một lỗi chưa rõ nguyên nhân"};
    }
    return {code, Action::operator_needed, Reason::operator_needed,
            "Zalo vẫn báo một lỗi chưa rõ nguyên nhân sau nhiều lần gửi", 30min};
}

std::string explain(const ErrorRule& rule) {
    return std::string(rule.explanation) + " (mã lỗi Zalo " + std::to_string(rule.code) + ").";
}

std::chrono::milliseconds time_until_six(Timestamp now) {
    constexpr auto vietnam = 7h;
    const auto local = now + vietnam;
    const auto today = std::chrono::floor<std::chrono::days>(local);
    const auto six = today + 6h;
    return std::chrono::milliseconds(local < six ? six - local : six + 24h - local);
}

}  // namespace reformdesk::connectors::zalo_oa
