// A log entry as channels without formatting show it: the text, and under an answer what it rests on and
// whether it holds.
#pragma once

#include "connectors/message.hpp"
#include "server/desk/outbox_queue.hpp"

#include <functional>
#include <string>

namespace reformdesk::desk {

struct PlainReplyOptions {
    /// Where the whole text of an article stands, by its id; may give an empty text.
    std::function<std::string(const std::string& article)> article_link;
    /// Where the asker finds a ticket without the channel, by its number; may give an empty text.
    std::function<std::string(std::int64_t ticket)> ticket_link;
    kb_index::Date today;
};

/// Vietnamese; the text of the entry comes first, unchanged but for its Markdown.
connectors::OutboundMessage plain_reply(const Delivery& delivery, const PlainReplyOptions& options);

/// "Còn hiệu lực từ 01/07/2025", "Hết hiệu lực từ 01/07/2025, được thay bằng 118/2025/NĐ-CP".
std::string validity_line(const AnswerCard& card, kb_index::Date today);

}  // namespace reformdesk::desk
