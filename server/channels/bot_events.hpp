// What becomes of every event of a bot of Zalo's Bot Platform, and where a webhook brings them.
#pragma once

#include "connectors/zalo_bot/inbound.hpp"
#include "server/channels/event_intake.hpp"
#include "server/channels/event_pump.hpp"
#include "server/channels/message_desk.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace reformdesk::channels {

/// The event as it is stored, whichever way it came: its key, and a body that parse_webhook reads.
desk::ChannelEvent stored_bot_event(const connectors::zalo_bot::Event& event, std::string body,
                                    desk::Timestamp now);
/// The body of an event that came through getUpdates.
std::string bot_event_body(const connectors::zalo_bot::Event& event);

class BotEvents : public EventHandler {
  public:
    /// `written`: something that is to be delivered was written. Called on a worker.
    BotEvents(MessageDesk& messages, std::function<void()> written);

    /// Who the bot is, once Zalo told; before, mentions of its name stay in the text. Thread-safe.
    void set_profile(connectors::zalo_bot::Profile profile);

    std::string lane(const desk::ChannelEvent& event) override;
    desk::EventSettlement handle(const desk::ChannelEvent& event) override;

  private:
    connectors::zalo_bot::Profile profile();
    Heard hear(const connectors::zalo_bot::Event& event);

    MessageDesk& messages_;
    std::function<void()> written_;
    std::mutex mutex_;
    connectors::zalo_bot::Profile profile_;
};

/// Lives on the I/O thread.
class BotWebhook {
  public:
    /// `stored` hears of each new event once it is on disk.
    BotWebhook(EventIntake& intake, const desk::Clock& clock, std::string secret,
               std::function<void(const connectors::zalo_bot::Event&)> stored,
               std::function<void(const std::string& what, const std::string& detail)> note);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> receive(net::RequestPointer request);

    EventIntake& intake_;
    const desk::Clock& clock_;
    std::string secret_;
    std::function<void(const connectors::zalo_bot::Event&)> stored_;
    std::function<void(const std::string&, const std::string&)> note_;
};

}  // namespace reformdesk::channels
