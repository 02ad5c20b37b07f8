// Whether a text already stands in a conversation: after an attempt of which nobody knows whether Zalo took
// it. Pure.
#pragma once

#include "connectors/zalo_oa/api_reply.hpp"
#include "connectors/zalo_oa/clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace reformdesk::connectors::zalo_oa {

struct SoughtText {
    std::string text;   ///< as it was sent, with the mention of a group
    std::string oa_id;  ///< who must have written it
    /// The message that it replies to: what is older is another text of the same words.
    std::string quote = {};
    /// When the attempt was made, where this process made it.
    std::optional<Timestamp> since = {};
};

/// The copy among the newest messages of the conversation. White space counts for nothing; of a mention,
/// which Zalo may write as a name, only that it stands in front.
std::optional<HistoryItem> find_sent_copy(const std::vector<HistoryItem>& history, const SoughtText& sought);

/// Whether these messages reach back far enough to be sure.
bool reaches_back(const std::vector<HistoryItem>& history, const SoughtText& sought);

}  // namespace reformdesk::connectors::zalo_oa
