// What becomes of every event of a Zalo Official Account: it is handled, or recorded with the reason why not.
#pragma once

#include "connectors/zalo_oa/event.hpp"
#include "server/channels/event_pump.hpp"
#include "server/channels/message_desk.hpp"

#include <string>
#include <vector>

namespace reformdesk::channels {

struct OaEventsOptions {
    std::string oa_id;
    std::vector<std::string> prefixes;     ///< what speaks to the bot in a group
    std::vector<std::string> suggestions;  ///< example questions for who begins to follow
};

/// What it stands on; everything outlives it.
struct OaEventsParts {
    MessageDesk& messages;
    desk::ContactStore& contacts;
    desk::GroupStore& groups;
    desk::DeliveryStore& deliveries;
    desk::AdditionStore& additions;
    const desk::Clock& clock;
    /// A ticket changed because a person wrote in Zalo's own tool. Called on a worker.
    std::function<void(const desk::Ticket&)> ticket_changed;
    /// Something that is to be delivered was written. Called on a worker.
    std::function<void()> written;
};

class OaEvents : public EventHandler {
  public:
    OaEvents(OaEventsParts parts, OaEventsOptions options);

    std::string lane(const desk::ChannelEvent& event) override;
    desk::EventSettlement handle(const desk::ChannelEvent& event) override;

  private:
    using Event = connectors::zalo_oa::Event;

    Heard dispatch(const Event& event, const desk::ChannelEvent& raw);
    Heard hear(const Event& event);
    Heard hear_echo(const Event& event);
    Heard follow(const Event& event, const desk::ChannelEvent& raw, bool follows);
    Heard withdraw(const Event& event);
    Heard receipt(const Event& event);
    Heard change_group(const Event& event);

    OaEventsParts parts_;
    OaEventsOptions options_;
};

}  // namespace reformdesk::channels
