#include "server/api/chat_intake.hpp"

namespace reformdesk::api {

namespace asio = boost::asio;
namespace web_chat = connectors::web_chat;
using web_chat::ErrorCode;

namespace {

constexpr std::size_t conversations_per_address = 10;
constexpr std::size_t visitors_per_minute = 120;

IntakeRefusal refusal(ErrorCode code, std::string message, const std::string& id, std::chrono::seconds wait) {
    IntakeRefusal refused;
    refused.problem.code = code;
    refused.problem.message = std::move(message);
    refused.problem.id = id;
    refused.retry_after = wait;
    return refused;
}

connectors::InboundMessage inbound(std::string conversation, web_chat::Message message) {
    connectors::InboundMessage made;
    made.channel = connectors::Channel::web_chat;
    made.conversation = std::move(conversation);
    made.source_id = std::move(message.id);
    made.text = std::move(message.text);
    made.choice = std::move(message.choice);
    made.ticket = message.ticket;
    made.new_question = message.new_question;
    return made;
}

}  // namespace

ChatIntake::ChatIntake(ChatIntakeParts parts)
    : parts_(std::move(parts)),
      per_conversation_(parts_.messages_per_minute),
      per_address_(parts_.messages_per_minute * conversations_per_address),
      visitors_per_address_(visitors_per_minute) {}

std::optional<std::chrono::seconds> ChatIntake::admit_visitor(const std::string& peer) {
    return visitors_per_address_.take(peer);
}

asio::awaitable<std::variant<desk::AcceptedMessage, IntakeRefusal>> ChatIntake::accept(
    std::string conversation, std::string peer, web_chat::Message message) {
    auto wait = per_conversation_.take(conversation);
    if (!wait) {
        wait = per_address_.take(peer);
    }
    const std::string id = message.id;
    if (wait) {
        co_return refusal(ErrorCode::too_fast, "Bạn gửi nhanh quá. Tin nhắn sẽ được gửi lại sau giây lát.",
                          id, *wait);
    }
    const auto wanted = inbound(std::move(conversation), std::move(message));
    auto store = [this, &wanted] { return parts_.inbox.accept(wanted); };
    std::optional<IntakeRefusal> refused;
    try {
        const desk::AcceptedMessage accepted = co_await net::offload(parts_.pool, std::move(store));
        if (accepted.is_new) {
            parts_.metrics.message("web_chat");
        } else {
            parts_.metrics.repeated_message("web_chat");
        }
        co_return accepted;
    } catch (const net::Overloaded&) {
        refused = refusal(ErrorCode::busy, "Máy chủ đang bận. Tin nhắn sẽ được gửi lại sau giây lát.", id,
                          std::chrono::seconds(2));
    } catch (const desk::StoreError& error) {
        parts_.trouble(error.what());
        refused = refusal(ErrorCode::unavailable, "Máy chủ tạm thời chưa ghi được tin nhắn.", id,
                          std::chrono::seconds(5));
    }
    co_return *refused;
}

asio::awaitable<void> ChatIntake::process(desk::AcceptedMessage accepted) {
    if (accepted.handled) {
        co_return;
    }
    const auto started = std::chrono::steady_clock::now();
    auto decide = [this, &accepted] { return parts_.inbox.process(accepted.message); };
    try {
        const desk::Settled settled = co_await net::offload(parts_.pool, std::move(decide));
        const auto duration = std::chrono::steady_clock::now() - started;
        parts_.metrics.processing(std::chrono::duration_cast<std::chrono::microseconds>(duration));
        if (settled.applied) {
            parts_.settled(settled);
        }
    } catch (const net::Overloaded&) {
        parts_.trouble("workers are busy; the message waits for the next recovery");
    } catch (const desk::StoreError& error) {
        parts_.trouble(error.what());
    }
}

}  // namespace reformdesk::api
