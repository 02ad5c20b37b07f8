// The web chat over WebSocket: /chat/v1.
#pragma once

#include "connectors/web_chat/hub.hpp"
#include "server/api/chat_intake.hpp"
#include "server/api/chat_reader.hpp"
#include "server/api/origin.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace reformdesk::api {

/// What a chat stands on; everything outlives the server.
struct ChatParts {
    ChatIntake& intake;
    ChatReader& reader;
    connectors::web_chat::Hub& hub;
    net::WorkerPool& pool;
    const OriginRule& origins;
    std::vector<std::string> suggestions;
    std::function<void(const std::string&)> trouble;
};

/// The channel's id of the conversation that a visitor's token opens. The token itself is stored nowhere.
std::string conversation_of(const std::string& visitor_token);

/// Lives on the I/O thread.
class ChatSocketApi {
  public:
    explicit ChatSocketApi(ChatParts parts);

    std::vector<net::Route> routes();

  private:
    std::shared_ptr<const ChatParts> parts_;
};

/// Queues the goodbye of a server that stops.
void say_goodbye(net::WebSocket& socket);

}  // namespace reformdesk::api
