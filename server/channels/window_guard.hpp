// Keeps replies that Zalo would refuse from being sent: an account may write to a person for 7 days after
// they last did something.
#pragma once

#include "connectors/connector.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/net/offload.hpp"

#include <chrono>

namespace reformdesk::channels {

/// Lives on the I/O thread; what is passed in must outlive it. Where nothing is known of a person, and in
/// groups, which have no window, the channel itself decides.
class WindowGuard : public connectors::Connector {
  public:
    static constexpr std::chrono::hours window{7 * 24};

    WindowGuard(connectors::Connector& inner, desk::ContactStore& contacts, net::WorkerPool& pool,
                const desk::Clock& clock)
        : inner_(inner), contacts_(contacts), pool_(pool), clock_(clock) {}

    connectors::Channel channel() const override { return inner_.channel(); }
    boost::asio::awaitable<connectors::DeliveryResult> send(connectors::OutboundMessage message) override;

  private:
    connectors::Connector& inner_;
    desk::ContactStore& contacts_;
    net::WorkerPool& pool_;
    const desk::Clock& clock_;
};

}  // namespace reformdesk::channels
