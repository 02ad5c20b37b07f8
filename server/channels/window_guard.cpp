#include "server/channels/window_guard.hpp"

#include "connectors/thread.hpp"

#include <utility>

namespace reformdesk::channels {

namespace asio = boost::asio;
using connectors::DeliveryResult;

asio::awaitable<DeliveryResult> WindowGuard::send(connectors::OutboundMessage message) {
    const auto thread = connectors::parse_thread(message.conversation);
    if (thread && thread->group.empty() && thread->anonymous.empty()) {
        auto read = [this, &thread] { return contacts_.contact(channel(), thread->person); };
        const std::optional<desk::Contact> contact = co_await net::offload(pool_, std::move(read));
        if (contact && contact->last_interaction && clock_.now() - *contact->last_interaction > window) {
            DeliveryResult closed;
            closed.outcome = connectors::DeliveryOutcome::failed;
            closed.reason = connectors::DeliveryReason::window_closed;
            closed.detail =
                "Người hỏi không nhắn gì đã quá 7 ngày nên Zalo không cho gửi; người hỏi xem được câu trả "
                "lời bằng mã "
                "tra cứu, hoặc khi nhắn lại.";
            closed.parts_delivered = message.parts_delivered;
            co_return closed;
        }
    }
    DeliveryResult result = co_await inner_.send(std::move(message));
    co_return result;
}

}  // namespace reformdesk::channels
