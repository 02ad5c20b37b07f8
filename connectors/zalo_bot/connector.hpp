// Brings replies to Zalo's Bot Platform, one part after the other.
#pragma once

#include "connectors/connector.hpp"
#include "connectors/zalo_bot/client.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_bot {

/// Lives on the I/O thread. Sends behind message.parts_delivered, and stops at the first part that isn't
/// surely taken. The Bot API can't be asked what it took: a part whose answer was lost is sent once more
/// (unknown, then maybe_taken), and when that answer is lost too the delivery has failed. So an asker gets at
/// most one copy too many, and no part is left out unless the delivery is reported as failed.
class BotConnector : public Connector {
  public:
    /// The client must outlive the connector.
    explicit BotConnector(Client& client) : client_(client) {}

    Channel channel() const override { return Channel::zalo_bot; }
    boost::asio::awaitable<DeliveryResult> send(OutboundMessage message) override;

    /// Shows in the conversation that an answer is being written; for some seconds. Whether that works does
    /// not matter: never throws.
    boost::asio::awaitable<void> show_typing(std::string conversation);

  private:
    Client& client_;
};

}  // namespace reformdesk::connectors::zalo_bot
