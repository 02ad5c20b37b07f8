// Reads a visitor's conversation from the store, in the shape of the web chat protocol.
#pragma once

#include "connectors/web_chat/frames.hpp"
#include "server/desk/store.hpp"

#include <optional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// What is newer than a sequence number.
struct ChatNews {
    std::int64_t conversation = 0;                         ///< 0: nothing has been written in it yet
    std::int64_t last = 0;                                 ///< the newest sequence
    std::vector<connectors::web_chat::EntryView> entries;  ///< at most entries_per_frame
};

/// Thread-safe; blocks; throws StoreError.
class ChatReader {
  public:
    ChatReader(desk::ConversationStore& conversations, desk::TicketStore& tickets);

    /// `external_id`: the channel's id of the conversation.
    ChatNews news(const std::string& external_id, std::int64_t after);
    std::vector<connectors::web_chat::TicketView> tickets(const std::string& external_id);

  private:
    desk::ConversationStore& conversations_;
    desk::TicketStore& tickets_;
};

}  // namespace reformdesk::api
