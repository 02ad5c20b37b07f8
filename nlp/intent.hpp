// Messages that are no question to the knowledge base: small talk and commands.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace reformdesk::nlp {

enum class IntentKind {
    none,           ///< a question
    greeting,       ///< "xin chào", "hi ad", and nothing more
    thanks,         ///< "cảm ơn", "ok em cảm ơn nhé"
    goodbye,        ///< "tạm biệt"
    human,          ///< "gặp chuyên viên", "cho tôi gặp người thật"
    ticket_status,  ///< "#1024", "phiếu 1024 đến đâu rồi"
    affirmation,    ///< "đúng rồi", "ok", "được rồi": the last answer helped
    rejection,      ///< "không phải", "sai rồi": the last answer did not help
    pick,           ///< "2", "số 2", "cái thứ hai": a choice of the last clarification
    erase_data,     ///< "xóa dữ liệu của tôi"
    help,           ///< "bạn làm được gì", "hướng dẫn sử dụng"
};

struct Intent {
    IntentKind kind = IntentKind::none;
    std::optional<std::int64_t> number;  ///< the ticket for ticket_status, the 1-based choice for pick

    bool operator==(const Intent&) const = default;
};

/// Decides only when the whole message is small talk or a command; a greeting before a question is a
/// question. Takes any UTF-8 text, with or without diacritics.
Intent recognise(std::string_view text);
/// The same for a text in normal form of which the tokens are known.
Intent recognise(std::string_view normal, std::span<const std::string_view> tokens);

}  // namespace reformdesk::nlp
