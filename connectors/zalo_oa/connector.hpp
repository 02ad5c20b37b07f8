// Brings replies to Zalo: to a person, to a group in which the asker is mentioned, or to an anonymous
// visitor.
#pragma once

#include "connectors/connector.hpp"
#include "connectors/http_client.hpp"
#include "connectors/thread.hpp"
#include "connectors/zalo_oa/api_call.hpp"
#include "connectors/zalo_oa/api_client.hpp"
#include "connectors/zalo_oa/sent_copy.hpp"
#include "connectors/zalo_oa/tokens.hpp"

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

struct ConnectorOptions {
    ApiSettings api;
    /// After this no further part is begun: the next attempt goes on. With a request's deadline and a wait
    /// for tokens it stays below the lease of the outbox.
    std::chrono::milliseconds longest_send{10'000};
};

/// Lives on the I/O thread; sends for many conversations at once, and never two of the same. The client and
/// the tokens must outlive it.
///
/// An attempt whose answer was lost is looked up in Zalo's history before the part is sent again. Where the
/// history can't be read, the part is sent once more after `lookups_before_sending_blindly` attempts, and
/// then never again: the asker gets at most one extra copy. Only a process that dies while it sends blindly
/// can add another.
class OaConnector : public Connector {
  public:
    static constexpr int lookups_before_sending_blindly = 3;

    OaConnector(HttpClient& http, Tokens& tokens, Clock clock, ConnectorOptions options);

    Channel channel() const override { return Channel::zalo_oa; }
    boost::asio::awaitable<DeliveryResult> send(OutboundMessage message) override;

  private:
    struct Sending;
    /// What this process remembers of a delivery whose last attempt got no answer.
    struct Doubt {
        std::optional<Timestamp> since = {};  ///< when that attempt was made
        int lookups_failed = 0;
    };

    boost::asio::awaitable<bool> settle_doubt(Sending& sending);
    boost::asio::awaitable<void> send_parts(Sending& sending);
    boost::asio::awaitable<bool> send_part(Sending& sending);

    SoughtText sought_by(const Sending& sending) const;
    bool send_blindly_or_later(Sending& sending);
    void skip_sent_copies(Sending& sending, const std::vector<HistoryItem>& items, SoughtText& sought);
    void remember_doubt(Sending& sending, std::string detail, Timestamp at);
    Doubt& doubt_about(const Sending& sending);

    ApiCalls calls_;
    ApiClient client_;
    Tokens& tokens_;
    Clock clock_;
    ConnectorOptions options_;
    std::map<std::int64_t, Doubt> doubts_;  ///< by delivery; the oldest go when there are too many
};

}  // namespace reformdesk::connectors::zalo_oa
