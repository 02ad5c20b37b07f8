// Where Zalo brings an Official Account's events: proved, written, acknowledged.
#pragma once

#include "connectors/zalo_oa/signature.hpp"
#include "server/channels/event_intake.hpp"
#include "server/desk/clock.hpp"
#include "server/net/router.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace reformdesk::channels {

struct OaWebhookOptions {
    connectors::zalo_oa::SignatureKeys keys;
    std::string verifier;  ///< the code of Zalo's domain verification; empty: none is served
};

struct OaWebhookCounts {
    std::uint64_t accepted = 0;
    std::uint64_t repeated = 0;
    std::uint64_t probes = 0;
    std::uint64_t refused = 0;  ///< with a wrong signature
    std::uint64_t busy = 0;
    std::optional<desk::Timestamp> last_accepted;
    std::optional<desk::Timestamp> last_refused;
    std::string variant;  ///< of the signature, as last matched
};

/// Lives on the I/O thread.
class OaWebhook {
  public:
    /// `note` gets what an operator should find in the log: the first signature of each variant, and
    /// refusals.
    OaWebhook(EventIntake& intake, const desk::Clock& clock, OaWebhookOptions options,
              std::function<void(const std::string& what, const std::string& detail)> note);

    std::vector<net::Route> routes();
    const OaWebhookCounts& counts() const { return counts_; }

  private:
    boost::asio::awaitable<net::Response> receive(net::RequestPointer request);
    boost::asio::awaitable<net::Response> verification(net::RequestPointer request);
    net::Response refuse(const net::Request& request);
    desk::ChannelEvent event_of(const net::Request& request) const;
    void matched(connectors::zalo_oa::SignatureVariant variant);

    EventIntake& intake_;
    const desk::Clock& clock_;
    OaWebhookOptions options_;
    std::function<void(const std::string&, const std::string&)> note_;
    OaWebhookCounts counts_;
};

}  // namespace reformdesk::channels
