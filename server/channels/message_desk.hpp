// Takes what people write on channels with groups and experts: to the inbox, to an expert's tickets, or to
// nobody.
#pragma once

#include "connectors/message.hpp"
#include "server/channels/expert_desk.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/desk/group_rule.hpp"
#include "server/desk/inbox.hpp"
#include "server/desk/search.hpp"

#include <functional>
#include <optional>
#include <string>

namespace reformdesk::channels {

/// A message of a person, as Zalo's platforms bring it.
struct PersonMessage {
    connectors::Channel channel = connectors::Channel::zalo_oa;
    std::string conversation;  ///< as connectors/thread.hpp writes it
    std::string person;
    std::string group;  ///< empty: one to one
    std::string source_id;
    std::string quote_id;                               ///< of the message that it replies to
    std::optional<connectors::InboundMessage> message;  ///< when there is text for the bot
    std::string for_expert;                             ///< the text, and a line for each attachment
    bool has_attachments = false;
    bool cut = false;  ///< the end of the text is lost
    desk::GroupAddress address;
};

struct Heard {
    desk::EventOutcome outcome = desk::EventOutcome::handled;
    std::string reason = {};
};

struct MessageDeskOptions {
    desk::GroupRuleOptions group;
    std::string web_link;  ///< where people may ask without others; may be empty
    std::string territory;
};

/// What it stands on; everything outlives it.
struct MessageDeskParts {
    desk::Inbox& inbox;
    desk::ContactStore& contacts;
    desk::GroupStore& groups;
    desk::DeliveryStore& deliveries;
    desk::AdditionStore& additions;
    desk::Search& search;
    const desk::Clock& clock;
    ExpertDesk& experts;
    /// A message was settled. Called on a worker.
    std::function<void(const desk::Settled&)> settled;
};

/// Thread-safe; blocks. Throws desk::StoreError; hearing the same message again does no harm.
class MessageDesk {
  public:
    MessageDesk(MessageDeskParts parts, MessageDeskOptions options);

    Heard hear(PersonMessage message);

    /// A person did something one to one that makes the channel take replies to them again: what waited for
    /// that goes out.
    void note_activity(connectors::Channel channel, const std::string& person,
                       const std::string& conversation);

  private:
    void deliver_what_waited(connectors::Channel channel, const std::string& conversation);
    std::optional<Heard> hear_in_group(PersonMessage& message);
    bool is_sure_of(const PersonMessage& message) const;
    Heard set_speaking(const PersonMessage& message, desk::Group group);
    Heard hear_without_words(const PersonMessage& message);
    void say(const PersonMessage& message, std::string text, std::string_view about);

    MessageDeskParts parts_;
    MessageDeskOptions options_;
};

}  // namespace reformdesk::channels
