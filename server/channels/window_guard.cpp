#include "server/channels/window_guard.hpp"

#include <string>
#include <utility>

namespace reformdesk::channels {

namespace asio = boost::asio;
using connectors::DeliveryReason;
using connectors::DeliveryResult;

namespace {

std::string detail_of(DeliveryReason reason) {
    if (reason == DeliveryReason::group_gone) {
        return "Nhóm đã giải tán hoặc Official Account không còn trong nhóm; người hỏi xem được câu trả lời "
               "bằng mã tra cứu.";
    }
    return "Người hỏi không nhắn gì đã quá 7 ngày nên Zalo không cho gửi; người hỏi xem được câu trả lời "
           "bằng mã tra cứu, hoặc khi nhắn lại.";
}

}  // namespace

asio::awaitable<DeliveryResult> WindowGuard::send(connectors::OutboundMessage message) {
    const auto thread = connectors::parse_thread(message.conversation);
    DeliveryResult result;
    if (thread && thread->anonymous.empty()) {
        auto read = [this, &thread] { return reason_against(*thread); };
        result.reason = co_await net::offload(pool_, std::move(read));
    }
    if (result.reason != DeliveryReason::none) {
        result.outcome = connectors::DeliveryOutcome::failed;
        result.detail = detail_of(result.reason);
        result.parts_delivered = message.parts_delivered;
        co_return result;
    }
    result = co_await inner_.send(std::move(message));
    co_return result;
}

DeliveryReason WindowGuard::reason_against(const connectors::Thread& thread) {
    if (!thread.group.empty()) {
        const auto group = groups_.group(channel(), thread.group);
        return group && group->gone ? DeliveryReason::group_gone : DeliveryReason::none;
    }
    const auto contact = contacts_.contact(channel(), thread.person);
    const bool closed =
        contact && contact->last_interaction && clock_.now() - *contact->last_interaction > window;
    return closed ? DeliveryReason::window_closed : DeliveryReason::none;
}

}  // namespace reformdesk::channels
