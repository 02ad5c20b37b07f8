// The port that every channel implements to bring replies out.
#pragma once

#include "connectors/message.hpp"

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors {

/// Lives on the I/O thread.
class Connector {
  public:
    virtual ~Connector() = default;
    virtual Channel channel() const = 0;
    /// Takes the message by value: it must live through the suspension.
    virtual boost::asio::awaitable<DeliveryResult> send(OutboundMessage message) = 0;
};

}  // namespace reformdesk::connectors
