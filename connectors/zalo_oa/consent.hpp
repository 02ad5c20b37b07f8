// How an administrator of the Official Account grants access, at first and whenever the grant is lost: their
// browser goes to Zalo's page and comes back with a code, for which Zalo gives the first pair of tokens.
#pragma once

#include "connectors/http_client.hpp"
#include "connectors/zalo_oa/oauth.hpp"
#include "connectors/zalo_oa/token_store.hpp"

#include <string>

#include <boost/asio/awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

/// `state` and `verifier` are kept until the browser comes back, and shown to nobody else.
struct PendingConsent {
    std::string url;  ///< where the browser goes
    std::string state;
    std::string verifier;
};

/// What the browser brings to the redirect address.
struct ConsentReply {
    std::string code;
    std::string state;
    std::string oa_id;
};

struct ConsentResult {
    bool granted = false;
    std::string detail;  ///< Vietnamese: what happened, or what to do; no secrets
};

/// Lives on the I/O thread. The client and the store must outlive it.
class Consent {
  public:
    /// `oa_id`: the only account that may be granted; empty: any.
    Consent(HttpClient& http, TokenStore& store, Clock clock, OAuthSettings settings, std::string oa_id);

    /// `redirect_uri` is the one that the app's console knows.
    PendingConsent begin(const std::string& redirect_uri) const;

    /// Stores the new pair in place of the old one; all processes find it there.
    boost::asio::awaitable<ConsentResult> finish(PendingConsent pending, ConsentReply reply);

  private:
    boost::asio::awaitable<ConsentResult> store_tokens(IssuedTokens issued, std::string oa_id);

    HttpClient& http_;
    TokenStore& store_;
    Clock clock_;
    OAuthSettings settings_;
    std::string oa_id_;
};

}  // namespace reformdesk::connectors::zalo_oa
