// Keeps replies that Zalo would refuse from being sent: an account may write to a person for 7 days after
// they last did something, and to a group as long as there is one.
#pragma once

#include "connectors/connector.hpp"
#include "connectors/thread.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/net/offload.hpp"

#include <chrono>

namespace reformdesk::channels {

/// Lives on the I/O thread; what is passed in must outlive it. Where nothing is known of a person or a group,
/// the channel itself decides. For a group that was dissolved Zalo's own answer does not tell so: it only
/// finds a field of the message invalid.
class WindowGuard : public connectors::Connector {
  public:
    static constexpr std::chrono::hours window{7 * 24};

    WindowGuard(connectors::Connector& inner, desk::ContactStore& contacts, desk::GroupStore& groups,
                net::WorkerPool& pool, const desk::Clock& clock)
        : inner_(inner), contacts_(contacts), groups_(groups), pool_(pool), clock_(clock) {}

    connectors::Channel channel() const override { return inner_.channel(); }
    boost::asio::awaitable<connectors::DeliveryResult> send(connectors::OutboundMessage message) override;

  private:
    connectors::DeliveryReason reason_against(const connectors::Thread& thread);

    connectors::Connector& inner_;
    desk::ContactStore& contacts_;
    desk::GroupStore& groups_;
    net::WorkerPool& pool_;
    const desk::Clock& clock_;
};

}  // namespace reformdesk::channels
