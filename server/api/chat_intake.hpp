// Takes a visitor's message in: rate limit, durable acceptance, reply. One way for WebSocket and plain HTTP.
#pragma once

#include "connectors/web_chat/frames.hpp"
#include "server/api/rate_limit.hpp"
#include "server/desk/inbox.hpp"
#include "server/net/offload.hpp"
#include "server/telemetry/metrics.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <variant>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::api {

/// Why a message was not taken; it may be sent again later.
struct IntakeRefusal {
    connectors::web_chat::FrameProblem problem;
    std::chrono::seconds retry_after{0};
};

/// What the intake stands on; everything outlives it.
struct ChatIntakeParts {
    desk::Inbox& inbox;
    net::WorkerPool& pool;
    telemetry::Metrics& metrics;
    std::size_t messages_per_minute = 30;  ///< of one conversation; an address may send ten times as many
    /// Called on the I/O thread when a reply is stored.
    std::function<void(const desk::Settled&)> settled;
    std::function<void(const std::string&)> trouble;
};

/// Lives on the I/O thread.
class ChatIntake {
  public:
    explicit ChatIntake(ChatIntakeParts parts);

    /// Stores the message. From now on it may be acknowledged.
    boost::asio::awaitable<std::variant<desk::AcceptedMessage, IntakeRefusal>> accept(
        std::string conversation, std::string peer, connectors::web_chat::Message message);

    /// Decides and stores the reply. A failure leaves the message to Inbox::recover.
    boost::asio::awaitable<void> process(desk::AcceptedMessage accepted);

    /// Whether this address may open another conversation now; otherwise how long to wait.
    std::optional<std::chrono::seconds> admit_visitor(const std::string& peer);

  private:
    ChatIntakeParts parts_;
    RateLimit per_conversation_;
    RateLimit per_address_;
    RateLimit visitors_per_address_;
};

}  // namespace reformdesk::api
