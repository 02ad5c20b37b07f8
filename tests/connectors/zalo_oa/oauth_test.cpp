#include "connectors/zalo_oa/oauth.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk::connectors::zalo_oa {
namespace {

using ::testing::Contains;
using ::testing::Pair;
using namespace std::chrono_literals;

OAuthSettings settings() {
    OAuthSettings made;
    made.app_id = "2718";
    made.app_secret = "s3cret";
    return made;
}

TokenAnswer answer(std::string body, int status = 200) {
    HttpResult result;
    result.response.status = status;
    result.response.body = std::move(body);
    return read_tokens(result);
}

TEST(OaOAuth, TheChallengeIsThatOfRfc7636) {
    const std::string bytes(
        "\x74\x18\xdf\xb4\x97\x99\xe0\x25\x4f\xfa\x60\x7d\xd8\xad\xbb\xba"
        "\x16\xd4\x25\x4d\x69\xd6\xbf\xf0\x5b\x58\x05\x58\x53\x84\x8d\x79",
        32);
    const auto verifier = base64url(bytes);
    EXPECT_EQ(verifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    EXPECT_EQ(verifier.size(), 43u);
    EXPECT_EQ(code_challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(OaOAuth, TheConsentPageGetsChallengeAndState) {
    EXPECT_EQ(consent_url(settings(), "https://cchc.example.vn/zalo/callback?x=1", "E9Mel", "st-1"),
              "https://oauth.zaloapp.com/v4/oa/permission?app_id=2718&redirect_uri="
              "https%3A%2F%2Fcchc.example.vn%2Fzalo%2Fcallback%3Fx%3D1&code_challenge=E9Mel&state=st-1");
}

TEST(OaOAuth, ACodeIsExchangedWithItsVerifier) {
    const auto request = exchange_code(settings(), "c/+ode", "ver-1");
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://oauth.zaloapp.com/v4/oa/access_token");
    EXPECT_THAT(request.headers, Contains(Pair("secret_key", "s3cret")));
    EXPECT_THAT(request.headers, Contains(Pair("Content-Type", "application/x-www-form-urlencoded")));
    EXPECT_EQ(request.body, "app_id=2718&grant_type=authorization_code&code=c%2F%2Bode&code_verifier=ver-1");
}

TEST(OaOAuth, ARefreshBringsTheRefreshToken) {
    EXPECT_EQ(refresh_tokens(settings(), "r-1").body,
              "app_id=2718&grant_type=refresh_token&refresh_token=r-1");
}

TEST(OaOAuth, LifetimesComeAsTextOrNumberOrNotAtAll) {
    const auto issued =
        std::get<IssuedTokens>(answer(R"({"access_token":"a","refresh_token":"r","expires_in":"90000"})"));
    EXPECT_EQ(issued.access_token, "a");
    EXPECT_EQ(issued.refresh_token, "r");
    EXPECT_EQ(issued.access_lifetime, 25h);
    EXPECT_EQ(issued.refresh_lifetime, 90 * 24h);
    const auto numbers = std::get<IssuedTokens>(answer(
        R"({"access_token":"a","refresh_token":"r","expires_in":3600,"refresh_token_expires_in":7776000,"error":0})"));
    EXPECT_EQ(numbers.access_lifetime, 1h);
    EXPECT_EQ(numbers.refresh_lifetime, 90 * 24h);
    for (const auto* nonsense : {"\"\"", "0", "-5", "\"soon\"", "1e99", "99999999999", "null"}) {
        const auto read = std::get<IssuedTokens>(
            answer(std::string(R"({"access_token":"a","refresh_token":"r","expires_in":)") + nonsense + "}"));
        EXPECT_EQ(read.access_lifetime, 25h) << nonsense;
    }
}

TEST(OaOAuth, AnAccountThatIsNotVerifiedGetsNoRefreshToken) {
    EXPECT_EQ(std::get<IssuedTokens>(answer(R"({"access_token":"a","expires_in":"90000"})")).refresh_token,
              "");
}

TEST(OaOAuth, ErrorsComeWithHttp200) {
    EXPECT_EQ(std::get<OAuthError>(answer(R"({"error":-14014,"error_name":"Invalid refresh token",
        "error_reason":"used","ref_doc":"https://developers.zalo.me"})"))
                  .code,
              -14014);
    EXPECT_EQ(std::get<OAuthError>(answer(R"({"error":"-118"})", 400)).code, -118);
    EXPECT_TRUE(is_dead_refresh_token(-118));
    EXPECT_TRUE(is_dead_refresh_token(-14014));
    EXPECT_FALSE(is_dead_refresh_token(-14002));
}

TEST(OaOAuth, AnythingElseMayHaveUsedTheTokenUp) {
    for (const auto* body : {"", "<html>", "{}", "[]", R"({"access_token":""})", R"({"access_token":"a b"})",
                             R"({"access_token":"a\r\nX: 1","refresh_token":"r"})", R"({"access_token":7})",
                             R"({"access_token":"a","refresh_token":"é"})", R"({"access_token":"a")"}) {
        EXPECT_TRUE(std::holds_alternative<TokensUnknown>(answer(body))) << body;
        EXPECT_TRUE(std::holds_alternative<TokensUnknown>(answer(body, 502))) << body;
    }
    HttpResult lost;
    lost.failure = HttpFailure::unknown;
    EXPECT_TRUE(std::holds_alternative<TokensUnknown>(read_tokens(lost)));
    const auto endless = R"({"access_token":")" + std::string(5000, 'a') + "\"}";
    EXPECT_TRUE(std::holds_alternative<TokensUnknown>(answer(endless)));
}

TEST(OaOAuth, WhatNeverReachedZaloUsedNothingUp) {
    HttpResult unsent;
    unsent.failure = HttpFailure::not_sent;
    EXPECT_TRUE(std::holds_alternative<TokensNotAsked>(read_tokens(unsent)));
    EXPECT_TRUE(std::holds_alternative<TokensNotAsked>(answer("<html>blocked</html>", 403)));
    EXPECT_TRUE(std::holds_alternative<TokensNotAsked>(answer("", 302)));
}

}  // namespace
}  // namespace reformdesk::connectors::zalo_oa
