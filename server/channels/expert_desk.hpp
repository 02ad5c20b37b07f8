// Experts who work from their own account on a channel: linking it, notices of new tickets, and "#1024 …".
#pragma once

#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/expert_command.hpp"
#include "server/desk/search.hpp"
#include "server/desk/store.hpp"

#include <functional>
#include <string>

namespace reformdesk::channels {

/// What it stands on; everything outlives it.
struct ExpertDeskParts {
    desk::ConversationStore& conversations;
    desk::TicketStore& tickets;
    desk::ArticleStore& articles;
    desk::DeliveryStore& deliveries;
    desk::AdditionStore& additions;
    desk::LinkStore& links;
    desk::Search& search;
    const desk::Clock& clock;
    std::string territory;
    /// A ticket changed by what an expert wrote. Called on a worker.
    std::function<void(const desk::Ticket&)> changed;
    /// What is stored of a link code.
    std::function<std::string(const std::string& code)> hash;
};

/// Thread-safe; blocks. Throws desk::StoreError; hearing or telling the same again does no harm.
class ExpertDesk {
  public:
    explicit ExpertDesk(ExpertDeskParts parts) : parts_(std::move(parts)) {}

    /// A message written one to one. True when it was meant for tickets or linked an account: then it is no
    /// question.
    bool hear(connectors::Channel channel, const std::string& person, const std::string& conversation,
              const std::string& text, const std::string& quote_id, const std::string& source_id);

    /// Tells the experts of the ticket's field that it is there, each of them once. Who linked their account
    /// after the ticket last changed has it in the console.
    void tell_of(const desk::Ticket& ticket);
    /// Tells of the open tickets that changed since then: a process may have died, or the database failed,
    /// between a ticket and its notices.
    void tell_again(desk::Timestamp since);

  private:
    struct Order {
        desk::AccountLink expert;
        desk::ExpertCommand command;
        std::string conversation;
        std::string source_id;
    };

    bool link_account(connectors::Channel channel, const std::string& person, const std::string& conversation,
                      const std::string& text, const std::string& source_id);
    std::optional<std::int64_t> ticket_behind(connectors::Channel channel, const std::string& message_id);
    static std::string request_id(const Order& order);
    void obey(const Order& order);
    std::string act(const Order& order, const desk::Ticket& ticket);
    std::string reply_to_asker(const Order& order, const desk::Ticket& ticket, bool close_only);
    std::string description(const desk::Ticket& ticket, bool with_log);
    std::optional<desk::StoredArticle> closest_article(const desk::Ticket& ticket);
    void say(connectors::Channel channel, const std::string& conversation, std::string text, std::string key);

    ExpertDeskParts parts_;
};

}  // namespace reformdesk::channels
