#include "connectors/zalo_bot/connector.hpp"

#include "connectors/zalo_bot/inbound.hpp"
#include "connectors/zalo_bot/message_text.hpp"

#include <algorithm>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

namespace reformdesk::connectors::zalo_bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;

namespace {

constexpr std::chrono::minutes until_rate_allows{1};  // when Zalo doesn't tell
constexpr std::chrono::seconds shortest_wait{1};
constexpr std::chrono::minutes until_mended{5};
// The second try is the last, so it comes when a slow Zalo may have caught up.
constexpr std::chrono::minutes until_second_try{2};

struct Consequence {
    DeliveryOutcome outcome = DeliveryOutcome::failed;
    DeliveryReason reason = DeliveryReason::invalid;
    std::optional<milliseconds> wait = {};
};

Consequence consequence_of(CallOutcome outcome, bool in_group) {
    switch (outcome) {
        case CallOutcome::done:
            return {DeliveryOutcome::delivered, DeliveryReason::none};
        case CallOutcome::not_sent:
        case CallOutcome::trouble:
            return {DeliveryOutcome::retry, DeliveryReason::unreachable};
        case CallOutcome::unknown:
        case CallOutcome::timed_out:
            return {DeliveryOutcome::unknown, DeliveryReason::unreachable, until_second_try};
        case CallOutcome::too_many_calls:
            return {DeliveryOutcome::retry, DeliveryReason::rate_limited, until_rate_allows};
        case CallOutcome::bad_token:
        case CallOutcome::no_answer_of_zalo:
            return {DeliveryOutcome::retry, DeliveryReason::operator_needed, until_mended};
        case CallOutcome::not_found:
            return {DeliveryOutcome::failed, in_group ? DeliveryReason::group_gone : DeliveryReason::blocked};
        case CallOutcome::refused:
            break;
    }
    return {};
}

// After a part that may have been taken in the attempt before: it is sent again once, and what did not reach
// Zalo leaves things as they were.
void remember_the_attempt_before(DeliveryResult& result) {
    if (result.outcome == DeliveryOutcome::unknown) {
        result.outcome = DeliveryOutcome::failed;
        result.retry_after.reset();
        result.detail =
            "Đã gửi hai lần nhưng không nhận được phản hồi của Zalo; tin có thể đã tới. " + result.detail;
    } else if (result.outcome == DeliveryOutcome::retry) {
        result.outcome = DeliveryOutcome::unknown;
    }
}

void fail(DeliveryResult& result, const Reply<SentMessage>& reply, bool in_group) {
    const auto consequence = consequence_of(reply.outcome, in_group);
    result.outcome = consequence.outcome;
    result.reason = consequence.reason;
    result.retry_after = consequence.wait;
    if (result.outcome == DeliveryOutcome::retry && reply.retry_after) {
        result.retry_after = std::max<milliseconds>(*reply.retry_after, shortest_wait);
    }
    result.detail = std::string(explain(reply.outcome)) + " [" + reply.detail + "]";
}

}  // namespace

asio::awaitable<DeliveryResult> BotConnector::send(OutboundMessage message) {
    DeliveryResult result;
    result.parts_delivered = message.parts_delivered;
    const auto chat = chat_of(message.conversation);
    const auto texts = message_texts(message);
    if (!chat || texts.empty()) {
        result.outcome = DeliveryOutcome::failed;
        result.reason = DeliveryReason::invalid;
        result.detail = chat ? "Tin nhắn không có nội dung." : "Cuộc trò chuyện này không thuộc Zalo Bot.";
        co_return result;
    }
    bool maybe_taken = message.maybe_taken;
    while (result.parts_delivered < texts.size()) {
        const Reply<SentMessage> reply =
            co_await client_.send_message(chat->id, texts[result.parts_delivered]);
        if (reply.outcome != CallOutcome::done) {
            fail(result, reply, chat->is_group);
            if (maybe_taken) {
                remember_the_attempt_before(result);
            }
            co_return result;
        }
        maybe_taken = false;
        ++result.parts_delivered;
        if (!reply.value.id.empty()) {
            result.message_ids.push_back(reply.value.id);
        }
    }
    result.outcome = DeliveryOutcome::delivered;
    co_return result;
}

asio::awaitable<void> BotConnector::show_typing(std::string conversation) {
    const auto chat = chat_of(conversation);
    if (!chat) {
        co_return;
    }
    try {
        co_await client_.send_typing(chat->id);
    } catch (const std::exception&) {
        co_return;
    }
}

}  // namespace reformdesk::connectors::zalo_bot
