// Granting this server access to an Official Account: the administrator's browser goes to Zalo's page and
// comes back here.
#pragma once

#include "connectors/zalo_oa/consent.hpp"
#include "server/api/session_guard.hpp"
#include "server/desk/clock.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <string>
#include <vector>

namespace reformdesk::api {

/// What it stands on; everything outlives it.
struct ConsentApiParts {
    connectors::zalo_oa::Consent* consent;  ///< nullptr without an Official Account
    const desk::Clock& clock;
    SessionGuard& guard;
    std::string public_url;         ///< may be empty
    std::function<void()> granted;  ///< called on the I/O thread: there are new tokens
};

/// Lives on the I/O thread. What was begun is kept in memory: the browser has to come back to the same
/// process.
class ConsentApi {
  public:
    explicit ConsentApi(ConsentApiParts parts);

    std::vector<net::Route> routes();

  private:
    struct Begun {
        connectors::zalo_oa::PendingConsent pending;
        std::string session;  ///< the token of who began it: only while that session lasts it can be finished
        desk::Timestamp at;
    };

    boost::asio::awaitable<net::Response> begin(net::RequestPointer request);
    boost::asio::awaitable<net::Response> finish(net::RequestPointer request);

    std::optional<Begun> take(std::string_view state);
    void forget_old();

    ConsentApiParts parts_;
    std::vector<Begun> begun_ = {};
};

}  // namespace reformdesk::api
