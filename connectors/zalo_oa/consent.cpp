#include "connectors/zalo_oa/consent.hpp"

#include "connectors/digest.hpp"
#include "connectors/zalo_oa/errors.hpp"
#include "connectors/zalo_oa/token_refresh.hpp"

#include <exception>
#include <utility>
#include <variant>

#include <boost/asio/use_awaitable.hpp>
#include <sodium.h>

namespace reformdesk::connectors::zalo_oa {

using boost::asio::awaitable;

namespace {

std::string random_text() {
    std::string bytes(32, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return base64url(bytes);
}

bool is_same_secret(const std::string& left, const std::string& right) {
    return !left.empty() && equal_in_constant_time(sha256({left}), sha256({right}));
}

ConsentResult refused(std::string detail) {
    return {false, std::move(detail)};
}

}  // namespace

Consent::Consent(HttpClient& http, TokenStore& store, Clock clock, OAuthSettings settings, std::string oa_id)
    : http_(http),
      store_(store),
      clock_(std::move(clock)),
      settings_(std::move(settings)),
      oa_id_(std::move(oa_id)) {}

PendingConsent Consent::begin(const std::string& redirect_uri) const {
    PendingConsent pending;
    pending.state = random_text();
    pending.verifier = settings_.code_verifier.empty() ? random_text() : settings_.code_verifier;
    pending.url = consent_url(settings_, redirect_uri, code_challenge(pending.verifier), pending.state);
    return pending;
}

awaitable<ConsentResult> Consent::finish(PendingConsent pending, ConsentReply reply) {
    if (!is_same_secret(pending.state, reply.state)) {
        co_return refused("Phiên cấp quyền không khớp hoặc đã cũ; hãy bắt đầu lại.");
    }
    if (reply.code.empty() || reply.oa_id.empty()) {
        co_return refused("Quyền chưa được cấp trên trang của Zalo.");
    }
    if (!oa_id_.empty() && reply.oa_id != oa_id_) {
        co_return refused(
            "Official Account vừa được cấp quyền không phải là tài khoản đã khai báo trong cấu hình.");
    }
    auto request = exchange_code(settings_, reply.code, pending.verifier);
    const auto http_result = co_await http_.request(std::move(request));
    auto answer = read_tokens(http_result);
    if (const auto* error = std::get_if<OAuthError>(&answer)) {
        co_return refused("Zalo từ chối cấp mã truy cập: " + explain(rule_for(error->code, 0)));
    }
    auto* issued = std::get_if<IssuedTokens>(&answer);
    if (issued == nullptr) {
        co_return refused("Không nhận được trả lời của Zalo; hãy cấp quyền lại từ đầu.");
    }
    ConsentResult result = co_await store_tokens(std::move(*issued), std::move(reply.oa_id));
    co_return result;
}

awaitable<ConsentResult> Consent::store_tokens(IssuedTokens issued, std::string oa_id) {
    bool failed = false;
    // A refresh may store a pair of the old grant at the same time.
    for (int attempt = 0; attempt < 3 && !failed; ++attempt) {
        bool saved = false;
        try {
            const auto old = co_await store_.load();
            auto tokens = stored_tokens(issued, oa_id, old ? old->generation + 1 : 1, clock_());
            saved = co_await store_.save(std::move(tokens));
        } catch (const std::exception&) {
            failed = true;
        }
        if (saved) {
            co_return ConsentResult{true, "Đã cấp quyền cho Official Account."};
        }
    }
    co_return refused(
        "Không lưu được mã truy cập mới của Zalo; kiểm tra cơ sở dữ liệu rồi cấp quyền lại từ đầu.");
}

}  // namespace reformdesk::connectors::zalo_oa
