// What to do about each error code of Zalo, as one table. Pure.
//
//   const auto rule = rule_for(-230, attempts);   // window_closed, take another way
//   explain(rule)  ->  "Người hỏi không tương tác … (mã lỗi Zalo -230)"
#pragma once

#include "connectors/message.hpp"
#include "connectors/zalo_oa/clock.hpp"

#include <chrono>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace reformdesk::connectors::zalo_oa {

enum class ErrorAction {
    done,
    retry_backoff,            ///< a passing failure
    retry_once,               ///< again at once, then like retry_backoff
    refresh_token_and_retry,  ///< once
    wait_rate_window,         ///< until the minute is over
    wait_until_six,           ///< 06:00 in Vietnam
    reupload,                 ///< the attachment is too old: upload it again
    drop_quote_and_retry,     ///< a field is refused: perhaps the quoted message is gone; without a quote,
                              ///< permanent
    permanent,                ///< will never work
    window_closed,            ///< the asker must write first
    operator_needed,          ///< again later, for a person must act before it works
};

struct ErrorRule {
    std::int64_t code = 0;
    ErrorAction action = ErrorAction::done;
    DeliveryReason reason = DeliveryReason::none;
    std::string_view explanation = {};  ///< Vietnamese, for the expert and the operator
    std::chrono::minutes wait{0};       ///< before the next attempt; 0: whoever retries chooses
};

/// Zalo's table and the codes that others have seen; each code once.
std::span<const ErrorRule> error_rules();

/// A code that isn't in the table is retried; from the attempt on that has this many before it, an operator
/// is asked for.
inline constexpr int attempts_at_unknown_codes = 3;

/// `attempts`: how many were made before this one.
ErrorRule rule_for(std::int64_t code, int attempts);

/// One sentence with the code; nothing of what Zalo or the asker wrote.
std::string explain(const ErrorRule& rule);

/// From `now` to the next 06:00 in Vietnam (UTC+7): more than 0, at most a day.
std::chrono::milliseconds time_until_six(Timestamp now);

}  // namespace reformdesk::connectors::zalo_oa
