#include "connectors/zalo_oa/tokens.hpp"

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

namespace asio = boost::asio;
using asio::awaitable;
using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

// A token that ends while a message is on its way is of no use.
constexpr milliseconds margin = 60s;
// A token that is refused when it is younger isn't refreshed again: something else is wrong.
constexpr milliseconds new_token = 5min;
constexpr std::string_view new_token_refused =
    "Zalo từ chối mã truy cập vừa cấp; kiểm tra ứng dụng và quyền của Official Account.";
// Longer than every wait between refreshes; more is left only when the clock was set back.
constexpr milliseconds longest_hold = 30min;
constexpr milliseconds save_again = 5s;

std::string day_in_vietnam(Timestamp time) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(time + 7h));
    return std::to_string(unsigned(date.day())) + "/" + std::to_string(unsigned(date.month())) + "/" +
           std::to_string(int(date.year()));
}

}  // namespace

struct Tokens::Flight {
    explicit Flight(const asio::any_io_executor& executor) : over(executor) {
        over.expires_at(asio::steady_timer::time_point::max());
    }
    asio::steady_timer over;  ///< cancelled when it has landed
    bool landed = false;
};

Tokens::Tokens(asio::any_io_executor executor, HttpClient& http, TokenStore& store, Clock clock,
               TokenOptions options, Warn warn)
    : executor_(std::move(executor)),
      store_(store),
      clock_(std::move(clock)),
      options_(std::move(options)),
      warn_(std::move(warn)),
      refresh_(http, store, clock_, options_.refresh),
      timer_(executor_) {}

awaitable<Access> Tokens::access() {
    if (!is_usable()) {
        co_await reload();
    }
    if (!is_usable()) {
        co_await refresh_or_wait();
    } else if (is_due() && hold_left() == 0ms && !finishing_) {
        start_flight();
    }
    co_return usable_or_problem();
}

awaitable<Access> Tokens::access_after_refusal(std::int64_t generation) {
    if (current_ && current_->generation == generation) {
        co_await reload();
    }
    if (current_ && current_->generation == generation) {
        refused_ = generation;
        const auto age = clock_() - current_->pair.obtained;
        if (age >= 0ms && age < new_token) {
            hold({DeliveryReason::operator_needed, std::string(new_token_refused), 10min});
        }
    }
    Access next = co_await access();
    co_return next;
}

awaitable<void> Tokens::run() {
    while (!finishing_) {
        co_await look_after();
        timer_.expires_after(refresh_.has_unsaved() ? save_again : options_.look_again);
        if (finishing_) {
            break;
        }
        boost::system::error_code ignored;
        co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

awaitable<void> Tokens::look_after() {
    co_await reload();
    if (current_ && is_due()) {
        co_await refresh_or_wait();
    }
    if (const auto text = trouble(); !text.empty()) {
        warn_of(text);
    }
}

awaitable<void> Tokens::finish() {
    finishing_ = true;
    timer_.cancel();
    if (!flight_ && refresh_.has_unsaved()) {
        start_flight();
    }
    if (flight_) {
        co_await landing(flight_);
    }
}

awaitable<void> Tokens::reload() {
    std::optional<StoredTokens> stored;
    try {
        stored = co_await store_.load();
        unreadable_ = false;
    } catch (const std::exception&) {
        unreadable_ = true;
    }
    if (stored) {
        learn(std::move(*stored));
    }
}

awaitable<void> Tokens::refresh_or_wait() {
    if (!flight_ && current_ && hold_left() == 0ms && !finishing_) {
        start_flight();
    }
    if (flight_) {
        co_await landing(flight_);
    }
}

awaitable<void> Tokens::landing(std::shared_ptr<Flight> flight) {
    while (!flight->landed) {
        boost::system::error_code ignored;
        co_await flight->over.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }
}

void Tokens::start_flight() {
    if (flight_) {
        return;
    }
    flight_ = std::make_shared<Flight>(executor_);
    asio::co_spawn(executor_, fly(flight_, current_->generation), asio::detached);
}

// On its own, so that it goes on when the one who wanted the token is gone.
awaitable<void> Tokens::fly(std::shared_ptr<Flight> flight, std::int64_t generation) {
    RefreshResult result = co_await refresh_.run(generation);
    if (result.tokens) {
        learn(std::move(*result.tokens));
    }
    if (result.problem) {
        hold(std::move(*result.problem));
    }
    flight_.reset();
    flight->landed = true;
    flight->over.cancel();
}

void Tokens::learn(StoredTokens stored) {
    const auto known = current_ ? current_->generation : 0;
    // What was read before a newer pair was saved may arrive after it.
    if (stored.generation < known) {
        return;
    }
    if (stored.generation > known) {
        problem_.reset();
    }
    current_ = std::move(stored);
}

void Tokens::hold(TokenProblem problem) {
    problem_ = Problem{std::move(problem), clock_()};
}

milliseconds Tokens::hold_left() const {
    if (!problem_) {
        return 0ms;
    }
    const auto left = problem_->since + problem_->problem.retry_after - clock_();
    return left > longest_hold ? 0ms : std::max<milliseconds>(left, 0ms);
}

bool Tokens::is_usable() const {
    return current_ && current_->generation != refused_ && current_->pair.access_expires - clock_() > margin;
}

bool Tokens::is_due() const {
    const auto& pair = current_->pair;
    const auto ahead =
        std::min<milliseconds>(options_.refresh_ahead, (pair.access_expires - pair.obtained) / 5);
    const bool wanted = pair.access_expires - clock_() < ahead || current_->generation == refused_;
    return refresh_.has_unsaved() || (wanted && current_->state != TokenState::needs_operator);
}

Access Tokens::usable_or_problem() const {
    Access access;
    if (is_usable()) {
        access.token = current_->pair.access_token;
        access.generation = current_->generation;
        return access;
    }
    access.reason = DeliveryReason::operator_needed;
    access.detail = trouble();
    access.retry_after = unreadable_ ? 10s : 10min;
    if (problem_) {
        access.reason = problem_->problem.reason;
        access.detail = problem_->problem.detail;
        access.retry_after = std::max<milliseconds>(hold_left(), 1s);
    } else if (access.detail.empty()) {
        access.detail = "Mã truy cập Zalo đã hết hạn.";
    }
    return access;
}

std::optional<TokenHealth> Tokens::health() const {
    if (!current_) {
        return std::nullopt;
    }
    return TokenHealth{current_->oa_id, current_->state, trouble(), current_->pair.access_expires,
                       current_->pair.refresh_expires};
}

std::string Tokens::trouble() const {
    if (unreadable_) {
        return "Không đọc được nơi lưu mã truy cập Zalo; kiểm tra cơ sở dữ liệu.";
    }
    if (!current_) {
        return "Official Account chưa được cấp quyền; vào trang quản trị để cấp quyền.";
    }
    if (current_->state == TokenState::needs_operator) {
        return current_->reason;
    }
    if (problem_ && problem_->problem.reason == DeliveryReason::operator_needed) {
        return problem_->problem.detail;
    }
    if (current_->pair.refresh_expires - clock_() < options_.warn_ahead) {
        return "Quyền gửi tin của Official Account hết hạn ngày " +
               day_in_vietnam(current_->pair.refresh_expires) +
               "; vào trang quản trị và cấp quyền lại trước ngày đó.";
    }
    return {};
}

void Tokens::warn_of(const std::string& text) {
    const auto now = clock_();
    std::erase_if(warned_, [now](const auto& entry) {
        const auto age = now - entry.second;
        return age < 0ms || age >= 24h;
    });
    if (warned_.emplace(text, now).second) {
        warn_(text);
    }
}

}  // namespace reformdesk::connectors::zalo_oa
