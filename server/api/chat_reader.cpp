#include "server/api/chat_reader.hpp"

#include "server/api/views.hpp"

namespace reformdesk::api {

namespace web_chat = connectors::web_chat;

ChatReader::ChatReader(desk::ConversationStore& conversations, desk::TicketStore& tickets)
    : conversations_(conversations), tickets_(tickets) {}

ChatNews ChatReader::news(const std::string& external_id, std::int64_t after) {
    ChatNews news;
    const auto conversation = conversations_.find_conversation(connectors::Channel::web_chat, external_id);
    if (!conversation) {
        return news;
    }
    news.conversation = conversation->id;
    news.last = conversation->last_sequence;
    if (after < news.last) {
        for (const auto& entry :
             conversations_.entries(conversation->id, after, web_chat::entries_per_frame)) {
            news.entries.push_back(visitor_entry(entry));
        }
    }
    return news;
}

std::vector<web_chat::TicketView> ChatReader::tickets(const std::string& external_id) {
    std::vector<web_chat::TicketView> views;
    const auto conversation = conversations_.find_conversation(connectors::Channel::web_chat, external_id);
    if (conversation) {
        for (const auto& ticket : tickets_.tickets_of(conversation->id)) {
            views.push_back(visitor_ticket(ticket));
        }
    }
    return views;
}

}  // namespace reformdesk::api
