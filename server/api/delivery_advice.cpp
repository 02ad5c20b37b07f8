#include "server/api/delivery_advice.hpp"

namespace reformdesk::api {

using connectors::DeliveryReason;

namespace {

DeliveryAdvice about(DeliveryReason reason) {
    switch (reason) {
        case DeliveryReason::rate_limited:
            return {"Zalo yêu cầu gửi chậm lại.", "Đợi vài phút rồi bấm “Gửi lại”."};
        case DeliveryReason::night:
            return {"Zalo không nhận loại tin này vào ban đêm.",
                    "Bấm “Gửi lại” vào ban ngày, từ 6 giờ đến 22 giờ."};
        case DeliveryReason::out_of_quota:
            return {"Official Account đã dùng hết số tin được gửi.",
                    "Quản trị viên nâng gói hoặc nạp thêm trên trang quản trị Zalo OA, rồi bấm “Gửi lại”."};
        case DeliveryReason::window_closed:
            return {"Người hỏi đã lâu không nhắn tin, nên Zalo không cho gửi nữa.",
                    "Liên hệ người hỏi bằng cách khác. Khi họ nhắn tin trở lại, bấm “Gửi lại”."};
        case DeliveryReason::blocked:
            return {"Người hỏi không nhận tin của Official Account, hoặc không còn trong nhóm.",
                    "Liên hệ người hỏi bằng cách khác; gửi lại chỉ có ích khi họ đã nhận tin trở lại."};
        case DeliveryReason::group_gone:
            return {"Nhóm đã giải tán hoặc Official Account không còn trong nhóm.",
                    "Liên hệ người hỏi bằng cách khác, hoặc mời Official Account vào lại nhóm rồi bấm “Gửi "
                    "lại”."};
        case DeliveryReason::invalid:
            return {"Zalo không nhận nội dung này.",
                    "Xem chi tiết bên dưới rồi trả lời lại trong phiếu bằng câu khác."};
        case DeliveryReason::operator_needed:
            return {"Official Account chưa gửi tin được: quyền, gói dịch vụ hoặc cấu hình cần được xử lý.",
                    "Quản trị viên xem mục “Zalo OA” trên trang này, sửa xong thì bấm “Gửi lại”."};
        case DeliveryReason::unreachable:
            return {"Máy chủ không kết nối được với Zalo.",
                    "Quản trị viên kiểm tra đường mạng của máy chủ, rồi bấm “Gửi lại”."};
        case DeliveryReason::none:
            break;
    }
    return {"Chưa gửi được; Zalo không cho biết lý do.", "Xem chi tiết bên dưới, rồi thử “Gửi lại”."};
}

}  // namespace

DeliveryAdvice advice_on(const desk::TroubledDelivery& delivery) {
    auto found = about(delivery.reason);
    if (!delivery.finished) {
        found.advice = delivery.reason == DeliveryReason::operator_needed
                           ? "Quản trị viên xem mục “Zalo OA” trên trang này; sửa xong thì tin tự được gửi."
                           : "Hệ thống sẽ tự gửi lại.";
    }
    return found;
}

}  // namespace reformdesk::api
