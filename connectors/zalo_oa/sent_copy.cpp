#include "connectors/zalo_oa/sent_copy.hpp"

#include "connectors/plain_text.hpp"

#include <algorithm>
#include <string_view>

namespace reformdesk::connectors::zalo_oa {

namespace {

using namespace std::chrono_literals;

// Between Zalo's clock and ours.
constexpr auto clock_difference = 2min;

std::string single_spaced(std::string_view text) {
    std::string spaced;
    for (const char c : trimmed(text)) {
        if (!is_white(c)) {
            spaced += c;
        } else if (spaced.back() != ' ') {
            spaced += ' ';
        }
    }
    return spaced;
}

// Behind the mention that message_texts put in front; empty when there is none.
std::string_view behind_mention(std::string_view text) {
    const auto begin = text.find("[@");
    const auto end = begin == std::string_view::npos ? begin : text.find("] ", begin);
    return end == std::string_view::npos ? std::string_view() : text.substr(end + 2);
}

// Nothing older can be the copy.
std::optional<Timestamp> earliest(const std::vector<HistoryItem>& history, const SoughtText& sought) {
    const auto quoted = std::find_if(history.begin(), history.end(), [&](const auto& item) {
        return !sought.quote.empty() && item.message_id == sought.quote;
    });
    if (quoted != history.end() && quoted->time) {
        return quoted->time;
    }
    return sought.since ? std::optional<Timestamp>(*sought.since - clock_difference) : std::nullopt;
}

bool is_by_account(const HistoryItem& item, const std::string& oa_id) {
    return item.from_account.value_or(!oa_id.empty() && item.from_id == oa_id);
}

}  // namespace

std::optional<HistoryItem> find_sent_copy(const std::vector<HistoryItem>& history, const SoughtText& sought) {
    const auto text = single_spaced(sought.text);
    const auto body = single_spaced(behind_mention(sought.text));
    const auto oldest = earliest(history, sought);
    const auto found = std::find_if(history.begin(), history.end(), [&](const HistoryItem& item) {
        const auto there = single_spaced(item.text);
        const bool same = there == text || (!body.empty() && there.ends_with(" " + body));
        const bool in_time = !oldest || !item.time || *item.time >= *oldest;
        return same && in_time && is_by_account(item, sought.oa_id);
    });
    return found == history.end() ? std::nullopt : std::optional(*found);
}

bool reaches_back(const std::vector<HistoryItem>& history, const SoughtText& sought) {
    const auto oldest = earliest(history, sought);
    return oldest && std::any_of(history.begin(), history.end(),
                                 [&](const auto& item) { return item.time && *item.time <= *oldest; });
}

}  // namespace reformdesk::connectors::zalo_oa
