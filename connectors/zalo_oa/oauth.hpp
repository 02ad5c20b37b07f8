// Zalo's OAuth v4: the page on which an administrator grants access, and the calls that give tokens. Pure.
#pragma once

#include "connectors/http_client.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

namespace reformdesk::connectors::zalo_oa {

struct OAuthSettings {
    std::string url = "https://oauth.zaloapp.com";
    std::string app_id;
    std::string app_secret;
    /// The PKCE verifier behind the challenge that the app's console keeps; empty: a new one for each
    /// consent.
    std::string code_verifier = {};
    std::chrono::milliseconds deadline{15'000};
};

/// base64url without padding.
std::string base64url(std::string_view bytes);

/// PKCE: 32 random bytes as a verifier of 43 characters, and the challenge that is shown for it.
std::string code_verifier(std::string_view random_bytes);
std::string code_challenge(std::string_view verifier);

/// Where the administrator's browser goes. It comes back to `redirect_uri` with `code`, `oa_id` and `state`.
std::string consent_url(const OAuthSettings& settings, const std::string& redirect_uri,
                        const std::string& challenge, const std::string& state);

/// A code works once, for 10 minutes.
HttpRequest exchange_code(const OAuthSettings& settings, const std::string& code,
                          const std::string& verifier);
/// A refresh token works once: the answer brings the next one.
HttpRequest refresh_tokens(const OAuthSettings& settings, const std::string& refresh_token);

struct IssuedTokens {
    std::string access_token;
    std::string refresh_token;  ///< empty when Zalo gave none, as for accounts that aren't verified
    std::chrono::seconds access_lifetime{};
    std::chrono::seconds refresh_lifetime{};
};

/// Zalo said no: the call had no effect.
struct OAuthError {
    std::int64_t code = 0;
};

/// The call had no effect: it didn't arrive, or something in front of Zalo's server refused it.
struct TokensNotAsked {};

/// No answer, HTML, half an answer, tokens that can't be sent in a header: the code or the refresh token may
/// be used up.
struct TokensUnknown {};

using TokenAnswer = std::variant<IssuedTokens, OAuthError, TokensNotAsked, TokensUnknown>;

TokenAnswer read_tokens(const HttpResult& result);

/// The refresh token is used up or expired: only a new consent helps.
bool is_dead_refresh_token(std::int64_t code);

/// Hex HMAC-SHA256 of the access token under the app's secret: the header `appsecret_proof`.
std::string appsecret_proof(std::string_view app_secret, std::string_view access_token);

}  // namespace reformdesk::connectors::zalo_oa
