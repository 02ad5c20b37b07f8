// How the channels are, when the bot speaks in their groups, and replies that did not arrive.
#pragma once

#include "server/api/channel_status.hpp"
#include "server/api/session_guard.hpp"
#include "server/desk/channel_store.hpp"
#include "server/desk/clock.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// What it stands on; everything outlives it. The functions are called on the I/O thread.
struct ChannelsApiParts {
    desk::EventStore& events;
    desk::GroupStore& groups;
    desk::DeliveryStore& deliveries;
    const desk::Clock& clock;
    SessionGuard& guard;
    net::WorkerPool& pool;
    std::string public_url;  ///< may be empty
    std::function<ChannelsStatus()> status;
    std::function<void()> retried;  ///< a failed delivery is to be tried again
};

/// Lives on the I/O thread.
class ChannelsApi {
  public:
    explicit ChannelsApi(ChannelsApiParts parts);

    std::vector<net::Route> routes();

  private:
    boost::asio::awaitable<net::Response> show(net::RequestPointer request);
    boost::asio::awaitable<net::Response> list_groups(net::RequestPointer request);
    boost::asio::awaitable<net::Response> change_group(net::RequestPointer request);
    boost::asio::awaitable<net::Response> list_deliveries(net::RequestPointer request);
    boost::asio::awaitable<net::Response> retry_delivery(net::RequestPointer request);

    ChannelsApiParts parts_;
};

}  // namespace reformdesk::api
