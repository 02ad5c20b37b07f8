#include "connectors/zalo_oa/connector.hpp"

#include "connectors/zalo_oa/errors.hpp"
#include "connectors/zalo_oa/message_text.hpp"

#include <utility>
#include <vector>

#include <boost/asio/use_awaitable.hpp>

namespace reformdesk::connectors::zalo_oa {

using boost::asio::awaitable;
using std::chrono::steady_clock;
using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_doubts = 10'000;
constexpr std::size_t history_pages = 3;
// Zalo's history may be a little behind.
constexpr auto pause_before_lookup = 15s;
constexpr auto pause_between_lookups = 30s;

}  // namespace

struct OaConnector::Sending {
    OutboundMessage message;
    Thread thread;
    std::vector<std::string> texts;
    DeliveryResult result;
    steady_clock::time_point begun = steady_clock::now();
    /// Nobody knows whether the next part was taken in the attempt before, nor, when its process died, how
    /// many of those behind it.
    bool in_doubt = false;

    bool is_complete() const { return result.parts_delivered >= texts.size(); }
    const std::string& next_text() const { return texts[result.parts_delivered]; }

    void end(DeliveryOutcome outcome, DeliveryReason reason, std::string detail,
             std::optional<std::chrono::milliseconds> retry_after = std::nullopt) {
        // While a part is in doubt, "retry" would say that it was surely not taken.
        const bool keeps_doubt = in_doubt && outcome == DeliveryOutcome::retry;
        result.outcome = keeps_doubt ? DeliveryOutcome::unknown : outcome;
        result.reason = reason;
        result.detail = std::move(detail);
        result.retry_after = retry_after;
    }
    void end(const ErrorRule& rule, Timestamp now);

    void taken(std::string message_id) {
        ++result.parts_delivered;
        if (!message_id.empty()) {
            result.message_ids.push_back(std::move(message_id));
        }
    }
};

void OaConnector::Sending::end(const ErrorRule& rule, Timestamp now) {
    switch (rule.action) {
        case ErrorAction::reupload:
        case ErrorAction::drop_quote_and_retry:
        case ErrorAction::permanent:
        case ErrorAction::window_closed:
            return end(DeliveryOutcome::failed, rule.reason, explain(rule));
        case ErrorAction::wait_until_six:
            return end(DeliveryOutcome::retry, rule.reason, explain(rule), time_until_six(now));
        case ErrorAction::done:
        case ErrorAction::retry_backoff:
        case ErrorAction::retry_once:
        case ErrorAction::refresh_token_and_retry:
        case ErrorAction::wait_rate_window:
        case ErrorAction::operator_needed:
            break;
    }
    const auto wait = rule.wait > 0min ? std::optional<std::chrono::milliseconds>(rule.wait) : std::nullopt;
    end(DeliveryOutcome::retry, rule.reason, explain(rule), wait);
}

OaConnector::OaConnector(HttpClient& http, Tokens& tokens, Clock clock, ConnectorOptions options)
    : calls_(options.api),
      client_(http, tokens, clock),
      tokens_(tokens),
      clock_(std::move(clock)),
      options_(std::move(options)) {}

awaitable<DeliveryResult> OaConnector::send(OutboundMessage message) {
    Sending sending;
    sending.result.parts_delivered = message.parts_delivered;
    auto thread = parse_thread(message.conversation);
    if (!thread) {
        sending.end(DeliveryOutcome::failed, DeliveryReason::invalid, "Mã hội thoại Zalo không hợp lệ.");
        co_return std::move(sending.result);
    }
    sending.thread = std::move(*thread);
    sending.message = std::move(message);
    sending.texts = message_texts(sending.message, sending.thread);
    if (sending.texts.empty()) {
        sending.end(DeliveryOutcome::failed, DeliveryReason::invalid, "Tin nhắn không có nội dung.");
        co_return std::move(sending.result);
    }
    sending.in_doubt = sending.message.maybe_taken && !sending.is_complete();
    bool settled = true;
    if (sending.in_doubt) {
        settled = co_await settle_doubt(sending);
    }
    if (settled) {
        co_await send_parts(sending);
    }
    if (sending.result.outcome == DeliveryOutcome::delivered ||
        sending.result.outcome == DeliveryOutcome::failed) {
        doubts_.erase(sending.message.delivery);
    }
    co_return std::move(sending.result);
}

awaitable<void> OaConnector::send_parts(Sending& sending) {
    while (!sending.is_complete()) {
        if (steady_clock::now() - sending.begun > options_.longest_send) {
            sending.end(DeliveryOutcome::retry, DeliveryReason::none,
                        "Các phần còn lại được gửi tiếp ngay sau đây.", 0ms);
            co_return;
        }
        const bool went_on = co_await send_part(sending);
        if (!went_on) {
            co_return;
        }
    }
    sending.end(DeliveryOutcome::delivered, DeliveryReason::none, std::string());
}

awaitable<bool> OaConnector::send_part(Sending& sending) {
    auto quote = sending.result.parts_delivered == 0 ? sending.message.quote : std::string();
    bool repeated = false;
    while (true) {
        const auto at = clock_();
        ApiClient::Build build = [this, &sending, &quote](const std::string& token) {
            return calls_.text(token, sending.thread, sending.next_text(), quote);
        };
        CallResult call = co_await client_.call(std::move(build));
        if (call.outcome == CallOutcome::unknown) {
            remember_doubt(sending, std::move(call.detail), at);
            co_return false;
        }
        if (call.outcome == CallOutcome::no_effect) {
            sending.end(DeliveryOutcome::retry, call.reason, std::move(call.detail), call.retry_after);
            co_return false;
        }
        const auto rule = rule_for(call.reply.code, sending.message.attempts);
        if (rule.action == ErrorAction::done) {
            sending.taken(sent_message(call.reply.data).message_id);
            co_return true;
        }
        if (rule.action == ErrorAction::drop_quote_and_retry && !quote.empty()) {
            quote.clear();
        } else if (rule.action == ErrorAction::retry_once && !repeated) {
            repeated = true;
        } else {
            sending.end(rule, clock_());
            co_return false;
        }
    }
}

// Whether sending may go on; otherwise the result says when to try again.
awaitable<bool> OaConnector::settle_doubt(Sending& sending) {
    if (!sending.thread.anonymous.empty()) {
        // Zalo documents no history of anonymous visitors.
        co_return true;
    }
    auto sought = sought_by(sending);
    std::vector<HistoryItem> items;
    for (Page page; page.offset < history_pages * page.count; page.offset += page.count) {
        ApiClient::Build build = [this, &sending, page](const std::string& token) {
            return calls_.history(token, sending.thread, page);
        };
        CallResult call = co_await client_.call(std::move(build));
        if (call.outcome == CallOutcome::no_effect) {
            sending.end(DeliveryOutcome::unknown, call.reason, std::move(call.detail), call.retry_after);
            co_return false;
        }
        const bool answered = call.outcome == CallOutcome::answered && call.reply.code == 0;
        const auto older = answered ? history(call.reply.data) : std::nullopt;
        if (!older) {
            co_return send_blindly_or_later(sending);
        }
        items.insert(items.end(), older->begin(), older->end());
        skip_sent_copies(sending, items, sought);
        if (sending.is_complete() || older->size() < page.count || reaches_back(items, sought)) {
            break;
        }
    }
    sending.in_doubt = false;
    doubts_.erase(sending.message.delivery);
    co_return true;
}

void OaConnector::skip_sent_copies(Sending& sending, const std::vector<HistoryItem>& items,
                                   SoughtText& sought) {
    while (!sending.is_complete()) {
        sought.text = sending.next_text();
        const auto copy = find_sent_copy(items, sought);
        if (!copy) {
            return;
        }
        sending.taken(copy->message_id);
    }
}

SoughtText OaConnector::sought_by(const Sending& sending) const {
    SoughtText sought;
    sought.text = sending.next_text();
    sought.quote = sending.message.quote;
    if (const auto health = tokens_.health()) {
        sought.oa_id = health->oa_id;
    }
    if (const auto doubt = doubts_.find(sending.message.delivery); doubt != doubts_.end()) {
        sought.since = doubt->second.since;
    }
    return sought;
}

bool OaConnector::send_blindly_or_later(Sending& sending) {
    auto& doubt = doubt_about(sending);
    if (doubt.lookups_failed >= lookups_before_sending_blindly) {
        return true;
    }
    ++doubt.lookups_failed;
    sending.end(DeliveryOutcome::unknown, DeliveryReason::unreachable,
                "Chưa đọc được lịch sử hội thoại trên Zalo để biết tin đã được nhận hay chưa.",
                pause_between_lookups);
    return false;
}

void OaConnector::remember_doubt(Sending& sending, std::string detail, Timestamp at) {
    if (sending.in_doubt) {
        // This was the one copy more.
        sending.end(DeliveryOutcome::failed, DeliveryReason::unreachable,
                    "Hai lần gửi đều không rõ Zalo đã nhận hay chưa nên không gửi thêm nữa. " + detail);
        return;
    }
    doubt_about(sending).since = at;
    sending.end(DeliveryOutcome::unknown, DeliveryReason::unreachable, std::move(detail),
                pause_before_lookup);
}

OaConnector::Doubt& OaConnector::doubt_about(const Sending& sending) {
    if (doubts_.size() >= most_doubts && !doubts_.contains(sending.message.delivery)) {
        doubts_.erase(doubts_.begin());
    }
    return doubts_[sending.message.delivery];
}

}  // namespace reformdesk::connectors::zalo_oa
