#include "connectors/zalo_oa/token_refresh.hpp"

#include "connectors/zalo_oa/errors.hpp"

#include <exception>
#include <utility>
#include <variant>

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

namespace asio = boost::asio;
using asio::awaitable;
using namespace std::chrono_literals;

namespace {

std::string consent_again() {
    return "vào trang quản trị và cấp quyền lại cho Official Account";
}

RefreshResult problem(std::optional<StoredTokens> tokens, DeliveryReason reason, std::string detail,
                      std::chrono::milliseconds retry_after) {
    return {std::move(tokens), TokenProblem{reason, std::move(detail), retry_after}};
}

RefreshResult unreachable(std::optional<StoredTokens> tokens, std::string detail) {
    return problem(std::move(tokens), DeliveryReason::unreachable, std::move(detail), 30s);
}

RefreshResult store_trouble(std::string detail) {
    return problem(std::nullopt, DeliveryReason::operator_needed, std::move(detail), 10s);
}

// What is stored says why nothing can be done here.
RefreshResult operator_needed(StoredTokens tokens) {
    auto reason = tokens.reason;
    return problem(std::move(tokens), DeliveryReason::operator_needed, std::move(reason), 5min);
}

}  // namespace

StoredTokens stored_tokens(const IssuedTokens& issued, std::string oa_id, std::int64_t generation,
                           Timestamp now) {
    StoredTokens stored;
    stored.oa_id = std::move(oa_id);
    stored.pair.access_token = issued.access_token;
    stored.pair.refresh_token = issued.refresh_token;
    stored.pair.obtained = now;
    stored.pair.access_expires = now + issued.access_lifetime;
    stored.pair.refresh_expires =
        issued.refresh_token.empty() ? stored.pair.access_expires : now + issued.refresh_lifetime;
    stored.generation = generation;
    stored.state_since = now;
    return stored;
}

TokenRefresh::TokenRefresh(HttpClient& http, TokenStore& store, Clock clock, RefreshOptions options)
    : http_(http), store_(store), clock_(std::move(clock)), options_(std::move(options)) {}

awaitable<RefreshResult> TokenRefresh::run(std::int64_t generation) {
    RefreshResult result;
    try {
        result = co_await run_under_lease(generation);
    } catch (const std::exception&) {
        result =
            store_trouble("Không đọc hoặc ghi được nơi lưu mã truy cập Zalo; kiểm tra cơ sở dữ liệu và đĩa.");
    }
    co_return result;
}

awaitable<RefreshResult> TokenRefresh::run_under_lease(std::int64_t generation) {
    const auto now = clock_();
    const bool leased = co_await store_.try_lease(options_.owner, now, now + options_.lease);
    RefreshResult result;
    if (!leased) {
        result = co_await await_other(generation);
        co_return result;
    }
    std::exception_ptr failure;
    try {
        result = co_await run_alone(generation);
    } catch (const std::exception&) {
        failure = std::current_exception();
    }
    co_await store_.release(options_.owner);
    if (failure) {
        std::rethrow_exception(failure);
    }
    co_return result;
}

awaitable<RefreshResult> TokenRefresh::run_alone(std::int64_t generation) {
    RefreshResult result;
    auto stored = co_await store_.load();
    if (!stored) {
        co_return problem(std::nullopt, DeliveryReason::operator_needed,
                          "Official Account chưa được cấp quyền: " + consent_again() + ".", 5min);
    }
    if (stored->generation != generation) {
        unsaved_.reset();
        result.tokens = std::move(stored);
        co_return result;
    }
    if (unsaved_ && unsaved_->generation == generation + 1) {
        result = co_await save_unsaved();
        co_return result;
    }
    if (stored->state == TokenState::needs_operator) {
        co_return operator_needed(std::move(*stored));
    }
    if (stored->pair.refresh_token.empty()) {
        auto reason =
            "Zalo không cấp mã làm mới (refresh token) cho Official Account này: " + consent_again() +
            " trước mỗi lần hết hạn, hoặc xác thực Official Account.";
        result = co_await mark(std::move(*stored), TokenState::needs_operator, std::move(reason));
        co_return result;
    }
    result = co_await ask(std::move(*stored));
    co_return result;
}

awaitable<RefreshResult> TokenRefresh::ask(StoredTokens old) {
    const auto now = clock_();
    const auto pause =
        old.pair.access_expires > now ? options_.pause_while_usable : options_.pause_when_expired;
    const auto waited = now - old.state_since;
    // A clock that was set back must not make the pause endless.
    if (old.state == TokenState::uncertain && waited >= 0s && waited < pause) {
        co_return problem(std::move(old), DeliveryReason::unreachable,
                          "Zalo chưa trả lời yêu cầu làm mới mã truy cập; sẽ thử lại một lần nữa.",
                          pause - waited);
    }
    auto request = refresh_tokens(options_.oauth, old.pair.refresh_token);
    const auto http_result = co_await http_.request(std::move(request));
    const auto answer = read_tokens(http_result);
    RefreshResult result;
    if (const auto* issued = std::get_if<IssuedTokens>(&answer)) {
        unsaved_ = stored_tokens(*issued, old.oa_id, old.generation + 1, clock_());
        result = co_await save_unsaved();
    } else if (const auto* error = std::get_if<OAuthError>(&answer)) {
        const auto code = error->code;
        result = co_await after_refusal(std::move(old), code);
    } else if (std::holds_alternative<TokensNotAsked>(answer)) {
        result = unreachable(std::move(old), "Không kết nối được máy chủ cấp quyền của Zalo.");
    } else {
        result = co_await after_no_answer(std::move(old));
    }
    co_return result;
}

awaitable<RefreshResult> TokenRefresh::save_unsaved() {
    auto copy = *unsaved_;
    bool saved = false;
    bool failed = false;
    try {
        saved = co_await store_.save(std::move(copy));
    } catch (const std::exception&) {
        failed = true;
    }
    if (failed) {
        co_return store_trouble(
            "Không lưu được mã truy cập mới của Zalo; hãy xử lý cơ sở dữ liệu hoặc đĩa đầy trước khi tắt "
            "phần mềm, "
            "nếu không sẽ phải cấp quyền lại.");
    }
    RefreshResult result;
    if (saved) {
        result.tokens = std::exchange(unsaved_, std::nullopt);
    } else {
        // Consent was given anew in the meantime, so that this pair is of no use.
        unsaved_.reset();
        result.tokens = co_await store_.load();
    }
    co_return result;
}

awaitable<RefreshResult> TokenRefresh::after_refusal(StoredTokens old, std::int64_t code) {
    const auto rule = rule_for(code, attempts_at_unknown_codes);
    RefreshResult result;
    if (is_dead_refresh_token(code)) {
        auto reason = explain(rule);
        result = co_await mark(std::move(old), TokenState::needs_operator, std::move(reason));
    } else if (rule.action == ErrorAction::wait_rate_window) {
        result = problem(std::move(old), rule.reason, explain(rule), 1min);
    } else {
        // The operator can mend these without a new consent.
        result = problem(std::move(old), DeliveryReason::operator_needed,
                         "Zalo từ chối làm mới mã truy cập: " + explain(rule), 10min);
    }
    co_return result;
}

awaitable<RefreshResult> TokenRefresh::after_no_answer(StoredTokens old) {
    RefreshResult result;
    if (old.state == TokenState::uncertain) {
        auto reason =
            "Hai lần làm mới mã truy cập Zalo đều không nhận được trả lời nên mã làm mới có thể đã mất hiệu "
            "lực; " +
            consent_again() + ".";
        result = co_await mark(std::move(old), TokenState::needs_operator, std::move(reason));
    } else {
        result = co_await mark(std::move(old), TokenState::uncertain, std::string());
    }
    co_return result;
}

// Another process may have got an answer meanwhile: then its pair counts, and the mark has no effect.
awaitable<RefreshResult> TokenRefresh::mark(StoredTokens old, TokenState state, std::string reason) {
    const auto generation = old.generation;
    co_await store_.mark(generation, state, std::move(reason), clock_());
    auto stored = co_await store_.load();
    if (stored && stored->generation != generation) {
        RefreshResult result;
        result.tokens = std::move(stored);
        co_return result;
    }
    if (stored && state == TokenState::needs_operator) {
        co_return operator_needed(std::move(*stored));
    }
    co_return unreachable(std::move(stored), "Zalo chưa trả lời yêu cầu làm mới mã truy cập.");
}

awaitable<RefreshResult> TokenRefresh::await_other(std::int64_t generation) {
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor);
    std::optional<StoredTokens> stored;
    for (int look = 0; look < options_.polls; ++look) {
        stored = co_await store_.load();
        if (stored && stored->generation != generation) {
            RefreshResult result;
            result.tokens = std::move(stored);
            co_return result;
        }
        timer.expires_after(options_.poll);
        boost::system::error_code ignored;
        co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return problem(std::move(stored), DeliveryReason::unreachable,
                      "Một tiến trình khác đang làm mới mã truy cập Zalo.", 5s);
}

}  // namespace reformdesk::connectors::zalo_oa
