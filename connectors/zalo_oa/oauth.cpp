#include "connectors/zalo_oa/oauth.hpp"

#include "connectors/digest.hpp"
#include "connectors/json_fields.hpp"
#include "connectors/wire/json.hpp"
#include "connectors/zalo_oa/form.hpp"
#include "connectors/zalo_oa/whole_number.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <sodium.h>

namespace reformdesk::connectors::zalo_oa {

namespace {

using wire::Json;

// What Zalo documents; taken when the answer says nothing, or nonsense.
constexpr std::chrono::seconds usual_access_lifetime{90'000};
constexpr std::chrono::seconds usual_refresh_lifetime{90 * 86'400};
constexpr std::chrono::seconds longest_lifetime{366 * 86'400};
constexpr std::size_t longest_token = 4096;

// Printable ASCII without spaces: what may stand in a header.
bool is_token(std::string_view text) {
    return !text.empty() && text.size() <= longest_token &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < '\x7F'; });
}

std::chrono::seconds lifetime(const Json* value, std::chrono::seconds usual) {
    const auto seconds = whole_number(value).value_or(0);
    return seconds > 0 && seconds <= longest_lifetime.count() ? std::chrono::seconds(seconds) : usual;
}

std::optional<IssuedTokens> issued_tokens(const Json& answer) {
    IssuedTokens tokens;
    tokens.access_token = answer.text_at("access_token").value_or("");
    tokens.refresh_token = answer.text_at("refresh_token").value_or("");
    if (!is_token(tokens.access_token) ||
        (!tokens.refresh_token.empty() && !is_token(tokens.refresh_token))) {
        return std::nullopt;
    }
    tokens.access_lifetime = lifetime(answer.find("expires_in"), usual_access_lifetime);
    tokens.refresh_lifetime = lifetime(answer.find("refresh_token_expires_in"), usual_refresh_lifetime);
    return tokens;
}

HttpRequest token_request(const OAuthSettings& settings, const Fields& fields) {
    HttpRequest request;
    request.method = "POST";
    request.url = settings.url + "/v4/oa/access_token";
    request.headers = {{"secret_key", settings.app_secret},
                       {"Content-Type", "application/x-www-form-urlencoded"},
                       {"Accept", "application/json"}};
    request.body = encoded_fields(fields);
    request.deadline = settings.deadline;
    request.longest_response = 64u << 10;
    return request;
}

}  // namespace

std::string base64url(std::string_view bytes) {
    constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
    std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), variant);
    text.pop_back();  // the terminator that libsodium writes
    return text;
}

std::string code_verifier(std::string_view random_bytes) {
    return base64url(random_bytes);
}

std::string code_challenge(std::string_view verifier) {
    const auto digest = sha256({verifier});
    return base64url({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

std::string consent_url(const OAuthSettings& settings, const std::string& redirect_uri,
                        const std::string& challenge, const std::string& state) {
    return settings.url + "/v4/oa/permission?" +
           encoded_fields({{"app_id", settings.app_id},
                           {"redirect_uri", redirect_uri},
                           {"code_challenge", challenge},
                           {"state", state}});
}

HttpRequest exchange_code(const OAuthSettings& settings, const std::string& code,
                          const std::string& verifier) {
    return token_request(settings, {{"app_id", settings.app_id},
                                    {"grant_type", "authorization_code"},
                                    {"code", code},
                                    {"code_verifier", verifier}});
}

HttpRequest refresh_tokens(const OAuthSettings& settings, const std::string& refresh_token) {
    return token_request(
        settings,
        {{"app_id", settings.app_id}, {"grant_type", "refresh_token"}, {"refresh_token", refresh_token}});
}

TokenAnswer read_tokens(const HttpResult& result) {
    if (result.failure == HttpFailure::not_sent) {
        return TokensNotAsked{};
    }
    if (result.failure == HttpFailure::unknown) {
        return TokensUnknown{};
    }
    const auto parsed = wire::parse(result.response.body);
    const auto* answer = std::get_if<Json>(&parsed);
    const auto code = answer == nullptr ? std::nullopt : whole_number(answer->find("error"));
    if (code && *code != 0) {
        return OAuthError{*code};
    }
    if (answer != nullptr) {
        if (const auto tokens = issued_tokens(*answer)) {
            return *tokens;
        }
    }
    const bool refused_on_the_way = result.response.status >= 300 && result.response.status < 500;
    return refused_on_the_way ? TokenAnswer(TokensNotAsked{}) : TokenAnswer(TokensUnknown{});
}

bool is_dead_refresh_token(std::int64_t code) {
    constexpr std::array<std::int64_t, 2> dead{-118, -14014};
    return std::find(dead.begin(), dead.end(), code) != dead.end();
}

std::string appsecret_proof(std::string_view app_secret, std::string_view access_token) {
    Digest digest{};
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char*>(app_secret.data()),
                                app_secret.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(access_token.data()),
                                  access_token.size());
    crypto_auth_hmacsha256_final(&state, digest.data());
    return to_hex(digest);
}

}  // namespace reformdesk::connectors::zalo_oa
